import type { Environment } from '../environment.ts'
import type { IncomeType } from '../exchange/futures/futures-order.ts'
import type { ExchangeView, OrdersView } from '../exchange/exchange-view.ts'
import type { Fill } from '../exchange/order.ts'
import type { AccountId } from '../ids.ts'
import { plainAmount } from '../money.ts'
import type { TimeUs } from '../time.ts'
import { accountOfWish } from './account-of-wish.ts'
import { type CsvCell, csvLine } from './csv-line.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** What a tax office asks for, each a file of its own. */
export const TAX_KINDS = ['trades', 'transfers', 'deposits-withdrawals', 'income'] as const
export type TaxKind = (typeof TAX_KINDS)[number]

/** The columns of each file, in their order; docs/tax-records.md says what stands in them. */
export const TAX_COLUMNS: Readonly<Record<TaxKind, readonly string[]>> = {
  trades: ['time', 'account', 'wallet', 'market', 'kind', 'id', 'orderId', 'side', 'price', 'quantity', 'quote', 'baseAsset', 'quoteAsset', 'fee', 'feeAsset', 'realizedProfit', 'role'],
  transfers: ['time', 'account', 'id', 'asset', 'amount', 'from', 'to', 'direction', 'counterparty'],
  'deposits-withdrawals': ['time', 'account', 'kind', 'id', 'asset', 'network', 'amount', 'fee', 'address', 'tag', 'txId', 'state'],
  income: ['time', 'account', 'wallet', 'kind', 'market', 'asset', 'amount', 'reference'],
}

export interface TaxWish {
  /** May be left out where there is one main account. */
  readonly account?: number
  readonly year: number
  readonly kind: TaxKind
  readonly environment: Environment
  /** Rows that were read before. */
  readonly skip?: number
}

export interface TaxPage {
  readonly account: number
  readonly columns: readonly string[]
  readonly rows: readonly (readonly CsvCell[])[]
  /** How many there are in all. */
  readonly all: number
}

const PAGE = 5_000

/** Some of the rows that a tax office asks for, for the operator of the machine. */
export const listTaxRecords = ({ account: uid, year, kind, environment, skip = 0 }: TaxWish, parts: Pick<OperatorParts, 'accounts' | 'venueOf'>): Outcome<TaxPage> => {
  const account = accountOfWish(uid, parts)
  if (!account.ok) return account
  const venue = parts.venueOf(environment)
  if (!venue) return refused('serverNeeded', 'Only a running server knows what happened on its venue.', 'Start it, then ask again: ./bitting start')
  const rows = taxRows(kind, account.value.id, year, venue.view)
  return done({ account: account.value.id, columns: TAX_COLUMNS[kind], rows: rows.slice(skip, skip + PAGE).map(({ cells }) => cells), all: rows.length })
}

export interface TaxRow { readonly timeUs: TimeUs; readonly cells: readonly CsvCell[] }

/** From the first moment of a year to the first of the next, UTC. */
export const yearUs = (year: number): readonly [fromUs: TimeUs, untilUs: TimeUs] => [Date.UTC(year, 0) * 1_000, Date.UTC(year + 1, 0) * 1_000]

const iso = (timeUs: TimeUs): string => new Date(timeUs / 1_000).toISOString()
const ALL = Number.MAX_SAFE_INTEGER

/** What happened in one account in one year, the oldest first, by the venue's clock. */
export const taxRows = (kind: TaxKind, accountId: AccountId, year: number, view: ExchangeView): readonly TaxRow[] => {
  const [fromUs, untilUs] = yearUs(year)
  const rows = ROWS[kind](accountId, view, fromUs, untilUs)
  return rows.filter(({ timeUs }) => timeUs >= fromUs && timeUs < untilUs).sort((one, other) => one.timeUs - other.timeUs)
}

/** The same as lines of a CSV file, some thousand at a time. */
export function* taxLines(kind: TaxKind, accountId: AccountId, year: number, view: ExchangeView): Generator<string> {
  yield csvLine(TAX_COLUMNS[kind])
  const rows = taxRows(kind, accountId, year, view)
  for (let from = 0; from < rows.length; from += PAGE) yield rows.slice(from, from + PAGE).map(({ cells }) => csvLine(cells)).join('')
}

type RowsOf = (accountId: AccountId, view: ExchangeView, fromUs: TimeUs, untilUs: TimeUs) => TaxRow[]

const row = (timeUs: TimeUs, accountId: AccountId, ...cells: readonly CsvCell[]): TaxRow => ({ timeUs, cells: [iso(timeUs), accountId, ...cells] })

const trades: RowsOf = (accountId, view, fromUs, untilUs) => {
  const range = { startUs: fromUs, endUs: untilUs - 1, limit: ALL }
  const books: readonly (readonly [wallet: string, orders: OrdersView])[] = [
    ['spot', view.orders], ['crossMargin', view.margin.orders('crossMargin')],
    ...view.margin.isolated(accountId).map(({ wallet }) => [wallet, view.margin.orders(wallet)] as const),
  ]
  const spot = view.symbols().flatMap(({ name, baseAsset, quoteAsset }) => books.flatMap(([wallet, orders]) => {
    const rowOf = ({ tradeId, allocationId, orderId, isBuyer, price, quantity, quote, commission, commissionAsset, isMaker, timeUs }: Fill): TaxRow =>
      row(timeUs, accountId, wallet, name, allocationId === null ? 'trade' : 'allocation', allocationId ?? tradeId, orderId, isBuyer ? 'BUY' : 'SELL', plainAmount(price), plainAmount(quantity), plainAmount(quote), baseAsset, quoteAsset, plainAmount(commission), commissionAsset, null, isMaker ? 'maker' : 'taker')
    return [...orders.fills(accountId, name, range), ...orders.allocations(accountId, name, range)].map(rowOf)
  }))
  const futures = view.futures.contracts.flatMap(({ name: symbol }) => view.futures.fills(accountId, symbol).map(({ timeUs, tradeId, orderId, side, price, quantity, quote, commission, commissionAsset, realizedProfit, isMaker }) =>
    row(timeUs, accountId, 'usdFutures', symbol, 'trade', tradeId, orderId, side, plainAmount(price), plainAmount(quantity), plainAmount(quote), null, null, plainAmount(commission), commissionAsset, plainAmount(realizedProfit), isMaker ? 'maker' : 'taker')))
  const conversions = view.convert.conversions(accountId).filter(({ state }) => state === 'done').map(({ createdAtUs, orderId, wallet, fromAsset, toAsset, fromAmount, toAmount }) =>
    row(createdAtUs, accountId, wallet, `${fromAsset}→${toAsset}`, 'conversion', orderId, orderId, 'SELL', null, plainAmount(fromAmount), plainAmount(toAmount), fromAsset, toAsset, '0', toAsset, null, 'taker'))
  const dust = view.wallet.dustLog(accountId).flatMap(({ timeUs, transferId, details }) => details.map(({ asset, amount, bnb, feeBnb }) =>
    row(timeUs, accountId, 'spot', `${asset}→BNB`, 'dust', transferId, null, 'SELL', null, plainAmount(amount), plainAmount(bnb), asset, 'BNB', plainAmount(feeBnb), 'BNB', null, 'taker')))
  return [...spot, ...futures, ...conversions, ...dust]
}

const transfers: RowsOf = (accountId, view) => view.transfers.of(accountId).map(({ timeUs, id, asset, amount, from, to }) => {
  const isOwn = from.accountId === to.accountId
  const isIn = to.accountId === accountId
  return row(timeUs, accountId, id, asset, plainAmount(amount), from.wallet, to.wallet, isOwn ? 'own' : isIn ? 'in' : 'out', isOwn ? null : isIn ? from.accountId : to.accountId)
})

const depositsAndWithdrawals: RowsOf = (accountId, view) => [
  ...view.wallet.deposits(accountId).map(({ completedAtUs, createdAtUs, id, asset, network, amount, address, addressTag, txId, state }) =>
    row(completedAtUs ?? createdAtUs, accountId, 'deposit', id, asset, network, plainAmount(amount), '0', address, addressTag, txId, state)),
  ...view.wallet.withdrawals(accountId).map(({ completedAtUs, createdAtUs, id, asset, network, amount, fee, address, addressTag, txId, state }) =>
    row(completedAtUs ?? createdAtUs, accountId, 'withdrawal', id, asset, network, plainAmount(amount), plainAmount(fee), address, addressTag, txId, state)),
]

/** Of what comes into a futures wallet these stand in other files: transfers among the transfers, conversions among the trades. */
const NO_INCOME: readonly IncomeType[] = ['TRANSFER', 'COIN_SWAP_WITHDRAW', 'COIN_SWAP_DEPOSIT']

const income: RowsOf = (accountId, view) => [
  ...view.futures.incomes(accountId).filter(({ type }) => !NO_INCOME.includes(type)).map(({ timeUs, type, symbol, asset, amount, tradeId, id }) =>
    row(timeUs, accountId, 'usdFutures', type, symbol, asset, plainAmount(amount), tradeId ?? id)),
  ...view.margin.interestRecords(accountId).map(({ timeUs, wallet, asset, interest, id }) => row(timeUs, accountId, wallet, 'MARGIN_INTEREST', null, asset, plainAmount(-interest), id)),
]

const ROWS: Readonly<Record<TaxKind, RowsOf>> = { trades, transfers, 'deposits-withdrawals': depositsAndWithdrawals, income }
