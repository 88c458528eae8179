import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { ed25519FuturesKey } from '../harness/ed25519-futures-key.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'

let server: RunningServer
let key: DemoKeyFile

before(async () => {
  server = await RunningServer.start()
  key = await ed25519FuturesKey(server.demo)
})
after(async () => { await server.stop() })

interface Answer { readonly id: number; readonly status: number; readonly result: any; readonly error?: { readonly code: number } } // read field by field

/** A connection to the socket API of futures, over the wire. */
const connected = async () => {
  const socket = new WebSocket(`${server.demo.ws}/ws-fapi/v1`)
  await once(socket, 'open')
  let id = 0
  const asks = async (method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Answer> => {
    socket.send(JSON.stringify({ id: ++id, method, params }))
    const [text] = await once(socket, 'message') as [Buffer]
    return JSON.parse(text.toString()) as Answer
  }
  const logsOn = ({ apiKey, privateKey = '' }: DemoKeyFile): Promise<Answer> => {
    const timestamp = Date.now()
    return asks('session.logon', { apiKey, timestamp, signature: sign(null, Buffer.from(`apiKey=${apiKey}&timestamp=${timestamp}`), privateKey).toString('base64') })
  }
  return { asks, logsOn, close: () => socket.close() }
}

const price = async (): Promise<string> => {
  const { markPrice } = await (await fetch(`${server.demo.rest}/fapi/v1/premiumIndex?symbol=ETHUSDT`)).json() as { markPrice: string }
  return (Number(markPrice) * 0.97).toFixed(2)
}

test('a session that is logged on with an Ed25519 key trades and reads futures without signatures, until it logs out', async () => {
  const { asks, logsOn, close } = await connected()
  const { status, result } = await logsOn(key)
  assert.deepEqual([status, result.apiKey], [200, key.apiKey])
  const order = { symbol: 'ETHUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.05', price: await price() }
  const placed = await asks('order.place', { ...order, timestamp: Date.now() })
  assert.deepEqual([placed.status, placed.result.status], [200, 'NEW'])
  const { orderId } = placed.result
  assert.equal((await asks('order.status', { symbol: 'ETHUSDT', orderId, timestamp: Date.now() })).result.status, 'NEW')
  assert.equal((await asks('order.cancel', { symbol: 'ETHUSDT', orderId, timestamp: Date.now() })).result.status, 'CANCELED')
  assert.ok((await asks('v2/account.balance', { timestamp: Date.now() })).result.length > 0)
  assert.equal((await asks('session.logout')).result.apiKey, null)
  assert.equal((await asks('order.place', { ...order, timestamp: Date.now() })).status, 401)
  close()
})

test('a session of a key without the right to futures reads them, and trades none', async () => {
  const { asks, logsOn, close } = await connected()
  assert.equal((await logsOn(server.demo.keys.ed25519)).status, 200)
  assert.equal((await asks('v2/account.balance', { timestamp: Date.now() })).status, 200)
  const refused = await asks('order.place', { symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '0.05', timestamp: Date.now() })
  assert.deepEqual([refused.status, refused.error?.code], [401, -2015])
  close()
})
