import { INSURANCE_FUND_ACCOUNT } from '../../../exchange/ledger.ts'
import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import { formatDecimal, notionalRoundedDown } from '../../../money.ts'
import { toMs } from '../../../time.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { optional, symbolName } from '../../parameter-types.ts'
import { OPEN } from './prices.ts'

const BY_SYMBOL = { symbol: optional(symbolName) }

/** One fund stands behind all contracts. */
const insuranceBalance = endpoint({
  ...OPEN, path: '/fapi/v1/insuranceBalance', weight: 1, parameters: BY_SYMBOL,
  summary: 'What the insurance fund has',
  answer: ({ parameters: { symbol }, services: { venue: { view } } }): Answer => {
    if (symbol !== undefined && !view.futures.contract(symbol)) return INVALID_SYMBOL
    const updateTime = toMs(view.wallet.updatedAtUs(INSURANCE_FUND_ACCOUNT, 'spot'))
    const assets = view.wallet.balances(INSURANCE_FUND_ACCOUNT, 'spot').map(({ asset, free }) => ({ asset, marginBalance: formatDecimal(free), updateTime }))
    const symbols = view.futures.contracts.map(({ name }) => name)
    return { ok: true, body: symbol === undefined ? [{ symbols, assets }] : { symbols, assets } }
  },
})

/** Positions are reduced against their owners' will where the fund cannot pay: so the fund is held against what is held of the contract. */
const riskOf = (view: ExchangeView, symbol: string): 'low' | 'medium' | 'high' => {
  const fund = view.wallet.balance(INSURANCE_FUND_ACCOUNT, 'USDT', 'spot').free
  const held = notionalRoundedDown(view.futures.market(symbol)?.markPrice ?? 0n, view.futures.openInterest(symbol))
  return fund * 20n >= held ? 'low' : fund * 100n >= held ? 'medium' : 'high'
}

const adlRisk = endpoint({
  ...OPEN, path: '/fapi/v1/symbolAdlRisk', weight: 1, parameters: BY_SYMBOL,
  summary: 'How likely it is that positions of a contract are reduced to pay for the losses of others',
  answer: ({ parameters: { symbol }, services: { venue } }): Answer => {
    const { view } = venue
    if (symbol !== undefined && !view.futures.contract(symbol)) return INVALID_SYMBOL
    const rows = view.futures.contracts.filter(({ name }) => symbol === undefined || name === symbol).map(({ name }) => ({ symbol: name, adlRisk: riskOf(view, name), updateTime: toMs(venue.nowUs()) }))
    return { ok: true, body: symbol === undefined ? rows : rows[0] }
  },
})

/** The markets on whose shares and goods Binance has contracts. */
const MARKETS = ['EQUITY', 'COMMODITY', 'KR_EQUITY', 'HK_EQUITY', 'CN_EQUITY', 'FX'] as const

const tradingSchedule = endpoint({
  ...OPEN, path: '/fapi/v1/tradingSchedule', weight: 5, parameters: {},
  summary: 'Sessions of the markets that contracts on shares and goods follow: no contract here does, so none is listed',
  answer: ({ services: { venue } }) => ({ ok: true, body: { updateTime: toMs(venue.nowUs()), marketSchedules: Object.fromEntries(MARKETS.map((market) => [market, { sessions: [] }])) } }),
})

export const futuresVenueEndpoints: readonly Endpoint[] = [insuranceBalance, adlRisk, tradingSchedule]
