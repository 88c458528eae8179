import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MainClient, WebsocketAPIClient, WebsocketClient } from 'binance'
import { type DemoKeyFile, RunningServer } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

const settings = (key: DemoKeyFile) => ({ api_key: key.apiKey, api_secret: key.secretKey ?? key.privateKey ?? '' })
const silent = { trace: () => {}, info: () => {}, error: () => {} }

interface Heard { readonly streamName?: string; readonly e?: string }

/** Opens a client, and gives what it is told until `isEnough`. */
const heard = (client: WebsocketClient, isEnough: (message: Heard) => boolean): Promise<Heard> =>
  new Promise((resolve) => client.on('message', (message) => {
    // The wire sends objects of this form; the client passes them on as they came.
    if (isEnough(message as Heard)) resolve(message as Heard)
  }))

test('binance hears trades and books', async () => {
  const client = new WebsocketClient({ ...settings(server.demo.keys.read), wsUrl: server.demo.ws }, silent)
  try {
    const trade = heard(client, ({ streamName, e }) => streamName === 'btcusdt@trade' && e === 'trade')
    const depth = heard(client, ({ streamName, e }) => streamName === 'btcusdt@depth@100ms' && e === 'depthUpdate')
    await client.subscribe(['btcusdt@trade', 'btcusdt@depth@100ms'], 'main')
    assert.ok(await trade)
    assert.ok(await depth)
  } finally {
    client.closeAll(true)
  }
})

test('binance hears an account by the listenKey that it asked for', async () => {
  const rest = new MainClient({ ...settings(server.demo.keys.trade), baseUrl: server.demo.rest })
  const { listenKey } = await rest.getSpotUserDataListenKey()
  const client = new WebsocketClient({ ...settings(server.demo.keys.trade), wsUrl: server.demo.ws }, silent)
  try {
    const report = heard(client, ({ e }) => e === 'executionReport')
    await client.subscribeSpotUserDataStreamWithListenKey('main', listenKey)
    await rest.submitNewOrder({ symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: 0.01 })
    assert.ok(await report)
    await rest.keepAliveSpotUserDataListenKey(listenKey)
    await rest.closeSpotUserDataListenKey(listenKey)
  } finally {
    client.closeAll(true)
  }
})

for (const kind of ['trade', 'ed25519'] as const) {
  test(`binance trades over the socket API with the ${kind} key`, async () => {
    const client = new WebsocketAPIClient({ ...settings(server.demo.keys[kind]), wsUrl: server.demo.ws, attachEventListeners: false }, silent)
    try {
      // The client leaves the time to its user, though its type does not name it.
      const order = { symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: 0.01, newOrderRespType: 'FULL', timestamp: Date.now() } as const
      const placed = await client.submitNewSpotOrder(order)
      assert.equal(placed.status, 200)
      const { result } = await client.getSpotAccountInformation({ timestamp: Date.now() })
      assert.ok(result.balances.length > 0)
    } finally {
      client.disconnectAll()
    }
  })
}
