import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import { assetTerms, barsOf, CROSS_BARS, isolatedLeverage } from '../../../exchange/margin/margin-terms.ts'
import type { SymbolDefinition } from '../../../exchange/symbol.ts'
import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { formatDecimal, UNIT } from '../../../money.ts'
import { DAY } from '../../../time.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL, rejectionAnswer } from '../../errors.ts'
import { assetName, endOfSpan, integerWithin, mandatory, optional, symbolName, time } from '../../parameter-types.ts'
import { wireTime } from '../../wire-time.ts'
import { historyWindow } from '../wallet/history-window.ts'

const MARKET = { method: 'GET', security: 'MARKET_DATA', permission: 'anyKey' } as const
const READ = { method: 'GET', security: 'USER_DATA', permission: 'reading' } as const

const marginPairs = (view: ExchangeView): readonly SymbolDefinition[] => view.symbols().filter((symbol) => symbol.marginTradingAllowed)

const marginAssets = (view: ExchangeView): readonly { readonly name: string; readonly fullName: string }[] => {
  const traded = new Set(marginPairs(view).flatMap(({ baseAsset, quoteAsset }) => [baseAsset, quoteAsset]))
  return view.assets().filter(({ name }) => traded.has(name))
}

const SMALLEST = formatDecimal(1n)

const allAssets = endpoint({
  ...MARKET, path: '/sapi/v1/margin/allAssets', weight: 1, parameters: { asset: optional(assetName) },
  summary: 'Assets that margin accounts may hold and borrow',
  answer: ({ parameters: { asset }, services: { venue: { view } } }) => ({
    ok: true,
    body: marginAssets(view).filter(({ name }) => asset === undefined || name === asset)
      .map(({ name, fullName }) => ({ assetFullName: fullName, assetName: name, isBorrowable: true, isMortgageable: true, userMinBorrow: SMALLEST, userMinRepay: SMALLEST })),
  }),
})

const priceIndex = endpoint({
  ...MARKET, path: '/sapi/v1/margin/priceIndex', weight: 10, parameters: { symbol: mandatory(symbolName) },
  summary: 'The price by which margin accounts are valued: the last one',
  answer: ({ parameters: { symbol }, services: { venue }, timeUnit }): Answer => {
    const price = venue.view.market.lastPrice(symbol)
    if (!venue.view.symbol(symbol)) return INVALID_SYMBOL
    return price === null ? rejectionAnswer({ reason: 'notMarginPair' }, { act: 'wallet' }) : { ok: true, body: { calcTime: wireTime(venue.nowUs(), timeUnit), price: formatDecimal(price), symbol } }
  },
})

const collateralRatio = endpoint({
  ...MARKET, path: '/sapi/v1/margin/crossMarginCollateralRatio', weight: 100, parameters: {},
  summary: "How much of each asset's worth counts when money is borrowed",
  answer: ({ services: { venue: { view } } }) => {
    const byRatio = Map.groupBy(marginAssets(view), ({ name }) => assetTerms(name).collateralRatio)
    return { ok: true, body: [...byRatio].map(([ratio, assets]) => ({ collaterals: [{ minUsdValue: '0', maxUsdValue: '', discountRate: formatDecimal(ratio) }], assetNames: assets.map(({ name }) => name) })) }
  },
})

/** The sandbox takes no market away. */
const delistSchedule = endpoint({
  ...MARKET, path: '/sapi/v1/margin/delist-schedule', weight: 100, parameters: {},
  summary: 'Margin markets that will be taken away', answer: () => ({ ok: true, body: [] }),
})

const leverageBracket = endpoint({
  ...MARKET, path: '/sapi/v1/margin/leverageBracket', weight: 1, parameters: {},
  summary: 'Leverages of cross margin, and the bars of each',
  answer: ({ services: { venue: { view } } }) => ({
    ok: true,
    body: [{
      assetNames: marginAssets(view).map(({ name }) => name), rank: 1,
      brackets: [...CROSS_BARS].sort(([a], [b]) => b - a).map(([leverage, { normal, liquidation }]) => ({
        leverage, maxDebt: 10_000_000, maintenanceMarginRate: Number(formatDecimal(liquidation - UNIT)), initialMarginRate: Number(formatDecimal(normal - UNIT)), fastNum: 0,
      })),
    }],
  }),
})

const forAll = (name: string, all: number, one: number) => (raw: RawParameters): number => (raw.has(name) ? one : all)

const crossData = endpoint({
  ...READ, path: '/sapi/v1/margin/crossMarginData', weight: forAll('coin', 5, 1), parameters: { vipLevel: optional(integerWithin(0, 9)), coin: optional(assetName) },
  summary: 'What borrowing costs in the cross account, and its limits; the same at every VIP level',
  answer: ({ parameters: { vipLevel = 0, coin }, services: { venue: { view } } }) => ({
    ok: true,
    body: marginAssets(view).filter(({ name }) => coin === undefined || name === coin).map(({ name }) => ({
      vipLevel, coin: name, transferIn: true, borrowable: true, dailyInterest: formatDecimal(assetTerms(name).dailyRate), yearlyInterest: formatDecimal(assetTerms(name).dailyRate * 365n),
      borrowLimit: formatDecimal(assetTerms(name).borrowLimit), marginablePairs: marginPairs(view).filter(({ baseAsset, quoteAsset }) => baseAsset === name || quoteAsset === name).map((pair) => pair.name),
    })),
  }),
})

const isolatedData = endpoint({
  ...READ, path: '/sapi/v1/margin/isolatedMarginData', weight: forAll('symbol', 10, 1), parameters: { vipLevel: optional(integerWithin(0, 9)), symbol: optional(symbolName) },
  summary: 'What borrowing costs in isolated accounts, and their limits; the same at every VIP level',
  answer: ({ parameters: { vipLevel = 0, symbol }, services: { venue: { view } } }) => ({
    ok: true,
    body: marginPairs(view).filter(({ name }) => symbol === undefined || name === symbol).map(({ name, baseAsset, quoteAsset }) => ({
      vipLevel, symbol: name, leverage: String(isolatedLeverage(name)),
      data: [baseAsset, quoteAsset].map((coin) => ({ coin, dailyInterest: formatDecimal(assetTerms(coin).dailyRate), borrowLimit: formatDecimal(assetTerms(coin).borrowLimit) })),
    })),
  }),
})

const isolatedTier = endpoint({
  ...READ, path: '/sapi/v1/margin/isolatedMarginTier', weight: 1, parameters: { symbol: mandatory(symbolName), tier: optional(integerWithin(1, 10)) },
  summary: 'Leverage and bars of an isolated account',
  answer: ({ parameters: { symbol, tier }, services: { venue: { view } } }): Answer => {
    const pair = marginPairs(view).find(({ name }) => name === symbol)
    if (!pair) return rejectionAnswer({ reason: 'notMarginPair' }, { act: 'wallet' })
    const leverage = isolatedLeverage(symbol)
    const { normal, liquidation } = barsOf(leverage, true)
    return {
      ok: true,
      body: tier !== undefined && tier > 1 ? [] : [{
        symbol, tier: 1, effectiveMultiple: String(leverage), initialRiskRatio: formatDecimal(normal), liquidationRiskRatio: formatDecimal(liquidation),
        baseAssetMaxBorrowable: formatDecimal(assetTerms(pair.baseAsset).borrowLimit), quoteAssetMaxBorrowable: formatDecimal(assetTerms(pair.quoteAsset).borrowLimit),
      }],
    }
  },
})

const RATE_DAYS = 30
const DEFAULT_RATE_DAYS = 7

/** The sandbox never changes a rate: the same for every day. */
const rateHistory = endpoint({
  ...READ, path: '/sapi/v1/margin/interestRateHistory', weight: 1,
  parameters: { asset: mandatory(assetName), vipLevel: optional(integerWithin(0, 9)), startTime: optional(time), endTime: optional(endOfSpan) },
  summary: 'The daily rate of an asset on each day, newest first',
  answer: ({ parameters, services: { venue }, timeUnit }): Answer => {
    if (!venue.view.asset(parameters.asset)) return rejectionAnswer({ reason: 'unknownAsset' }, { act: 'wallet' })
    const nowUs = venue.nowUs()
    const span = historyWindow({ startTime: parameters.startTime ?? (parameters.endTime ?? nowUs) - DEFAULT_RATE_DAYS * DAY, endTime: parameters.endTime }, nowUs, RATE_DAYS)
    if (!span.ok) return span
    const rows: object[] = []
    for (let dayUs = Math.floor(Math.min(span.endUs, nowUs) / DAY) * DAY; dayUs >= span.startUs; dayUs -= DAY) {
      rows.push({ asset: parameters.asset, dailyInterestRate: formatDecimal(assetTerms(parameters.asset).dailyRate), timestamp: wireTime(dayUs, timeUnit), vipLevel: parameters.vipLevel ?? 0 })
    }
    return { ok: true, body: rows }
  },
})

export const marginMarketEndpoints: readonly Endpoint[] = [allAssets, priceIndex, collateralRatio, delistSchedule, leverageBracket, crossData, isolatedData, isolatedTier, rateHistory]
