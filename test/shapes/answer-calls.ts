import type { CallParameters } from '../harness/in-process.ts'
import type { AnswerName } from './conditional-fields.ts'
import { FUTURES_CALLS } from './futures-calls.ts'
import { MARGIN_CALLS } from './margin-calls.ts'
import { SUB_ACCOUNT_CALLS } from './sub-account-calls.ts'

/** Calls an endpoint as an account with every right and funds, on a venue whose BTCUSDT market is alive; rows for sub-accounts as its first one. */
export type CallApi = (method: string, path: string, parameters?: CallParameters) => Promise<{ readonly status: number; readonly body: unknown }>

const SYMBOL = 'BTCUSDT'
const QUANTITY = '0.001'
/** From Bitcoin's wiki: a well-formed address that nobody can spend from. */
const BITCOIN_ADDRESS = '1BitcoinEaterAddressDontSendf59kuE'

interface Placed { readonly orderId: number; readonly clientOrderId: string; readonly orderListId: number }

/** Orders and movements that the calls below ask about, each made when first needed. */
class Story {
  readonly #api: CallApi
  #last: Promise<number> | undefined
  #bought: Promise<unknown> | undefined
  #withdrawn: Promise<unknown> | undefined
  #converted: Promise<unknown> | undefined

  constructor(api: CallApi) {
    this.#api = api
  }

  async ok(method: string, path: string, parameters: CallParameters = {}): Promise<unknown> {
    const { status, body } = await this.#api(method, path, parameters)
    if (status !== 200) throw new Error(`${method} ${path} ${JSON.stringify(parameters)} → ${status} ${JSON.stringify(body)}`)
    return body
  }

  /** A price at so many times the last one, on the market's tick. */
  async price(times: number): Promise<string> {
    this.#last ??= this.ok('GET', '/api/v3/ticker/price', { symbol: SYMBOL }).then((body) => Number((body as { price: string }).price))
    return ((await this.#last) * times).toFixed(2)
  }

  /** A market order that fills at once. */
  buys(): Promise<unknown> {
    return this.#bought ??= this.ok('POST', '/api/v3/order', { symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: QUANTITY })
  }

  async rests(further: CallParameters = {}): Promise<Placed> {
    return await this.ok('POST', '/api/v3/order', { ...await this.restingOrder(), ...further }) as Placed
  }

  async restingOrder(): Promise<CallParameters> {
    return { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.002', price: await this.price(0.8) }
  }

  /** A pegged order, one level behind the best. */
  async follows(): Promise<Placed> {
    return await this.ok('POST', '/api/v3/order', { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.002', pegPriceType: 'PRIMARY_PEG', pegOffsetType: 'PRICE_LEVEL', pegOffsetValue: 1 }) as Placed
  }

  /** An order that takes from the books of both of Bitcoin's markets. */
  async routes(): Promise<Placed> {
    return await this.ok('POST', '/api/v3/sor/order', { symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: QUANTITY }) as Placed
  }

  async stopOrder(): Promise<CallParameters> {
    return { symbol: SYMBOL, side: 'SELL', type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC', quantity: QUANTITY, price: await this.price(0.69), stopPrice: await this.price(0.7) }
  }

  async ocoLegs(): Promise<CallParameters> {
    return {
      aboveType: 'LIMIT_MAKER', abovePrice: await this.price(1.3),
      belowType: 'STOP_LOSS_LIMIT', belowStopPrice: await this.price(0.71), belowPrice: await this.price(0.7), belowTimeInForce: 'GTC',
    }
  }

  async oco(): Promise<Placed> {
    return await this.ok('POST', '/api/v3/orderList/oco', { symbol: SYMBOL, side: 'SELL', quantity: QUANTITY, ...await this.ocoLegs() }) as Placed
  }

  async workingOrder(): Promise<CallParameters> {
    return { symbol: SYMBOL, workingType: 'LIMIT', workingSide: 'BUY', workingPrice: await this.price(0.8), workingQuantity: QUANTITY, workingTimeInForce: 'GTC', pendingSide: 'SELL', pendingQuantity: QUANTITY }
  }

  /**
   * Our offer stands last at the best price, so whoever buys all of that level meets us at its end: we do. Where others
   * moved the price in between, again.
   */
  async meetsItself(selfTradePreventionMode: string): Promise<Placed> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const { askPrice, askQty } = await this.ok('GET', '/api/v3/ticker/bookTicker', { symbol: SYMBOL }) as { askPrice: string; askQty: string }
      const own = { symbol: SYMBOL, type: 'LIMIT', timeInForce: 'GTC', price: askPrice }
      await this.ok('POST', '/api/v3/order', { ...own, side: 'SELL', quantity: QUANTITY })
      const taker = await this.ok('POST', '/api/v3/order', { ...own, side: 'BUY', quantity: (Number(askQty) + 0.01).toFixed(5), selfTradePreventionMode }) as Placed
      const prevented = await this.ok('GET', '/api/v3/myPreventedMatches', { symbol: SYMBOL, orderId: taker.orderId }) as unknown[]
      if (prevented.length > 0) return taker
    }
    throw new Error('no order of ours met another')
  }

  async converts(): Promise<{ readonly orderId: string; readonly createTime: number }> {
    const { quoteId } = await this.ok('POST', '/sapi/v1/convert/getQuote', { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: '100' }) as { quoteId: string }
    return await this.ok('POST', '/sapi/v1/convert/acceptQuote', { quoteId }) as { orderId: string; createTime: number }
  }

  async waitsToConvert(): Promise<{ readonly orderId: number }> {
    return await this.ok('POST', '/sapi/v1/convert/limit/placeOrder', { baseAsset: 'BTC', quoteAsset: 'USDT', side: 'BUY', limitPrice: await this.price(0.5), baseAmount: '0.001', expiredType: '1_D' }) as { orderId: number }
  }

  /** Sends nearly all of an asset away, so that what is left is dust. */
  async leavesDust(asset: string): Promise<void> {
    const held = await this.ok('POST', '/sapi/v3/asset/getUserAsset', { asset }) as { free: string }[]
    const amount = Math.floor(Number(held[0]?.free ?? '0')) - 1
    await this.ok('POST', '/sapi/v1/capital/withdraw/apply', { coin: asset, network: 'BSC', address: `0x${'a'.repeat(40)}`, amount })
  }

  dustBecomesBnb(): Promise<unknown> {
    return this.#converted ??= this.leavesDust('DOGE').then(() => this.ok('POST', '/sapi/v1/asset/dust', { asset: ['DOGE'] }))
  }

  withdraws(): Promise<unknown> {
    return this.#withdrawn ??= this.ok('POST', '/sapi/v1/capital/withdraw/apply', { coin: 'BTC', network: 'BTC', address: BITCOIN_ADDRESS, amount: '0.01', name: 'cold store', withdrawOrderId: 'shapes-1' })
  }
}

type Bodies = (story: Story) => Promise<readonly unknown[]>

/** The body of one call without preparation. */
const plain = (method: string, path: string, ...calls: readonly CallParameters[]): Bodies => async (story) => {
  const bodies: unknown[] = []
  for (const parameters of calls.length > 0 ? calls : [{}]) bodies.push(await story.ok(method, path, parameters))
  return bodies
}

const TWO_SYMBOLS = { symbols: '["BTCUSDT","ETHUSDT"]' }
const ONE_SYMBOL = { symbol: SYMBOL }

/** How every answer is brought about, with every variant and condition that has fields of its own. */
const CALLS: { readonly [Name in AnswerName]?: Bodies } = {
  'GET /api/v3/ping': plain('GET', '/api/v3/ping'),
  'GET /api/v3/time': plain('GET', '/api/v3/time'),
  'GET /api/v3/exchangeInfo': plain('GET', '/api/v3/exchangeInfo', {}, ONE_SYMBOL),
  'GET /api/v3/depth': plain('GET', '/api/v3/depth', ONE_SYMBOL),
  'GET /api/v3/trades': plain('GET', '/api/v3/trades', ONE_SYMBOL),
  'GET /api/v3/historicalTrades': plain('GET', '/api/v3/historicalTrades', ONE_SYMBOL),
  'GET /api/v3/historicalBlockTrades': plain('GET', '/api/v3/historicalBlockTrades', ONE_SYMBOL),
  'GET /api/v3/aggTrades': plain('GET', '/api/v3/aggTrades', ONE_SYMBOL),
  'GET /api/v3/klines': plain('GET', '/api/v3/klines', { ...ONE_SYMBOL, interval: '1m' }),
  'GET /api/v3/uiKlines': plain('GET', '/api/v3/uiKlines', { ...ONE_SYMBOL, interval: '1m' }),
  'GET /api/v3/avgPrice': plain('GET', '/api/v3/avgPrice', ONE_SYMBOL),
  'GET /api/v3/ticker/24hr': plain('GET', '/api/v3/ticker/24hr', ONE_SYMBOL, TWO_SYMBOLS, {}),
  'GET /api/v3/ticker/24hr MINI': plain('GET', '/api/v3/ticker/24hr', { ...ONE_SYMBOL, type: 'MINI' }, { type: 'MINI' }),
  'GET /api/v3/ticker/tradingDay': plain('GET', '/api/v3/ticker/tradingDay', ONE_SYMBOL, TWO_SYMBOLS),
  'GET /api/v3/ticker/tradingDay MINI': plain('GET', '/api/v3/ticker/tradingDay', { ...ONE_SYMBOL, type: 'MINI' }, { ...TWO_SYMBOLS, type: 'MINI' }),
  'GET /api/v3/ticker/price': plain('GET', '/api/v3/ticker/price', ONE_SYMBOL, TWO_SYMBOLS, {}),
  'GET /api/v3/ticker/bookTicker': plain('GET', '/api/v3/ticker/bookTicker', ONE_SYMBOL, TWO_SYMBOLS, {}),
  'GET /api/v3/ticker': plain('GET', '/api/v3/ticker', ONE_SYMBOL, { ...TWO_SYMBOLS, windowSize: '1h' }),
  'GET /api/v3/ticker MINI': plain('GET', '/api/v3/ticker', { ...ONE_SYMBOL, type: 'MINI' }, { ...TWO_SYMBOLS, type: 'MINI' }),
  'GET /api/v3/executionRules': plain('GET', '/api/v3/executionRules', {}, ONE_SYMBOL, TWO_SYMBOLS),
  'GET /api/v3/referencePrice': plain('GET', '/api/v3/referencePrice', ONE_SYMBOL),
  'GET /api/v3/referencePrice/calculation': plain('GET', '/api/v3/referencePrice/calculation', ONE_SYMBOL),

  'POST /api/v3/order': async (story) => [
    await story.buys(),
    await story.ok('POST', '/api/v3/order', { ...await story.restingOrder(), icebergQty: '0.001', strategyId: 7, strategyType: 1_000_001, newOrderRespType: 'FULL' }),
    await story.ok('POST', '/api/v3/order', { ...await story.stopOrder(), newOrderRespType: 'FULL' }),
    await story.ok('POST', '/api/v3/order', { symbol: SYMBOL, side: 'SELL', type: 'STOP_LOSS', quantity: QUANTITY, trailingDelta: 1000, newOrderRespType: 'FULL' }),
    await story.ok('POST', '/api/v3/order', { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'IOC', quantity: QUANTITY, price: await story.price(0.8), newOrderRespType: 'FULL' }),
  ],
  'POST /api/v3/order RESULT': async (story) => [
    await story.ok('POST', '/api/v3/order', { ...await story.restingOrder(), newOrderRespType: 'RESULT' }),
    await story.ok('POST', '/api/v3/order', { ...await story.stopOrder(), newOrderRespType: 'RESULT' }),
  ],
  'POST /api/v3/order ACK': async (story) => [
    await story.ok('POST', '/api/v3/order', { ...await story.restingOrder(), newOrderRespType: 'ACK' }),
    await story.ok('POST', '/api/v3/order', await story.stopOrder()),
    await story.ok('POST', '/api/v3/order', { symbol: SYMBOL, side: 'BUY', type: 'LIMIT_MAKER', quantity: QUANTITY, price: await story.price(0.8) }),
  ],
  'POST /api/v3/order/test': async (story) => [await story.ok('POST', '/api/v3/order/test', await story.restingOrder())],
  'POST /api/v3/order/test RATES': async (story) => [await story.ok('POST', '/api/v3/order/test', { ...await story.restingOrder(), computeCommissionRates: true })],
  'POST /api/v3/sor/order': async (story) => [await story.routes()],
  'POST /api/v3/sor/order/test': async (story) => [await story.ok('POST', '/api/v3/sor/order/test', await story.restingOrder())],
  'POST /api/v3/sor/order/test RATES': async (story) => [await story.ok('POST', '/api/v3/sor/order/test', { ...await story.restingOrder(), computeCommissionRates: true })],
  'DELETE /api/v3/order': async (story) => {
    const plainOrder = await story.rests()
    const iceberg = await story.rests({ icebergQty: '0.001', strategyId: 7 })
    const stop = await story.ok('POST', '/api/v3/order', await story.stopOrder()) as Placed
    return [
      await story.ok('DELETE', '/api/v3/order', { symbol: SYMBOL, orderId: plainOrder.orderId }),
      await story.ok('DELETE', '/api/v3/order', { symbol: SYMBOL, origClientOrderId: iceberg.clientOrderId }),
      await story.ok('DELETE', '/api/v3/order', { symbol: SYMBOL, orderId: stop.orderId }),
      await story.ok('DELETE', '/api/v3/order', { symbol: SYMBOL, orderId: (await story.follows()).orderId }),
    ]
  },
  'DELETE /api/v3/order LIST': async (story) => {
    const { orders } = await story.oco() as Placed & { orders: Placed[] }
    return [await story.ok('DELETE', '/api/v3/order', { symbol: SYMBOL, orderId: orders[0]?.orderId ?? 0 })]
  },
  'DELETE /api/v3/openOrders': async (story) => {
    await story.rests()
    await story.oco()
    return [await story.ok('DELETE', '/api/v3/openOrders', ONE_SYMBOL)]
  },
  'POST /api/v3/order/cancelReplace': async (story) => {
    const { orderId } = await story.rests()
    return [await story.ok('POST', '/api/v3/order/cancelReplace', { ...await story.restingOrder(), cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: orderId, newOrderRespType: 'FULL' })]
  },
  'PUT /api/v3/order/amend/keepPriority': async (story) => {
    const { orderId } = await story.rests()
    const list = await story.ok('POST', '/api/v3/orderList/oto', { ...await story.workingOrder(), workingQuantity: '0.002', pendingType: 'LIMIT_MAKER', pendingPrice: await story.price(1.3) }) as Placed & { orders: Placed[] }
    const working = list.orders[0]
    return [
      await story.ok('PUT', '/api/v3/order/amend/keepPriority', { symbol: SYMBOL, orderId, newQty: '0.001' }),
      await story.ok('PUT', '/api/v3/order/amend/keepPriority', { symbol: SYMBOL, orderId: working?.orderId ?? 0, newQty: '0.001' }),
    ]
  },
  'POST /api/v3/order/oco': async (story) => [
    await story.ok('POST', '/api/v3/order/oco', { symbol: SYMBOL, side: 'SELL', quantity: QUANTITY, price: await story.price(1.3), stopPrice: await story.price(0.71), stopLimitPrice: await story.price(0.7), stopLimitTimeInForce: 'GTC' }),
  ],
  'POST /api/v3/orderList/oco': async (story) => [await story.oco()],
  'POST /api/v3/orderList/oto': async (story) => [
    await story.ok('POST', '/api/v3/orderList/oto', { ...await story.workingOrder(), pendingType: 'LIMIT_MAKER', pendingPrice: await story.price(1.3) }),
  ],
  'POST /api/v3/orderList/otoco': async (story) => [
    await story.ok('POST', '/api/v3/orderList/otoco', {
      ...await story.workingOrder(),
      pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: await story.price(1.3), pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: await story.price(0.6),
    }),
  ],
  'POST /api/v3/orderList/opo': async (story) => {
    const { pendingQuantity, ...paying } = await story.workingOrder()
    return [await story.ok('POST', '/api/v3/orderList/opo', { ...paying, pendingType: 'LIMIT_MAKER', pendingPrice: await story.price(1.3) })]
  },
  'POST /api/v3/orderList/opoco': async (story) => {
    const { pendingQuantity, ...paying } = await story.workingOrder()
    return [await story.ok('POST', '/api/v3/orderList/opoco', {
      ...paying, pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: await story.price(1.3), pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: await story.price(0.6),
    })]
  },
  'DELETE /api/v3/orderList': async (story) => {
    const { orderListId } = await story.oco()
    return [await story.ok('DELETE', '/api/v3/orderList', { symbol: SYMBOL, orderListId })]
  },
  'GET /api/v3/account': async (story) => [await story.ok('GET', '/api/v3/account')],
  'GET /api/v3/order': async (story) => {
    const orders = [
      await story.buys() as Placed, await story.rests({ icebergQty: '0.001', strategyId: 7, strategyType: 1_000_001 }),
      await story.ok('POST', '/api/v3/order', await story.stopOrder()) as Placed,
      await story.ok('POST', '/api/v3/order', { symbol: SYMBOL, side: 'SELL', type: 'STOP_LOSS', quantity: QUANTITY, trailingDelta: 1000 }) as Placed,
      await story.rests({ timeInForce: 'IOC' }),
      await story.follows(),
      await story.routes(),
      await story.meetsItself('EXPIRE_TAKER'),
    ]
    return Promise.all(orders.map(({ orderId }) => story.ok('GET', '/api/v3/order', { symbol: SYMBOL, orderId })))
  },
  'GET /api/v3/openOrders': async (story) => {
    await story.rests()
    await story.ok('POST', '/api/v3/order', await story.stopOrder())
    return [await story.ok('GET', '/api/v3/openOrders', ONE_SYMBOL), await story.ok('GET', '/api/v3/openOrders')]
  },
  'GET /api/v3/allOrders': async (story) => {
    await story.buys()
    return [await story.ok('GET', '/api/v3/allOrders', ONE_SYMBOL)]
  },
  'GET /api/v3/orderList': async (story) => [await story.ok('GET', '/api/v3/orderList', { orderListId: (await story.oco()).orderListId })],
  'GET /api/v3/allOrderList': async (story) => {
    await story.oco()
    return [await story.ok('GET', '/api/v3/allOrderList')]
  },
  'GET /api/v3/openOrderList': async (story) => {
    await story.oco()
    return [await story.ok('GET', '/api/v3/openOrderList')]
  },
  'GET /api/v3/myTrades': async (story) => {
    await story.buys()
    return [await story.ok('GET', '/api/v3/myTrades', ONE_SYMBOL)]
  },
  'POST /api/v3/userDataStream': plain('POST', '/api/v3/userDataStream'),
  'PUT /api/v3/userDataStream': async (story) => [await story.ok('PUT', '/api/v3/userDataStream', await story.ok('POST', '/api/v3/userDataStream') as CallParameters)],
  'DELETE /api/v3/userDataStream': async (story) => [await story.ok('DELETE', '/api/v3/userDataStream', await story.ok('POST', '/api/v3/userDataStream') as CallParameters)],
  'POST /fapi/v1/listenKey': plain('POST', '/fapi/v1/listenKey'),
  'PUT /fapi/v1/listenKey': async (story) => [await story.ok('POST', '/fapi/v1/listenKey').then(() => story.ok('PUT', '/fapi/v1/listenKey'))],
  'DELETE /fapi/v1/listenKey': async (story) => [await story.ok('DELETE', '/fapi/v1/listenKey', await story.ok('POST', '/fapi/v1/listenKey') as CallParameters)],
  'POST /sapi/v1/margin/listen-key': plain('POST', '/sapi/v1/margin/listen-key'),
  'PUT /sapi/v1/margin/listen-key': async (story) => [await story.ok('PUT', '/sapi/v1/margin/listen-key', await story.ok('POST', '/sapi/v1/margin/listen-key') as CallParameters)],
  'DELETE /sapi/v1/margin/listen-key': async (story) => [await story.ok('DELETE', '/sapi/v1/margin/listen-key', await story.ok('POST', '/sapi/v1/margin/listen-key') as CallParameters)],
  'POST /sapi/v1/userListenToken': plain('POST', '/sapi/v1/userListenToken', {}, { isIsolated: 'true', symbol: 'BTCUSDT' }),
  'GET /api/v3/rateLimit/order': plain('GET', '/api/v3/rateLimit/order'),
  'GET /api/v3/myPreventedMatches': async (story) => {
    const bodies: unknown[] = []
    for (const mode of ['EXPIRE_MAKER', 'EXPIRE_TAKER']) bodies.push(await story.ok('GET', '/api/v3/myPreventedMatches', { symbol: SYMBOL, orderId: (await story.meetsItself(mode)).orderId }))
    return bodies
  },
  'GET /api/v3/myAllocations': async (story) => {
    await story.routes()
    return [await story.ok('GET', '/api/v3/myAllocations', ONE_SYMBOL)]
  },
  'GET /api/v3/account/commission': plain('GET', '/api/v3/account/commission', ONE_SYMBOL),
  'GET /api/v3/order/amendments': async (story) => {
    const { orderId } = await story.rests()
    await story.ok('PUT', '/api/v3/order/amend/keepPriority', { symbol: SYMBOL, orderId, newQty: '0.001' })
    return [await story.ok('GET', '/api/v3/order/amendments', { symbol: SYMBOL, orderId })]
  },
  'GET /api/v3/myFilters': plain('GET', '/api/v3/myFilters', ONE_SYMBOL),

  'GET /sapi/v1/system/status': plain('GET', '/sapi/v1/system/status'),
  'GET /sapi/v1/account/apiRestrictions': plain('GET', '/sapi/v1/account/apiRestrictions'),
  'GET /sapi/v1/account/status': plain('GET', '/sapi/v1/account/status'),
  'GET /sapi/v1/account/apiTradingStatus': plain('GET', '/sapi/v1/account/apiTradingStatus'),
  'GET /sapi/v1/account/info': plain('GET', '/sapi/v1/account/info'),
  'POST /sapi/v1/account/enableFastWithdrawSwitch': plain('POST', '/sapi/v1/account/enableFastWithdrawSwitch'),
  'POST /sapi/v1/account/disableFastWithdrawSwitch': plain('POST', '/sapi/v1/account/disableFastWithdrawSwitch'),
  'GET /sapi/v1/capital/config/getall': plain('GET', '/sapi/v1/capital/config/getall'),
  'GET /sapi/v1/capital/deposit/address': plain('GET', '/sapi/v1/capital/deposit/address', { coin: 'BTC' }, { coin: 'USDT', network: 'TRX' }, { coin: 'XRP' }),
  'GET /sapi/v1/capital/deposit/address/list': plain('GET', '/sapi/v1/capital/deposit/address/list', { coin: 'USDT' }),
  'GET /sapi/v1/accountSnapshot': plain('GET', '/sapi/v1/accountSnapshot', { type: 'SPOT' }, { type: 'MARGIN' }, { type: 'FUTURES' }),
  'POST /sapi/v1/capital/deposit/credit-apply': async (story) => {
    const [deposit] = await story.ok('GET', '/sapi/v1/capital/deposit/hisrec') as { id: string }[]
    return [await story.ok('POST', '/sapi/v1/capital/deposit/credit-apply', { depositId: deposit?.id ?? '' })]
  },
  'GET /sapi/v1/localentity/questionnaire-requirements': plain('GET', '/sapi/v1/localentity/questionnaire-requirements'),
  'POST /sapi/v1/localentity/withdraw/apply': plain('POST', '/sapi/v1/localentity/withdraw/apply', { coin: 'BTC', network: 'BTC', address: BITCOIN_ADDRESS, amount: '0.01', questionnaire: '{}' }),
  'GET /sapi/v1/capital/deposit/hisrec': plain('GET', '/sapi/v1/capital/deposit/hisrec', {}, { includeSource: true }),
  'POST /sapi/v1/capital/withdraw/apply': async (story) => [await story.withdraws()],
  'GET /sapi/v1/capital/withdraw/history': async (story) => {
    await story.withdraws()
    await story.ok('POST', '/sapi/v1/capital/withdraw/apply', { coin: 'XRP', address: 'rrrrrrrrrrrrrrrrrrrrBZbvji', addressTag: '7', amount: '20' })
    return [await story.ok('GET', '/sapi/v1/capital/withdraw/history')]
  },
  'GET /sapi/v1/capital/withdraw/address/list': async (story) => {
    await story.withdraws()
    return [await story.ok('GET', '/sapi/v1/capital/withdraw/address/list')]
  },
  'GET /sapi/v1/capital/withdraw/quota': plain('GET', '/sapi/v1/capital/withdraw/quota'),
  'POST /sapi/v3/asset/getUserAsset': plain('POST', '/sapi/v3/asset/getUserAsset', {}, { needBtcValuation: true }),
  'POST /sapi/v1/asset/transfer': plain('POST', '/sapi/v1/asset/transfer', { type: 'MAIN_FUNDING', asset: 'USDT', amount: '10' }),
  'GET /sapi/v1/asset/transfer': async (story) => {
    await story.ok('POST', '/sapi/v1/asset/transfer', { type: 'MAIN_FUNDING', asset: 'USDT', amount: '10' })
    return [await story.ok('GET', '/sapi/v1/asset/transfer', { type: 'MAIN_FUNDING' })]
  },
  'POST /sapi/v1/asset/get-funding-asset': async (story) => {
    await story.ok('POST', '/sapi/v1/asset/transfer', { type: 'MAIN_FUNDING', asset: 'USDT', amount: '10' })
    return [await story.ok('POST', '/sapi/v1/asset/get-funding-asset'), await story.ok('POST', '/sapi/v1/asset/get-funding-asset', { asset: 'USDT', needBtcValuation: true })]
  },
  'GET /sapi/v1/asset/wallet/balance': plain('GET', '/sapi/v1/asset/wallet/balance', {}, { quoteAsset: 'USDT' }),
  'GET /sapi/v1/asset/assetDetail': plain('GET', '/sapi/v1/asset/assetDetail', {}, { asset: 'BTC' }),
  'GET /sapi/v1/asset/tradeFee': plain('GET', '/sapi/v1/asset/tradeFee', {}, ONE_SYMBOL),
  'GET /sapi/v1/asset/assetDividend': plain('GET', '/sapi/v1/asset/assetDividend'),
  'POST /sapi/v1/asset/dust-btc': async (story) => {
    await story.leavesDust('ADA')
    return [await story.ok('POST', '/sapi/v1/asset/dust-btc')]
  },
  'POST /sapi/v1/asset/dust': async (story) => [await story.dustBecomesBnb()],
  'GET /sapi/v1/asset/dribblet': async (story) => {
    await story.dustBecomesBnb()
    return [await story.ok('GET', '/sapi/v1/asset/dribblet')]
  },
  'GET /sapi/v1/convert/exchangeInfo': plain('GET', '/sapi/v1/convert/exchangeInfo', {}, { fromAsset: 'BTC' }),
  'GET /sapi/v1/convert/assetInfo': plain('GET', '/sapi/v1/convert/assetInfo'),
  'POST /sapi/v1/convert/getQuote': plain('POST', '/sapi/v1/convert/getQuote', { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: '100' }, { fromAsset: 'USDT', toAsset: 'ETH', toAmount: '0.01', validTime: '1m' }),
  'POST /sapi/v1/convert/acceptQuote': async (story) => [await story.converts()],
  'GET /sapi/v1/convert/orderStatus': async (story) => [await story.ok('GET', '/sapi/v1/convert/orderStatus', { orderId: (await story.converts()).orderId })],
  'GET /sapi/v1/convert/tradeFlow': async (story) => {
    const { createTime } = await story.converts()
    return [await story.ok('GET', '/sapi/v1/convert/tradeFlow', { startTime: createTime - 1_000, endTime: createTime + 1_000 })]
  },
  'POST /sapi/v1/convert/limit/placeOrder': async (story) => [await story.waitsToConvert()],
  'POST /sapi/v1/convert/limit/cancelOrder': async (story) => [await story.ok('POST', '/sapi/v1/convert/limit/cancelOrder', { orderId: (await story.waitsToConvert()).orderId })],
  'POST /sapi/v1/convert/limit/queryOpenOrders': async (story) => {
    await story.waitsToConvert()
    return [await story.ok('POST', '/sapi/v1/convert/limit/queryOpenOrders')]
  },
  'GET /sapi/v1/bnbBurn': plain('GET', '/sapi/v1/bnbBurn'),
  'POST /sapi/v1/bnbBurn': plain('POST', '/sapi/v1/bnbBurn', { spotBNBBurn: 'true' }, { spotBNBBurn: 'false' }),
  'GET /sapi/v1/spot/delist-schedule': plain('GET', '/sapi/v1/spot/delist-schedule'),
  'GET /sapi/v1/spot/open-symbol-list': plain('GET', '/sapi/v1/spot/open-symbol-list'),

  'GET /sapi/v1/margin/allPairs': plain('GET', '/sapi/v1/margin/allPairs'),
  'GET /sapi/v1/margin/isolated/allPairs': plain('GET', '/sapi/v1/margin/isolated/allPairs'),
  ...MARGIN_CALLS,
  ...SUB_ACCOUNT_CALLS,
  'GET /fapi/v1/ping': plain('GET', '/fapi/v1/ping'),
  'GET /fapi/v1/time': plain('GET', '/fapi/v1/time'),
  ...FUTURES_CALLS,
  'GET /dapi/v1/ping': plain('GET', '/dapi/v1/ping'),
  'GET /dapi/v1/time': plain('GET', '/dapi/v1/time'),
  'GET /dapi/v1/exchangeInfo': plain('GET', '/dapi/v1/exchangeInfo'),
}

export interface AnswerCall {
  readonly name: AnswerName
  /** Makes the calls and gives the body of each answer. */
  readonly bodies: () => Promise<readonly unknown[]>
}

/** Every answer of an endpoint (`GET /api/v3/order`), its variants included; none where nothing is known of it. */
export const answerCalls = (api: CallApi): ((route: string) => readonly AnswerCall[]) => {
  const story = new Story(api)
  const known = Object.entries(CALLS) as [AnswerName, Bodies][] // Object.entries forgets the key type
  return (route) => known.filter(([name]) => name === route || name.startsWith(`${route} `)).map(([name, bodies]) => ({
    name,
    bodies: async () => {
      // A market takes few open stop orders, so each answer begins without those of the ones before.
      await api('DELETE', '/api/v3/openOrders', ONE_SYMBOL)
      await api('DELETE', '/sapi/v1/margin/openOrders', ONE_SYMBOL)
      if (route.includes('/fapi/')) await api('DELETE', '/fapi/v1/allOpenOrders', { symbol: 'ETHUSDT' })
      return bodies(story)
    },
  }))
}
