import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from 'node:test'
import type { Fault } from '../../src/sandbox/scenario/script.ts'
import { permissionBits } from '../../src/permission.ts'
import { mishapOf } from '../../src/server/mishap.ts'
import { ApiConnection } from '../../src/server/sockets/api-connection.ts'
import { MS } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { InProcessWire } from '../harness/in-process-wire.ts'
import { MemoryPeer } from '../harness/memory-peer.ts'

/** A connection whose orders are struck with these faults; everything else is not. */
const struckBy = (...faults: readonly Fault[]) => {
  const alice = anAccount(100_001)
  const wire = new InProcessWire([alice])
  wire.world.fund(alice, 'USDT', '100000')
  const key = wire.addKey(alice, { permissions: permissionBits(['reading', 'spotAndMarginTrading']) })
  const peer = new MemoryPeer()
  const struck: string[] = []
  const moved: { address?: string } = {}
  const mishaps = {
    of: (request: Parameters<typeof mishapOf>[2]) => {
      if (!request.path.endsWith('/order.place')) return null
      struck.push(`${request.method} ${request.path}`)
      return mishapOf(faults, ({ ms }) => ms, request, 'api')
    },
    addressOf: () => moved.address,
  }
  const connection = new ApiConnection({ ...wire.parts, mishaps, userStreams: { live: wire.streams.user, testnet: wire.streams.user } }, peer, { family: 'api', returnsRateLimits: false })
  wire.keepsCalls = true
  return {
    peer, struck, moved, rows: wire.calls,
    say(method: string, parameters: Readonly<Record<string, string | number>> = {}) {
      const all: Readonly<Record<string, string | number>> = { ...parameters, apiKey: key.apiKey, timestamp: wire.world.clock.nowUs() / MS }
      const payload = Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `${name}=${value}`).join('&')
      connection.onText(JSON.stringify({ id: method, method, params: { ...all, signature: createHmac('sha256', key.secretKey).update(payload).digest('hex') } }))
    },
    open: () => wire.world.venue.view.orders.openOrders(alice.id, 'BTCUSDT').length,
  }
}

const ORDER = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '60000' } as const

test('a message that the venue fails before has done nothing; one after it has done all', () => {
  const before = struckBy({ kind: 'failBefore' })
  before.say('order.place', ORDER)
  assert.deepEqual(before.peer.heard().map(({ id, status, error }) => [id, status, error.code]), [['order.place', 503, -1001]])
  assert.equal(before.open(), 0)
  const after = struckBy({ kind: 'failAfter' })
  after.say('order.place', ORDER)
  assert.deepEqual(after.peer.heard().map(({ status, error }) => [status, error.code]), [[504, -1007]])
  assert.equal(after.open(), 1)
  assert.deepEqual(after.struck, ['WS /ws-api/v3/order.place'])
})

test('an answer that is lost takes the connection along, and what it speaks of is done', () => {
  const { say, peer, open } = struckBy({ kind: 'loseAnswer' })
  say('order.place', ORDER)
  assert.deepEqual([peer.heard(), peer.closedWith, open()], [[], 1006, 1])
})

test('a message that arrives twice is done twice and answered once', () => {
  const { say, peer, open } = struckBy({ kind: 'duplicate' })
  say('order.place', ORDER)
  assert.deepEqual([peer.heard().map(({ status }) => status), open()], [[200], 2])
})

test('a message that comes late is done late, and those behind it do not wait', async () => {
  const { say, peer, open } = struckBy({ kind: 'latency', ms: 30, jitterMs: 0 })
  say('order.place', ORDER)
  say('openOrders.status', { symbol: 'BTCUSDT' })
  assert.deepEqual(peer.heard().map(({ id, result }) => [id, result.length]), [['openOrders.status', 0]])
  while (open() === 0) await pause(5)
  assert.deepEqual(peer.heard().map(({ id, status }) => [id, status]), [['order.place', 200]])
})

test('limits and bans tell when to come again', () => {
  for (const [fault, status] of [[{ kind: 'tooManyRequests', retryAfterS: 10 }, 429], [{ kind: 'banned', forS: 120 }, 418]] as const) {
    const { say, peer, open } = struckBy(fault)
    say('order.place', ORDER)
    const [answer] = peer.heard()
    assert.deepEqual([answer.status, answer.error.code, open()], [status, -1003, 0])
    assert.ok(answer.error.data.retryAfter > answer.error.data.serverTime)
  }
})

test('each message that is struck is a row that says what was answered', () => {
  const rows = (fault: Fault) => {
    const { say, rows } = struckBy(fault)
    say('order.place', ORDER)
    return rows.map(({ status, code, reason, endpoint, keyId }) => [status, code, reason, endpoint, keyId !== null])
  }
  assert.deepEqual(rows({ kind: 'tooManyRequests', retryAfterS: 10 }), [[429, -1003, 'scenario', 'WS order.place', true]])
  assert.deepEqual(rows({ kind: 'failBefore' }), [[503, -1001, 'scenario', 'WS order.place', true]])
  assert.deepEqual(rows({ kind: 'failAfter' }), [[504, -1007, 'venue', 'WS order.place', true]])
  assert.deepEqual(rows({ kind: 'loseAnswer' }), [[200, null, null, 'WS order.place', true]])
  assert.equal(rows({ kind: 'duplicate' }).length, 2)
})

test('a key whose address moves is refused at its next message', () => {
  const { say, peer, moved } = struckBy()
  say('account.status')
  moved.address = '198.51.100.7'
  say('account.status')
  assert.deepEqual(peer.heard().map(({ status }) => status), [200, 401])
})
