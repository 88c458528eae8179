import type { Account } from '../../src/accounts/account.ts'
import type { Services } from '../../src/binance/endpoint.ts'
import type { Command, OrderRequest } from '../../src/exchange/command.ts'
import { genesis } from '../../src/exchange/listing/genesis.ts'
import { referencePrice, SYMBOLS } from '../../src/exchange/listing/symbols.ts'
import type { Side, SymbolDefinition } from '../../src/exchange/symbol.ts'
import type { JournaledVenue } from '../../src/exchange/journaled-venue.ts'
import { amount, type Price, type Quantity, UNIT } from '../../src/money.ts'
import { aKey, anAccount, type CallerWish, rowCaller, servicesOver, TestClock } from './in-process.ts'
import { moneyOutOver, type MoneyOutScene } from './memory-money-out.ts'
import { type SubAccountScene, subAccountsOver } from './memory-sub-accounts.ts'
import { sandboxVenue } from './sandbox-venue.ts'

export type CallRow = ReturnType<typeof rowCaller>

/** A sandbox with every asset and market, prices everywhere, and a clock that stands still. */
export interface World {
  readonly clock: TestClock
  readonly venue: JournaledVenue
  readonly services: Services
  /** Address book, lock and approval rules: none are set at first. */
  readonly out: MoneyOutScene
  /** Accounts, their policies and keys made while it lasts. */
  readonly subs: SubAccountScene
  /** Calls rows of the endpoint table as this account. */
  as(account: Account, wish?: Omit<CallerWish, 'account'>): CallRow
  asAnybody(): CallRow
  open(account: Account): void
  /** Opens an account that has so much of each asset. @returns what calls rows as it */
  endow(account: Account, funds: Readonly<Record<string, string>>): CallRow
  /** Credits an account at once, as the faucet does. */
  fund(account: Account, asset: string, decimal: string): void
}

const START_US = Date.UTC(2026, 0, 15, 12) * 1000
const TERMS = { makerRate: amount('0.001'), takerRate: amount('0.001'), tradeGroupId: -1, keepsHistory: true } as const
const [MAKER, TAKER] = [anAccount(900_001), anAccount(900_002)]

/** @param accounts opened at once; others with `open`. */
export const aWorld = (accounts: readonly Account[] = []): World => {
  const clock = new TestClock(START_US)
  const venue = sandboxVenue(clock)
  const known = [...accounts]
  const out = moneyOutOver(clock)
  const subs: SubAccountScene = subAccountsOver(known, clock, (account) => open(account))
  const services = servicesOver(venue, known, out, subs)
  let faucet = 0
  const must = (command: Command): void => {
    const outcome = venue.execute(command)
    if (!outcome.ok) throw new Error(`${JSON.stringify(command, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))} → ${JSON.stringify(outcome.rejection)}`)
  }
  const open = (account: Account): void => {
    if (!known.includes(account)) known.push(account)
    must({ kind: 'openAccount', accountId: account.id, terms: TERMS })
  }
  const fund = (account: Account, asset: string, decimal: string): void => {
    const network = venue.view.asset(asset)?.networks[0]?.network ?? ''
    must({ kind: 'announceDeposit', accountId: account.id, asset, network, amount: amount(decimal), txId: `faucet-${++faucet}`, isCreditedAtOnce: true })
  }
  for (const command of genesis()) must(command)
  for (const account of accounts) must({ kind: 'openAccount', accountId: account.id, terms: TERMS })
  for (const trader of [MAKER, TAKER]) {
    must({ kind: 'openAccount', accountId: trader.id, terms: TERMS })
    for (const asset of venue.view.assets()) fund(trader, asset.name, '100000000')
  }
  for (const symbol of SYMBOLS) for (const command of aliveMarket(symbol)) must(command)
  const as: World['as'] = (account, { key = aKey(account), ...wish } = {}) => {
    // Whoever calls is a key that is there.
    subs.keys.put(key)
    return rowCaller(services, { ...wish, account, key })
  }
  return {
    clock, venue, services, out, subs, open, fund, as,
    endow: (account, funds) => {
      open(account)
      for (const [asset, decimal] of Object.entries(funds)) fund(account, asset, decimal)
      return as(account)
    },
    asAnybody: () => rowCaller(services),
  }
}

/** One trade at the reference price, then a book of ten levels on each side. */
const aliveMarket = (symbol: SymbolDefinition): readonly Command[] => {
  const price = referencePrice(symbol.name)
  const tick = symbol.filters.find((filter) => filter.filterType === 'PRICE_FILTER')?.tickSize
  const step = symbol.filters.find((filter) => filter.filterType === 'LOT_SIZE')?.stepSize
  if (price === undefined || tick === undefined || step === undefined) throw new Error(`${symbol.name} lacks a price or a filter`)
  // Worth ten times the least notional, whatever the market.
  const least = symbol.filters.find((filter) => filter.filterType === 'NOTIONAL')?.minNotional ?? UNIT
  const quantity = ((least * 10n * UNIT) / price / step + 1n) * step
  const levels = Array.from({ length: 10 }, (_, index) => BigInt(index + 1) * tick)
  return [
    place(MAKER, symbol, 'SELL', price, quantity, 'first-offer'),
    place(TAKER, symbol, 'BUY', price, quantity, 'first-bid'),
    ...levels.flatMap((away) => [
      place(MAKER, symbol, 'SELL', price + away, quantity * 10n, `offer-${away}`),
      place(MAKER, symbol, 'BUY', price - away, quantity * 10n, `bid-${away}`),
    ]),
  ]
}

const place = (account: Account, symbol: SymbolDefinition, side: Side, price: Price, quantity: Quantity, clientOrderId: string): Command => {
  const order: OrderRequest = { side, type: 'LIMIT', timeInForce: 'GTC', price, quantity, clientOrderId }
  return { kind: 'placeOrder', accountId: account.id, symbol: symbol.name, order }
}
