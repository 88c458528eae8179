import { generateKeyPairSync } from 'node:crypto'
import type { CallParameters } from '../harness/in-process.ts'
import type { MarginAnswers } from './margin-answers.ts'

/** What the calls of margin need of the story that the others tell. */
interface MarginStory {
  ok(method: string, path: string, parameters?: CallParameters): Promise<unknown>
  price(times: number): Promise<string>
}

type Bodies = (story: MarginStory) => Promise<readonly unknown[]>
interface Placed { readonly orderId: number; readonly orderListId: number }

const SYMBOL = 'BTCUSDT'
const ED25519_PUBLIC_KEY = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
const ISOLATED = { isIsolated: 'TRUE', symbol: SYMBOL }

const call = (name: string, ...calls: readonly CallParameters[]): Bodies => async (story) => {
  const [method = '', path = ''] = name.split(' ')
  const bodies: unknown[] = []
  for (const parameters of calls.length > 0 ? calls : [{}]) bodies.push(await story.ok(method, path, parameters))
  return bodies
}

const after = (prepare: (story: MarginStory) => Promise<unknown>, bodies: Bodies): Bodies => async (story) => {
  await prepare(story)
  return bodies(story)
}

const funded = async (story: MarginStory): Promise<void> => {
  await story.ok('POST', '/sapi/v1/margin/transfer', { asset: 'USDT', amount: '1000', type: 1 })
  await story.ok('POST', '/sapi/v1/margin/isolated/transfer', { asset: 'USDT', amount: '1000', symbol: SYMBOL, transFrom: 'SPOT', transTo: 'ISOLATED_MARGIN' })
}

const indebted = async (story: MarginStory): Promise<void> => {
  await funded(story)
  await story.ok('POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '10', type: 'BORROW' })
  await story.ok('POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '10', type: 'BORROW', ...ISOLATED })
}

const repaid = async (story: MarginStory): Promise<void> => {
  await indebted(story)
  await story.ok('POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '5', type: 'REPAY' })
  await story.ok('POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '5', type: 'REPAY', ...ISOLATED })
}

const resting = async (story: MarginStory): Promise<CallParameters> => ({ symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: await story.price(0.8) })

const rests = async (story: MarginStory): Promise<Placed> => {
  await funded(story)
  return await story.ok('POST', '/sapi/v1/margin/order', await resting(story)) as Placed
}

const buys = async (story: MarginStory): Promise<unknown> => {
  await funded(story)
  return story.ok('POST', '/sapi/v1/margin/order', { symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: '0.001' })
}

let named = 0
const ADDRESS = '127.0.0.1'
const specialKey = async (story: MarginStory): Promise<{ apiKey: string }> =>
  await story.ok('POST', '/sapi/v1/margin/apiKey', { apiName: `special ${named += 1}`, ip: ADDRESS }) as { apiKey: string }

const aboutKey = (name: string, further: CallParameters = {}): Bodies => async (story) => {
  const [method = '', path = ''] = name.split(' ')
  return [await story.ok(method, path, { apiKey: (await specialKey(story)).apiKey, ...further })]
}

const oco = async (story: MarginStory): Promise<Placed> => {
  await buys(story)
  await story.ok('DELETE', '/sapi/v1/margin/openOrders', { symbol: SYMBOL }).catch(() => undefined)
  await buys(story)
  return await story.ok('POST', '/sapi/v1/margin/order/oco', { symbol: SYMBOL, side: 'SELL', quantity: '0.001', price: await story.price(1.3), stopPrice: await story.price(0.7), stopLimitPrice: await story.price(0.69), stopLimitTimeInForce: 'GTC' }) as Placed
}

const working = async (story: MarginStory): Promise<CallParameters> => ({ symbol: SYMBOL, workingType: 'LIMIT', workingSide: 'BUY', workingPrice: await story.price(0.8), workingQuantity: '0.001', workingTimeInForce: 'GTC', pendingSide: 'SELL', pendingQuantity: '0.001' })

/** Sells two thousandths more than the isolated account has, which it borrows. */
const sellsShort = async (story: MarginStory): Promise<unknown> => {
  const { assets: [isolated] } = await story.ok('GET', '/sapi/v1/margin/isolated/account', { symbols: SYMBOL }) as { assets: { baseAsset: { free: string } }[] }
  return story.ok('POST', '/sapi/v1/margin/order', { ...ISOLATED, side: 'SELL', type: 'MARKET', quantity: (Number(isolated?.baseAsset.free ?? 0) + 0.002).toFixed(5), sideEffectType: 'MARGIN_BUY' })
}

/** Short of bitcoin that was borrowed and sold, and then told to buy it back. */
const liquidated = async (story: MarginStory): Promise<readonly unknown[]> => {
  await funded(story)
  const cross = await story.ok('GET', '/sapi/v1/margin/account') as { userAssets: { asset: string; free: string }[] }
  const free = Number(cross.userAssets.find(({ asset }) => asset === 'BTC')?.free ?? 0)
  await story.ok('POST', '/sapi/v1/margin/order', { symbol: SYMBOL, side: 'SELL', type: 'MARKET', quantity: (free + 0.002).toFixed(5), sideEffectType: 'MARGIN_BUY' })
  await sellsShort(story)
  return [await story.ok('POST', '/sapi/v1/margin/manual-liquidation', { type: 'MARGIN' }), await story.ok('POST', '/sapi/v1/margin/manual-liquidation', { type: 'ISOLATED', symbol: SYMBOL })]
}

const smallDebt = async (story: MarginStory): Promise<void> => {
  await funded(story)
  await story.ok('POST', '/sapi/v1/margin/borrow-repay', { asset: 'XRP', amount: '1', type: 'BORROW' })
}

const readAfter = (prepare: (story: MarginStory) => Promise<unknown>, name: keyof MarginAnswers, ...calls: readonly CallParameters[]): Bodies => after(prepare, call(name, ...calls))

export const MARGIN_CALLS: { readonly [Name in keyof MarginAnswers]?: Bodies } = {
  'GET /sapi/v1/margin/allAssets': call('GET /sapi/v1/margin/allAssets', {}, { asset: 'BTC' }),
  'GET /sapi/v1/margin/priceIndex': call('GET /sapi/v1/margin/priceIndex', { symbol: SYMBOL }),
  'GET /sapi/v1/margin/crossMarginCollateralRatio': call('GET /sapi/v1/margin/crossMarginCollateralRatio'),
  'GET /sapi/v1/margin/delist-schedule': call('GET /sapi/v1/margin/delist-schedule'),
  'GET /sapi/v1/margin/leverageBracket': call('GET /sapi/v1/margin/leverageBracket'),
  'GET /sapi/v1/margin/account': readAfter(indebted, 'GET /sapi/v1/margin/account'),
  'GET /sapi/v1/margin/isolated/account': readAfter(indebted, 'GET /sapi/v1/margin/isolated/account'),
  'GET /sapi/v1/margin/isolated/account SYMBOLS': readAfter(indebted, 'GET /sapi/v1/margin/isolated/account', { symbols: SYMBOL }),
  'DELETE /sapi/v1/margin/isolated/account': async (story) => {
    await story.ok('POST', '/sapi/v1/margin/isolated/transfer', { asset: 'USDT', amount: '1', symbol: 'ETHUSDT', transFrom: 'SPOT', transTo: 'ISOLATED_MARGIN' })
    await story.ok('POST', '/sapi/v1/margin/isolated/transfer', { asset: 'USDT', amount: '1', symbol: 'ETHUSDT', transFrom: 'ISOLATED_MARGIN', transTo: 'SPOT' })
    return [await story.ok('DELETE', '/sapi/v1/margin/isolated/account', { symbol: 'ETHUSDT' })]
  },
  'POST /sapi/v1/margin/isolated/account': call('POST /sapi/v1/margin/isolated/account', { symbol: 'ETHUSDT' }),
  'GET /sapi/v1/margin/isolated/accountLimit': call('GET /sapi/v1/margin/isolated/accountLimit'),
  'GET /sapi/v1/margin/tradeCoeff': call('GET /sapi/v1/margin/tradeCoeff'),
  'POST /sapi/v1/margin/max-leverage': call('POST /sapi/v1/margin/max-leverage', { maxLeverage: 5 }),
  'POST /sapi/v1/margin/apiKey': async (story) => [await specialKey(story), await story.ok('POST', '/sapi/v1/margin/apiKey', { apiName: `special ${named += 1}`, ip: ADDRESS, publicKey: ED25519_PUBLIC_KEY, permissionMode: 'READ' })],
  'GET /sapi/v1/margin/apiKey': aboutKey('GET /sapi/v1/margin/apiKey'),
  'GET /sapi/v1/margin/api-key-list': readAfter(specialKey, 'GET /sapi/v1/margin/api-key-list'),
  'PUT /sapi/v1/margin/apiKey/ip': aboutKey('PUT /sapi/v1/margin/apiKey/ip', { ip: ADDRESS }),
  'DELETE /sapi/v1/margin/apiKey': aboutKey('DELETE /sapi/v1/margin/apiKey'),
  'POST /sapi/v1/margin/manual-liquidation': liquidated,
  'GET /sapi/v1/margin/forceLiquidationRec': readAfter(liquidated, 'GET /sapi/v1/margin/forceLiquidationRec', {}, { isolatedSymbol: SYMBOL }),
  'POST /sapi/v1/margin/exchange-small-liability': readAfter(smallDebt, 'POST /sapi/v1/margin/exchange-small-liability', { assetNames: 'XRP' }),
  'GET /sapi/v1/margin/exchange-small-liability': readAfter(smallDebt, 'GET /sapi/v1/margin/exchange-small-liability'),
  'GET /sapi/v1/margin/exchange-small-liability-history': async (story) => {
    await smallDebt(story)
    await story.ok('POST', '/sapi/v1/margin/exchange-small-liability', { assetNames: 'XRP' })
    return [await story.ok('GET', '/sapi/v1/margin/exchange-small-liability-history')]
  },
  'GET /sapi/v1/margin/capital-flow': readAfter(repaid, 'GET /sapi/v1/margin/capital-flow', {}, { symbol: SYMBOL }),
  'POST /sapi/v1/margin/borrow-repay': readAfter(funded, 'POST /sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '1', type: 'BORROW' }, { asset: 'USDT', amount: '1', type: 'REPAY' }),
  'POST /sapi/v1/margin/loan': readAfter(funded, 'POST /sapi/v1/margin/loan', { asset: 'USDT', amount: '1' }, { asset: 'USDT', amount: '1', ...ISOLATED }),
  'POST /sapi/v1/margin/repay': readAfter(indebted, 'POST /sapi/v1/margin/repay', { asset: 'USDT', amount: '1' }),
  'POST /sapi/v1/margin/transfer': call('POST /sapi/v1/margin/transfer', { asset: 'USDT', amount: '10', type: 1 }),
  'POST /sapi/v1/margin/isolated/transfer': call('POST /sapi/v1/margin/isolated/transfer', { asset: 'USDT', amount: '10', symbol: SYMBOL, transFrom: 'SPOT', transTo: 'ISOLATED_MARGIN' }),
  'GET /sapi/v1/margin/borrow-repay': readAfter(repaid, 'GET /sapi/v1/margin/borrow-repay', { type: 'BORROW' }, { type: 'REPAY', isolatedSymbol: SYMBOL }),
  'GET /sapi/v1/margin/transfer': readAfter(async (story) => {
    await funded(story)
    await story.ok('POST', '/sapi/v1/asset/transfer', { type: 'MARGIN_ISOLATEDMARGIN', asset: 'USDT', amount: '1', toSymbol: SYMBOL })
    await story.ok('POST', '/sapi/v1/asset/transfer', { type: 'ISOLATEDMARGIN_MARGIN', asset: 'USDT', amount: '1', fromSymbol: SYMBOL })
  }, 'GET /sapi/v1/margin/transfer', {}, { isolatedSymbol: SYMBOL }, { type: 'ROLL_OUT' }),
  'GET /sapi/v1/margin/interestHistory': readAfter(indebted, 'GET /sapi/v1/margin/interestHistory', {}, { isolatedSymbol: SYMBOL }),
  'GET /sapi/v1/margin/interestRateHistory': call('GET /sapi/v1/margin/interestRateHistory', { asset: 'BTC' }),
  'GET /sapi/v1/margin/maxBorrowable': readAfter(funded, 'GET /sapi/v1/margin/maxBorrowable', { asset: 'BTC' }, { asset: 'USDT', isolatedSymbol: SYMBOL }),
  'GET /sapi/v1/margin/maxTransferable': readAfter(funded, 'GET /sapi/v1/margin/maxTransferable', { asset: 'USDT' }),
  'GET /sapi/v1/margin/crossMarginData': call('GET /sapi/v1/margin/crossMarginData', {}, { coin: 'BTC' }),
  'GET /sapi/v1/margin/isolatedMarginData': call('GET /sapi/v1/margin/isolatedMarginData', {}, { symbol: SYMBOL }),
  'GET /sapi/v1/margin/isolatedMarginTier': call('GET /sapi/v1/margin/isolatedMarginTier', { symbol: SYMBOL }),
  'POST /sapi/v1/margin/order': async (story) => {
    await buys(story)
    return [
      await story.ok('POST', '/sapi/v1/margin/order', { symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: '0.001' }),
      await sellsShort(story),
      await story.ok('POST', '/sapi/v1/margin/order', { ...ISOLATED, side: 'BUY', type: 'MARKET', quantity: '0.002', sideEffectType: 'AUTO_REPAY' }),
    ]
  },
  'DELETE /sapi/v1/margin/order': async (story) => [await story.ok('DELETE', '/sapi/v1/margin/order', { symbol: SYMBOL, orderId: (await rests(story)).orderId })],
  'DELETE /sapi/v1/margin/openOrders': async (story) => {
    await oco(story)
    await rests(story)
    return [await story.ok('DELETE', '/sapi/v1/margin/openOrders', { symbol: SYMBOL })]
  },
  'POST /sapi/v1/margin/order/oco': async (story) => [await oco(story)],
  'POST /sapi/v1/margin/order/oto': async (story) => {
    await funded(story)
    return [await story.ok('POST', '/sapi/v1/margin/order/oto', { ...await working(story), pendingType: 'LIMIT_MAKER', pendingPrice: await story.price(1.3) })]
  },
  'POST /sapi/v1/margin/order/otoco': async (story) => {
    await funded(story)
    return [await story.ok('POST', '/sapi/v1/margin/order/otoco', { ...await working(story), pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: await story.price(1.3), pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: await story.price(0.6) })]
  },
  'DELETE /sapi/v1/margin/orderList': async (story) => [await story.ok('DELETE', '/sapi/v1/margin/orderList', { symbol: SYMBOL, orderListId: (await oco(story)).orderListId })],
  'GET /sapi/v1/margin/order': async (story) => [await story.ok('GET', '/sapi/v1/margin/order', { symbol: SYMBOL, orderId: (await rests(story)).orderId })],
  'GET /sapi/v1/margin/openOrders': readAfter(rests, 'GET /sapi/v1/margin/openOrders', {}, { symbol: SYMBOL }),
  'GET /sapi/v1/margin/allOrders': readAfter(buys, 'GET /sapi/v1/margin/allOrders', { symbol: SYMBOL }),
  'GET /sapi/v1/margin/orderList': async (story) => [await story.ok('GET', '/sapi/v1/margin/orderList', { orderListId: (await oco(story)).orderListId })],
  'GET /sapi/v1/margin/openOrderList': readAfter(oco, 'GET /sapi/v1/margin/openOrderList'),
  'GET /sapi/v1/margin/allOrderList': readAfter(oco, 'GET /sapi/v1/margin/allOrderList'),
  'GET /sapi/v1/margin/myTrades': readAfter(buys, 'GET /sapi/v1/margin/myTrades', { symbol: SYMBOL }),
  'GET /sapi/v1/margin/myPreventedMatches': async (story) => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await buys(story)
      const { askPrice, askQty } = await story.ok('GET', '/api/v3/ticker/bookTicker', { symbol: SYMBOL }) as { askPrice: string; askQty: string }
      const own = { symbol: SYMBOL, type: 'LIMIT', timeInForce: 'GTC', price: Number(askPrice) > 0 ? askPrice : await story.price(1.01) }
      await story.ok('POST', '/sapi/v1/margin/order', { ...own, side: 'SELL', quantity: '0.001' })
      const taker = await story.ok('POST', '/sapi/v1/margin/order', { ...own, side: 'BUY', quantity: (Number(askQty) + 0.01).toFixed(5), selfTradePreventionMode: 'EXPIRE_MAKER', sideEffectType: 'MARGIN_BUY' }) as Placed
      const prevented = await story.ok('GET', '/sapi/v1/margin/myPreventedMatches', { symbol: SYMBOL, orderId: taker.orderId }) as unknown[]
      if (prevented.length > 0) return [prevented]
    }
    throw new Error('no margin order met another of its own')
  },
  'GET /sapi/v1/margin/rateLimit/order': readAfter(rests, 'GET /sapi/v1/margin/rateLimit/order'),
}
