import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as after } from 'node:timers/promises'
import { bitting } from '../harness/bitting-command.ts'
import { confirmedOperatorOf, keyFileOf } from '../harness/confirmed-operator.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { RunningServer } from '../harness/running-server.ts'
import { publicCall, signedCall } from '../harness/signed-request.ts'

const ROUNDS = Number(process.env['BITTING_KILL_ROUNDS'] ?? 2)
const SYMBOL = 'BTCUSDT'
/** What a key may place in a day, in orders of 100 each and a little over. */
const LIMIT = 3_000
const AT_ONCE = 8

type Refused = { readonly code: number; readonly msg: string }

const priceOf = async (server: RunningServer): Promise<number> => Number((await publicCall<{ price: string }>(server.demo.rest, '/api/v3/ticker/price', { symbol: SYMBOL })).body.price)

/** An order to sell far above the market: it is worth what it asks for, and stands until it is cancelled. */
const orderAt = (price: number) => ({ symbol: SYMBOL, side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: (price * 1.1).toFixed(2) })

const placedWorth = async (server: RunningServer, mark: string): Promise<number> => {
  const { body } = await signedCall<readonly { clientOrderId: string; origQty: string; price: string }[]>(server.demo.rest, server.demo.keys.trade, 'GET', '/api/v3/allOrders', { symbol: SYMBOL, limit: 1_000 })
  return body.filter(({ clientOrderId }) => clientOrderId.startsWith(mark)).reduce((sum, { origQty, price }) => sum + Number(origQty) * Number(price), 0)
}

test(`a key that is used by many at once, killed with the server ${ROUNDS} times and rotated meanwhile places no more than its limit`, async (context) => {
  const server = await RunningServer.start()
  context.after(() => server.stop())
  const made = await (await confirmedOperatorOf(server)).keysCreate({
    label: 'limited', environment: 'live', kind: 'hmac', account: 100_001, permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] },
    guardRails: { notionalPerWindow: { amount: String(LIMIT), hours: 24 } },
  })
  assert.ok(made.ok, JSON.stringify(made))
  let [key, id, acknowledged, number] = [keyFileOf(made.value), made.value.key.id, 0, 0]
  const price = await priceOf(server)
  const one = Number(orderAt(price).price) * 0.001
  let lastRefusal: Refused | undefined
  const trade = async (rest: string, onAcknowledged = (): void => {}): Promise<void> => {
    for (;;) {
      const answer = await signedCall<Refused>(rest, key, 'POST', '/api/v3/order', { ...orderAt(price), newClientOrderId: `limited-${number += 1}` }).catch(() => undefined)
      if (answer === undefined) return
      if (answer.status !== 200) {
        assert.equal(answer.body.code, -2010, JSON.stringify(answer.body))
        lastRefusal = answer.body
        return
      }
      acknowledged += one
      onAcknowledged()
    }
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    // Not before the key of this round is used: one that never was is not rotated.
    const used = Promise.withResolvers<void>()
    const traders = Array.from({ length: AT_ONCE }, () => trade(server.demo.rest, used.resolve))
    await Promise.race([used.promise, Promise.all(traders)])
    await after(Math.random() * 30)
    await server.end('SIGKILL')
    await Promise.all(traders)
    await server.launch()
    const placed = await placedWorth(server, 'limited-')
    assert.ok(placed <= LIMIT && placed >= acknowledged - 0.01, `round ${round}: ${placed} of ${LIMIT} placed, ${acknowledged} acknowledged`)
    const next = await (await confirmedOperatorOf(server)).keysRotate(id, { kind: 'hmac' }, null)
    assert.ok(next.ok, JSON.stringify(next))
    ;[key, id] = [keyFileOf(next.value), next.value.key.id]
  }
  await Promise.all(Array.from({ length: AT_ONCE }, () => trade(server.demo.rest)))
  const placed = await placedWorth(server, 'limited-')
  context.diagnostic(`${placed.toFixed(2)} of ${LIMIT} placed in ${number} calls, ${acknowledged.toFixed(2)} of it acknowledged`)
  assert.ok(placed <= LIMIT && placed > LIMIT - (AT_ONCE * ROUNDS + 1) * one, 'all of the limit, but for what was under way at a kill')
  assert.match(lastRefusal?.msg ?? '', /^This key's limit notionalPerWindow does not allow it: allowed is [\d.]+ USDT now, of 3000 USDT in 24 hours, asked was [\d.]+ USDT; it fits from \S+Z on\.$/)
  const shown = await (await operatorOf(server)).keysShow(id)
  assert.ok(shown.ok && Math.abs(Number(shown.value.limitsLeft.notionalPerWindow) - (LIMIT - placed)) < 2 * AT_ONCE * ROUNDS * one, 'the page of the key says what is left')
  const told = await bitting('explain', '--last', id, '--data', server.dataFolder)
  assert.match(told.stdout.replace(/\s+/g, ' '), /The key's limit notionalPerWindow leaves [\d.]+ USDT now, of 3000 USDT in 24 hours; asked was/)
})
