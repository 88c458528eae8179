import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { aWorld } from '../../../../test/harness/world.ts'
import { endpoints as every } from './index.ts'

const alice = anAccount(100_001)

/** Words that suit a parameter by its name; the first pattern that fits counts. */
const SUITING: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^symbol$/, ['BTCUSDT']],
  [/^symbols$/, ['["BTCUSDT"]', '["BTCUSDT","ETHBTC"]']],
  [/strategyType$/i, ['1000000', '7']],
  [/strategyId$/i, ['1', '2']],
  [/RespType$/, ['ACK', 'RESULT', 'FULL']],
  [/^type$|(working|pending|above|below)Type$/i, ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT']],
  [/side$/i, ['BUY', 'SELL']],
  [/timeInForce$/i, ['GTC', 'GTC', 'IOC', 'FOK']],
  [/icebergQty$/i, ['0.001', '0.0001']],
  [/quoteOrderQty$/, ['100', '10000']],
  [/(quantity|qty)$/i, ['0.001', '0.01', '0.005', '1']],
  [/price$/i, ['80000', '95000', '85000', '90000.01', '89999.99', '90000.05']],
  [/trailingDelta$/i, ['100', '10', '5000']],
  [/clientOrderId$/i, ['a', 'b', 'c', 'd', 'e']],
  [/(id)$/i, ['1', '261', '262', '263', '264', '265', '266', '1000']],
  [/selfTrade/, ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT', 'TRANSFER']],
  [/Mode$/, ['STOP_ON_FAILURE', 'ALLOW_FAILURE']],
  [/interval/, ['1s', '1m', '1h', '1d', '1w', '1M']],
  [/limit/, ['1', '5', '1000']],
  [/Time$/, ['1768478400000', '1768478400000000', '1768478399999']],
]

const NONSENSE = [
  '', ' ', '0', '-1', '1e9', 'NaN', 'Infinity', '__proto__', 'btcusdt', 'NONE', '[]', '{', '["a"]', 'BUY', 'FULL', 'true', 'false', '0.000000001', '9223372036854775807', '92233720368.54775807', '99999999999999999999',
  '+14:00', '%', '\u0000', '💰', 'a'.repeat(40),
]

/** Messages of a socket alone need one; test/sockets sends them anything. */
const endpoints = every.filter(({ method }) => method !== 'WS')
const MOST_PARAMETERS = Math.max(...endpoints.map((row) => Object.keys(row.parameters).length))
const few = (most: number) => fc.array(fc.nat(most), { minLength: MOST_PARAMETERS, maxLength: MOST_PARAMETERS })
const someCall = fc.record({ row: fc.nat(endpoints.length - 1), words: few(999), isSent: few(99), isNonsense: few(99) })

const wordFor = (name: string, choice: number, nonsense: boolean): string => {
  const words = nonsense ? NONSENSE : SUITING.find(([pattern]) => pattern.test(name))?.[1] ?? NONSENSE
  return words[choice % words.length] ?? ''
}

test('no sequence of calls makes a handler fail, whatever the parameters', async () => {
  await fc.assert(fc.asyncProperty(fc.array(someCall, { minLength: 30, maxLength: 60 }), async (sequence) => {
    const world = aWorld([alice])
    world.fund(alice, 'USDT', '1000000')
    world.fund(alice, 'BTC', '10')
    const call = world.as(alice)
    for (const { row, words, isSent, isNonsense } of sequence) {
      const endpoint = endpoints[row]
      assert.ok(endpoint)
      const parameters: Record<string, string> = {}
      Object.entries(endpoint.parameters).forEach(([name, { isMandatory }], index) => {
        if (isMandatory || (isSent[index] ?? 0) < 25) parameters[name] = wordFor(name, words[index] ?? 0, (isNonsense[index] ?? 0) < 3)
      })
      const { status, body } = await call(endpoint.method, endpoint.path, parameters)
      assert.ok([200, 400, 409, 429].includes(status), `${endpoint.path} ${JSON.stringify(parameters)} → ${status}`)
      if (status !== 200) assert.ok((body as { code: number }).code < 0)
    }
  }), { numRuns: Number(process.env.RUNS ?? 60) })
})
