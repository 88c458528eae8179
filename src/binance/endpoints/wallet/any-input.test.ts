import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { aWorld } from '../../../../test/harness/world.ts'
import { HOUR } from '../../../time.ts'
import { endpoints } from './index.ts'

const alice = anAccount(100_001)
const bob = anAccount(100_002)

/** Words that suit a parameter by its name. */
const SUITING: Readonly<Record<string, readonly string[]>> = {
  coin: ['BTC', 'USDT', 'XRP', 'NOPE'],
  asset: ['XRP', 'USDT', 'XRP,USDT', 'BTC'],
  quoteAsset: ['BTC', 'USDT', 'NOPE'],
  network: ['BTC', 'ETH', 'TRX', 'XRP', 'BSC', 'NOPE'],
  address: ['1BitcoinEaterAddressDontSendf59kuE', `0x${'a'.repeat(40)}`, 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'rrrrrrrrrrrrrrrrrrrrBZbvji'],
  addressTag: ['7', '0', '4294967296'],
  amount: ['1', '0.1', '5', '10000000', '0.00000001'],
  withdrawOrderId: ['a', 'b', 'c'],
  walletType: ['0', '1'],
  accountType: ['SPOT', 'MARGIN'],
  status: ['0', '1', '4', '6'],
  limit: ['1', '1000', '5000'],
  offset: ['0', '1', '100'],
  symbol: ['BTCUSDT', 'NOPE'],
  name: ['cold store', 'my addr (x)!'],
  idList: ['x', 'x,y', Array.from({ length: 46 }, (_, index) => index).join()],
  startTime: ['1768478400000', '1768478400000000', '1'],
  endTime: ['1768478400000', '1768478400000000', '1'],
}
const NONSENSE = ['', ' ', '0', '-1', '1e9', 'NaN', '__proto__', 'constructor', 'true', 'false', '[]', '{', '0.000000001', '9223372036854775807', '99999999999999999999', '%', '\u0000', '💰', ',', 'a'.repeat(300)]

const someCall = fc.record({ row: fc.nat(endpoints.length - 1), words: fc.array(fc.nat(999), { minLength: 9, maxLength: 9 }), isSent: fc.array(fc.nat(99), { minLength: 9, maxLength: 9 }), isNonsense: fc.array(fc.nat(99), { minLength: 9, maxLength: 9 }) })

const wordFor = (name: string, choice: number, isNonsense: boolean): string => {
  const words = isNonsense ? NONSENSE : SUITING[name] ?? NONSENSE
  return words[choice % words.length] ?? ''
}

test('no sequence of calls makes a wallet row fail, and what is refused has changed nothing', async () => {
  await fc.assert(fc.asyncProperty(fc.array(someCall, { minLength: 20, maxLength: 40 }), async (sequence) => {
    const world = aWorld([alice, bob])
    for (const [asset, funds] of [['BTC', '10'], ['USDT', '1.5'], ['XRP', '30']] as const) world.fund(alice, asset, funds)
    const call = world.as(alice)
    for (const { row, words, isSent, isNonsense } of sequence) {
      const endpoint = endpoints[row]
      assert.ok(endpoint)
      const parameters: Record<string, string> = {}
      Object.entries(endpoint.parameters).forEach(([name, { isMandatory }], index) => {
        if (isMandatory || (isSent[index] ?? 0) < 40) parameters[name] = wordFor(name, words[index] ?? 0, (isNonsense[index] ?? 0) < 8)
      })
      const before = world.venue.view.sequence
      const { status, body } = await call(endpoint.method, endpoint.path, parameters)
      assert.ok(status === 200 || status === 400, `${endpoint.path} ${JSON.stringify(parameters)} → ${status}`)
      if (status === 400) {
        assert.ok((body as { code: number }).code < 0)
        assert.equal(world.venue.view.sequence, before)
      }
      if (endpoint.permission === 'reading') assert.equal(world.venue.view.sequence, before, `${endpoint.path} reads`)
      world.clock.advance(HOUR)
      world.venue.execute({ kind: 'tick' })
    }
  }), { numRuns: Number(process.env.RUNS ?? 60) })
})
