import type { Environment } from '../environment.ts'
import type { IncomeType } from '../exchange/futures/futures-order.ts'
import type { ExchangeView, OrdersView } from '../exchange/exchange-view.ts'
import type { Fill } from '../exchange/order.ts'
import type { AccountId } from '../ids.ts'
import { plainAmount } from '../money.ts'
import { DAY, SECOND, type TimeUs } from '../time.ts'
import { accountOfWish } from './account-of-wish.ts'
import { type CsvCell, csvLine } from './csv-line.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** What a tax office asks for, each a file of its own. */
export const TAX_KINDS = ['trades', 'transfers', 'deposits-withdrawals', 'income'] as const
export type TaxKind = (typeof TAX_KINDS)[number]

/** The columns of each file, in their order; docs/tax-records.md says what stands in them. */
const TAX_COLUMNS: Readonly<Record<TaxKind, readonly string[]>> = {
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
  /** Where the page before said to go on; absent for the first one. */
  readonly fromUs?: TimeUs
}

export interface TaxPage {
  readonly account: number
  readonly columns: readonly string[]
  readonly rows: readonly (readonly CsvCell[])[]
  /** Where to go on; null where this was the last. */
  readonly next: TimeUs | null
}

/** A page is of so many rows at most, but for those of one second, which stand together. */
const PAGE = 5_000
const SHORTEST_US = SECOND

/** Some of the rows that a tax office asks for, for the operator of the machine. */
export const listTaxRecords = ({ account: uid, year, kind, environment, fromUs }: TaxWish, parts: Pick<OperatorParts, 'accounts' | 'venueOf'>): Outcome<TaxPage> => {
  const account = accountOfWish(uid, parts)
  if (!account.ok) return account
  const venue = parts.venueOf(environment)
  if (!venue) return refused('serverNeeded', 'Only a running server knows what happened on its venue.', 'Start it, then ask again: ./bitting start')
  const [page] = taxPages(kind, account.value.id, year, venue.view, fromUs)
  return done({ account: account.value.id, columns: TAX_COLUMNS[kind], rows: page?.rows.map(({ cells }) => cells) ?? [], next: page?.next ?? null })
}

export interface TaxRow { readonly timeUs: TimeUs; readonly cells: readonly CsvCell[] }

/** From the first moment of a year to the first of the next, UTC. */
export const yearUs = (year: number): readonly [fromUs: TimeUs, untilUs: TimeUs] => [Date.UTC(year, 0) * 1_000, Date.UTC(year + 1, 0) * 1_000]

const iso = (timeUs: TimeUs): string => new Date(timeUs / 1_000).toISOString()
const ALL = Number.MAX_SAFE_INTEGER

interface Page { readonly rows: readonly TaxRow[]; readonly next: TimeUs | null }

/**
 * What happened in one account in one year, the oldest first, by the venue's clock: a stretch of time after the other, each as long as its rows are few, so that a year of a million
 * trades is never held at once, and whoever reads it page by page reads each trade once.
 * @param startUs where to begin, if not with the year
 */
export function* taxPages(kind: TaxKind, accountId: AccountId, year: number, view: ExchangeView, startUs?: TimeUs): Generator<Page> {
  const [yearFromUs, untilUs] = yearUs(year)
  const sources = SOURCES[kind](accountId, view, [yearFromUs, untilUs])
  const sightsIn = (from: TimeUs, to: TimeUs): readonly Sight[] => sources.flatMap((source) => source(from, to))
  let rows: TaxRow[] = []
  let stretchUs = DAY
  for (let fromUs = Math.max(startUs ?? yearFromUs, yearFromUs); fromUs < untilUs;) {
    const sights = sightsIn(fromUs, Math.min(fromUs + stretchUs, untilUs))
    if (rows.length > 0 && rows.length + sights.length > PAGE) {
      yield { rows, next: fromUs }
      rows = []
    }
    if (sights.length > PAGE && stretchUs > SHORTEST_US) {
      stretchUs = Math.max(SHORTEST_US, Math.floor(stretchUs / 2))
      continue
    }
    for (const { timeUs, cells } of sights.toSorted((one, other) => one.timeUs - other.timeUs)) rows.push(row(timeUs, accountId, ...cells()))
    fromUs += stretchUs
    if (sights.length < PAGE / 4) stretchUs = Math.min(DAY, stretchUs * 2)
  }
  yield { rows, next: null }
}

/** All of it at once. */
export const taxRows = (kind: TaxKind, accountId: AccountId, year: number, view: ExchangeView): readonly TaxRow[] => [...taxPages(kind, accountId, year, view)].flatMap(({ rows }) => rows)

/** The same as lines of a CSV file, some thousand at a time. */
export function* taxLines(kind: TaxKind, accountId: AccountId, year: number, view: ExchangeView): Generator<string> {
  yield csvLine(TAX_COLUMNS[kind])
  for (const { rows } of taxPages(kind, accountId, year, view)) if (rows.length > 0) yield rows.map(({ cells }) => csvLine(cells)).join('')
}

/** Something that happened; its cells are written when its row is. */
interface Sight { readonly timeUs: TimeUs; readonly cells: () => readonly CsvCell[] }

/** What happened from one moment up to another. */
type Source = (fromUs: TimeUs, untilUs: TimeUs) => readonly Sight[]
type SourcesOf = (accountId: AccountId, view: ExchangeView, year: readonly [fromUs: TimeUs, untilUs: TimeUs]) => readonly Source[]

const firstFrom = (sorted: readonly Sight[], timeUs: TimeUs): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle]?.timeUs ?? 0) < timeUs) low = middle + 1
    else high = middle
  }
  return low
}

/** A list that is told whole: what of it lies in the year is put in order once. */
const listed = (sights: Iterable<Sight>, [yearFromUs, yearUntilUs]: readonly [TimeUs, TimeUs]): Source => {
  const sorted = [...sights].filter(({ timeUs }) => timeUs >= yearFromUs && timeUs < yearUntilUs).sort((one, other) => one.timeUs - other.timeUs)
  return (fromUs, untilUs) => sorted.slice(firstFrom(sorted, fromUs), firstFrom(sorted, untilUs))
}

const row = (timeUs: TimeUs, accountId: AccountId, ...cells: readonly CsvCell[]): TaxRow => ({ timeUs, cells: [iso(timeUs), accountId, ...cells] })

const sight = (timeUs: TimeUs, cells: () => readonly CsvCell[]): Sight => ({ timeUs, cells })

const trades: SourcesOf = (accountId, view, year) => {
  const books: readonly (readonly [wallet: string, orders: OrdersView])[] = [
    ['spot', view.orders], ['crossMargin', view.margin.orders('crossMargin')],
    ...view.margin.isolated(accountId).map(({ wallet }) => [wallet, view.margin.orders(wallet)] as const),
  ]
  const spot = view.symbols().flatMap(({ name, baseAsset, quoteAsset }) => books.map(([wallet, orders]): Source => {
    const sightOf = ({ tradeId, allocationId, orderId, isBuyer, price, quantity, quote, commission, commissionAsset, isMaker, timeUs }: Fill): Sight => sight(timeUs, () =>
      [wallet, name, allocationId === null ? 'trade' : 'allocation', allocationId ?? tradeId, orderId, isBuyer ? 'BUY' : 'SELL', plainAmount(price), plainAmount(quantity), plainAmount(quote), baseAsset, quoteAsset, plainAmount(commission), commissionAsset, null, isMaker ? 'maker' : 'taker'])
    return (fromUs, untilUs) => {
      const range = { startUs: fromUs, endUs: untilUs - 1, limit: ALL }
      return [...orders.fills(accountId, name, range), ...orders.allocations(accountId, name, range)].map(sightOf)
    }
  }))
  const futures = view.futures.contracts.map(({ name: symbol }) => listed(view.futures.fills(accountId, symbol).map(({ timeUs, tradeId, orderId, side, price, quantity, quote, commission, commissionAsset, realizedProfit, isMaker }) =>
    sight(timeUs, () => ['usdFutures', symbol, 'trade', tradeId, orderId, side, plainAmount(price), plainAmount(quantity), plainAmount(quote), null, null, plainAmount(commission), commissionAsset, plainAmount(realizedProfit), isMaker ? 'maker' : 'taker'])), year))
  const conversions = listed(view.convert.conversions(accountId).filter(({ state }) => state === 'done').map(({ createdAtUs, orderId, wallet, fromAsset, toAsset, fromAmount, toAmount }) =>
    sight(createdAtUs, () => [wallet, `${fromAsset}→${toAsset}`, 'conversion', orderId, orderId, 'SELL', null, plainAmount(fromAmount), plainAmount(toAmount), fromAsset, toAsset, '0', toAsset, null, 'taker'])), year)
  const dust = listed(view.wallet.dustLog(accountId).flatMap(({ timeUs, transferId, details }) => details.map(({ asset, amount, bnb, feeBnb }) =>
    sight(timeUs, () => ['spot', `${asset}→BNB`, 'dust', transferId, null, 'SELL', null, plainAmount(amount), plainAmount(bnb), asset, 'BNB', plainAmount(feeBnb), 'BNB', null, 'taker']))), year)
  return [...spot, ...futures, conversions, dust]
}

const transfers: SourcesOf = (accountId, view, year) => [listed(view.transfers.of(accountId).map(({ timeUs, id, asset, amount, from, to }) => {
  const isOwn = from.accountId === to.accountId
  const isIn = to.accountId === accountId
  return sight(timeUs, () => [id, asset, plainAmount(amount), from.wallet, to.wallet, isOwn ? 'own' : isIn ? 'in' : 'out', isOwn ? null : isIn ? from.accountId : to.accountId])
}), year)]

const depositsAndWithdrawals: SourcesOf = (accountId, view, year) => [
  listed(view.wallet.deposits(accountId).map(({ completedAtUs, createdAtUs, id, asset, network, amount, address, addressTag, txId, state }) =>
    sight(completedAtUs ?? createdAtUs, () => ['deposit', id, asset, network, plainAmount(amount), '0', address, addressTag, txId, state])), year),
  listed(view.wallet.withdrawals(accountId).map(({ completedAtUs, createdAtUs, id, asset, network, amount, fee, address, addressTag, txId, state }) =>
    sight(completedAtUs ?? createdAtUs, () => ['withdrawal', id, asset, network, plainAmount(amount), plainAmount(fee), address, addressTag, txId, state])), year),
]

/** Of what comes into a futures wallet these stand in other files: transfers among the transfers, conversions among the trades. */
const NO_INCOME: readonly IncomeType[] = ['TRANSFER', 'COIN_SWAP_WITHDRAW', 'COIN_SWAP_DEPOSIT']

const income: SourcesOf = (accountId, view, year) => [
  listed(view.futures.incomes(accountId).filter(({ type }) => !NO_INCOME.includes(type)).map(({ timeUs, type, symbol, asset, amount, tradeId, id }) =>
    sight(timeUs, () => ['usdFutures', type, symbol, asset, plainAmount(amount), tradeId ?? id])), year),
  listed(view.margin.interestRecords(accountId).map(({ timeUs, wallet, asset, interest, id }) => sight(timeUs, () => [wallet, 'MARGIN_INTEREST', null, asset, plainAmount(-interest), id])), year),
]

const SOURCES: Readonly<Record<TaxKind, SourcesOf>> = { trades, transfers, 'deposits-withdrawals': depositsAndWithdrawals, income }
