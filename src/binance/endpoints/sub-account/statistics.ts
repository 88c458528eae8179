import type { Account } from '../../../accounts/account.ts'
import type { ExchangeView, OrdersView } from '../../../exchange/exchange-view.ts'
import { type Amount, formatDecimal } from '../../../money.ts'
import { DAY, type TimeUs, toMs } from '../../../time.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { mandatory } from '../../parameter-types.ts'
import { email, NO_RELATION, subAccountAt } from './family.ts'

const DAYS = 30
const PRODUCTS = ['spot', 'futures', 'margin'] as const
type Product = (typeof PRODUCTS)[number]

/** One fill, as much of it as is counted. */
interface Traded {
  readonly product: Product
  readonly timeUs: TimeUs
  readonly asset: string
  readonly amount: Amount
}

const filledAt = (orders: OrdersView, view: ExchangeView, { id }: Account, product: Product, startUs: TimeUs): readonly Traded[] =>
  view.symbols().flatMap(({ name, quoteAsset }) => orders.fills(id, name, { startUs, limit: Number.MAX_SAFE_INTEGER }).map(({ timeUs, quote }) => ({ product, timeUs, asset: quoteAsset, amount: quote })))

const tradedSince = (view: ExchangeView, account: Account, startUs: TimeUs): readonly Traded[] => [
  ...filledAt(view.orders, view, account, 'spot', startUs),
  ...(['crossMargin', ...view.margin.isolated(account.id).map(({ wallet }) => wallet)] as const).flatMap((wallet) => filledAt(view.margin.orders(wallet), view, account, 'margin', startUs)),
  ...view.futures.contracts.flatMap(({ name: symbol }) => view.futures.fills(account.id, symbol).filter(({ timeUs }) => timeUs >= startUs).map(({ timeUs, quote }) => ({ product: 'futures', timeUs, asset: 'USDT', amount: quote } as const))),
]

/** What was traded of each product, at today's prices, in BTC and in dollars (a field that keeps the name of BUSD). */
const sums = (view: ExchangeView, trades: readonly Traded[]): Readonly<Record<Product, { readonly btc: Amount; readonly busd: Amount }>> => {
  const of = (product: Product) => {
    const meant = trades.filter((trade) => trade.product === product)
    const sumIn = (unit: string): Amount => meant.reduce((sum, { asset, amount }) => sum + (view.wallet.valueIn(asset, amount, unit) ?? 0n), 0n)
    return { btc: sumIn('BTC'), busd: sumIn('USDT') }
  }
  return { spot: of('spot'), futures: of('futures'), margin: of('margin') }
}

const number = (amount: Amount): number => Number(formatDecimal(amount))

const transactionStatistics = endpoint({
  method: 'GET', path: '/sapi/v1/sub-account/transaction-statistics', security: 'USER_DATA', permission: 'reading', callers: 'main', weight: 60, parameters: { email: mandatory(email) },
  summary: 'What a sub-account traded in the last 30 days, in all and by the day',
  answer: ({ caller: { account: main }, parameters, services }): Answer => {
    const account = subAccountAt(main, parameters.email, services)
    if (!account) return NO_RELATION
    const { venue } = services
    const { view } = venue
    const startUs = Math.floor(venue.nowUs() / DAY) * DAY - (DAYS - 1) * DAY
    const trades = tradedSince(view, account, startUs)
    const total = sums(view, trades)
    const byDay = Map.groupBy(trades, ({ timeUs }) => Math.floor(timeUs / DAY) * DAY)
    return {
      ok: true,
      body: {
        recent30BtcTotal: formatDecimal(total.spot.btc), recent30BtcFuturesTotal: formatDecimal(total.futures.btc), recent30BtcMarginTotal: formatDecimal(total.margin.btc),
        recent30BusdTotal: formatDecimal(total.spot.busd), recent30BusdFuturesTotal: formatDecimal(total.futures.busd), recent30BusdMarginTotal: formatDecimal(total.margin.busd),
        tradeInfoVos: [...byDay].sort(([one], [other]) => one - other).map(([day, traded]) => {
          const { spot, futures, margin } = sums(view, traded)
          return {
            userId: account.id, btc: number(spot.btc), btcFutures: number(futures.btc), btcMargin: number(margin.btc), busd: number(spot.busd), busdFutures: number(futures.busd), busdMargin: number(margin.busd), date: toMs(day),
          }
        }),
      },
    }
  },
})

export const statistics: readonly Endpoint[] = [transactionStatistics]
