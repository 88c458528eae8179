import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ExchangeView } from '../exchange/exchange-view.ts'
import type { Fill } from '../exchange/order.ts'
import { accountId } from '../ids.ts'
import { DAY, HOUR, type TimeUs } from '../time.ts'
import { taxLines, taxPages, taxRows, yearUs } from './tax-records.ts'

const ACCOUNT = accountId(101)
const [FROM, UNTIL] = yearUs(2026)

/** A venue's history of one account in one market. */
const historyOf = (times: readonly TimeUs[]): ExchangeView => {
  const fills = times.map((timeUs, index) => ({ tradeId: index, allocationId: null, orderId: 1, accountId: ACCOUNT, symbol: 'BTCUSDT', isBuyer: true, isMaker: false, price: 1n, quantity: 1n, quote: 1n, commission: 0n, commissionAsset: 'BTC', timeUs }) as unknown as Fill)
  const within = (_account: unknown, _symbol: string, { startUs = 0, endUs = Infinity }: { readonly startUs?: TimeUs; readonly endUs?: TimeUs }): readonly Fill[] =>
    fills.filter(({ timeUs }) => timeUs >= startUs && timeUs <= endUs)
  const none = () => []
  // As much of a venue as trades are read from.
  return {
    orders: { fills: within, allocations: none }, margin: { orders: () => ({ fills: none, allocations: none }), isolated: none }, symbols: () => [{ name: 'BTCUSDT', baseAsset: 'BTC', quoteAsset: 'USDT' }],
    futures: { contracts: [] }, convert: { conversions: none }, wallet: { dustLog: none },
  } as unknown as ExchangeView
}

/** A quiet year with one day on which a bot trades every half second, and one second in which it trades 7,000 times. */
const YEAR: readonly TimeUs[] = [
  FROM - 1, FROM, ...Array.from({ length: 300 }, (_, day) => FROM + day * DAY + HOUR), ...Array.from({ length: 20_000 }, (_, at) => FROM + 310 * DAY + at * 500_000),
  ...Array.from({ length: 7_000 }, (_, at) => FROM + 320 * DAY + at * 100), UNTIL - 1, UNTIL,
]
const OF_THE_YEAR = YEAR.filter((timeUs) => timeUs >= FROM && timeUs < UNTIL)

test('a year comes in pages, whole and in order, and each goes on where the one before said', () => {
  const view = historyOf(YEAR)
  const pages = [...taxPages('trades', ACCOUNT, 2026, view)]
  assert.deepEqual(pages.flatMap(({ rows }) => rows.map(({ timeUs }) => timeUs)), OF_THE_YEAR)
  assert.deepEqual(pages.map(({ rows }) => rows.length).filter((length) => length > 5_000), [7_000], 'no page is long but that of one second')
  const ids: unknown[] = []
  for (let next: TimeUs | null | undefined = FROM; typeof next === 'number';) {
    const [page] = taxPages('trades', ACCOUNT, 2026, view, next)
    ids.push(...(page?.rows.map(({ cells }) => cells[5]) ?? []))
    next = page?.next
  }
  assert.deepEqual(ids, taxRows('trades', ACCOUNT, 2026, view).map(({ cells }) => cells[5]))
  assert.equal([...taxLines('trades', ACCOUNT, 2026, view)].join('').trimEnd().split(/\r?\n/).length, OF_THE_YEAR.length + 1)
})
