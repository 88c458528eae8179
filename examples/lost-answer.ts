// An order whose answer never came: looked up by the name that it was given, and placed again only where it does not stand.
//
//   BITTING_URL=… BITTING_API_KEY=… BITTING_SECRET_KEY=… node examples/lost-answer.ts
import { BittingClient, credentialFromEnvironment, OutcomeUnknown, Refused } from 'bitting/client'

interface Order {
  readonly orderId: number
  readonly status: string
}

const client = new BittingClient({ baseUrl: process.env['BITTING_URL'] ?? 'http://127.0.0.1:8080', credential: await credentialFromEnvironment(), timeoutMs: 3_000 })
const NO_SUCH_ORDER = -2013

/** The order of that name, if it stands. */
const find = async (symbol: string, origClientOrderId: string): Promise<Order | undefined> => {
  try {
    return (await client.signed<Order>('GET', '/api/v3/order', { symbol, origClientOrderId })).body
  } catch (error) {
    if (error instanceof Refused && error.code === NO_SUCH_ORDER) return undefined
    throw error
  }
}

/** Places an order once, whatever happens on the way. The name is the same at each try, so that two tries are never two orders. */
const placeOnce = async (newClientOrderId: string): Promise<Order> => {
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '20000', newClientOrderId }
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      return (await client.signed<Order>('POST', '/api/v3/order', order)).body
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error
      console.log(error.message)
      const found = await find(order.symbol, newClientOrderId)
      if (found) return found
    }
  }
  throw new Error(`${newClientOrderId} could not be placed.`)
}

const placed = await placeOnce(`example-${Date.now()}`)
console.log(`it stands once: ${placed.orderId} ${placed.status}`)
await client.signed('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: placed.orderId })
