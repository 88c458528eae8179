import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { WebSocket } from 'ws'
import { RunningServer } from '../harness/running-server.ts'
import { publicCall, signatureOf, signedCall } from '../harness/signed-request.ts'

const ROUNDS = 2
const ORDERS_ON_THEIR_WAY = 40

interface Report { readonly e: string; readonly i: number; readonly x: string; readonly z: string; readonly t: number }

test(`kill -9, ${ROUNDS} times under load over sockets: whatever the account or the market was told is still so`, async () => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off'] })
  const key = server.demo.keys.trade
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const api = new WebSocket(`${server.demo.ws}/ws-api/v3`)
      const market = new WebSocket(`${server.demo.ws}/ws/btcusdt@trade`)
      await Promise.all([once(api, 'open'), once(market, 'open')])
      const reported = new Map<number, Report>()
      const trades = new Set<number>()
      let sent = 0
      let answered = 0
      const sign = (parameters: Record<string, string | number>): Record<string, string | number> => {
        const all: Record<string, string | number> = { ...parameters, apiKey: key.apiKey, timestamp: Date.now() }
        return { ...all, signature: signatureOf(key, Object.keys(all).sort().map((name) => `${name}=${all[name]}`).join('&')) }
      }
      const place = (): void => {
        sent += 1
        api.send(JSON.stringify({ id: `o${sent}`, method: 'order.place', params: sign({ symbol: 'BTCUSDT', side: sent % 2 === 0 ? 'BUY' : 'SELL', type: 'MARKET', quantity: '0.0001', newClientOrderId: `k-${round}-${sent}` }) }))
      }
      api.on('message', (data: Buffer) => {
        // The wire sends one of these two forms.
        const message = JSON.parse(data.toString()) as { id?: string; event?: Report }
        if (message.event?.e === 'executionReport') reported.set(message.event.i, message.event)
        if (message.id?.startsWith('o') && api.readyState === WebSocket.OPEN) {
          answered += 1
          place()
        }
      })
      market.on('message', (data: Buffer) => { trades.add((JSON.parse(data.toString()) as { t: number }).t) })
      for (const socket of [api, market]) socket.on('error', () => {})
      api.send(JSON.stringify({ id: 'u', method: 'userDataStream.subscribe.signature', params: sign({}) }))
      for (let first = 0; first < ORDERS_ON_THEIR_WAY; first += 1) place()
      while (answered < 150) await new Promise((resolve) => { setTimeout(resolve, 10) })
      await server.end('SIGKILL')
      await server.launch()
      assert.ok(reported.size > 100 && trades.size > 50, `${reported.size} orders, ${trades.size} trades were told of`)
      const { body: orders } = await signedCall<{ orderId: number; executedQty: string }[]>(server.demo.rest, key, 'GET', '/api/v3/allOrders', { symbol: 'BTCUSDT', limit: 1_000 })
      const kept = new Map(orders.map((order) => [order.orderId, order]))
      const oldest = Math.min(...kept.keys())
      for (const { i, z } of reported.values()) if (i >= oldest) assert.ok(Number(kept.get(i)?.executedQty) >= Number(z), `round ${round}: order ${i} was told of with ${z} filled`)
      const { body: newest } = await publicCall<{ id: number }[]>(server.demo.rest, '/api/v3/trades', { symbol: 'BTCUSDT', limit: 1_000 })
      const ids = new Set(newest.map(({ id }) => id))
      const first = Math.min(...ids)
      for (const id of trades) if (id >= first) assert.ok(ids.has(id), `round ${round}: trade ${id} was told of`)
    }
  } finally {
    await server.stop()
  }
})
