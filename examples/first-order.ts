// Places an order far from the market, looks at it and takes it back.
//
//   BITTING_URL=http://127.0.0.1:8080 BITTING_API_KEY=… BITTING_SECRET_KEY=… node examples/first-order.ts
import { BittingClient, credentialFromEnvironment } from 'bitting/client'

const client = new BittingClient({
  baseUrl: process.env['BITTING_URL'] ?? 'http://127.0.0.1:8080',
  credential: await credentialFromEnvironment(),
  userAgent: 'first-order/1.0',
})

const { body: ticker } = await client.public<{ price: string }>('/api/v3/ticker/price', { symbol: 'BTCUSDT' })
const price = String(Math.floor(Number(ticker.price) * 0.9))

const { body: placed } = await client.signed<{ orderId: number }>('POST', '/api/v3/order', {
  symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price,
})
const { body: found } = await client.signed<{ status: string; price: string }>('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: placed.orderId })
console.log(`placed ${placed.orderId} at ${found.price}: ${found.status}`)

const { body: cancelled } = await client.signed<{ status: string }>('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: placed.orderId })
console.log(`taken back: ${cancelled.status}`)
