import type { Environment } from '../../environment.ts'
import type { ExchangeView } from '../../exchange/exchange-view.ts'
import type { AccountId } from '../../ids.ts'
import { plainAmount, shownAmount } from '../../money.ts'
import { DAY, type TimeUs, toMs } from '../../time.ts'
import { type AddressEntry, isSameAddress } from '../../withdrawals/address-entry.ts'
import type { CallUsage } from '../../watch/call-uses.ts'
import type { OrderPlace } from '../open-orders.ts'
import type { ReportedCalls, ReportedOrder, ReportedWithdrawal } from './report.ts'

/** What was seen in this time before counts as usual. */
export const USUAL_US = 30 * DAY
/** Rows of each list that a report tells. */
export const MOST_ROWS = 1_000

export const iso = (timeUs: TimeUs): string => new Date(toMs(timeUs)).toISOString()

/** Calls since then, each held against what was usual before. */
export const callsSince = (now: readonly CallUsage[], before: readonly CallUsage[]): readonly ReportedCalls[] => {
  const addresses = new Set(before.map(({ address }) => address))
  const endpoints = new Set(before.map(({ endpoint }) => endpoint))
  return now.map(({ keyId, address, endpoint, calls, refused, firstUs, lastUs }) =>
    ({ key: keyId, address, endpoint, calls, refused, first: iso(firstUs), last: iso(lastUs), isNewAddress: !addresses.has(address), isNewEndpoint: !endpoints.has(endpoint) }))
}

/** Withdrawals since then; an address is new that is in no book and to which nothing went before. */
export const withdrawalsSince = (view: ExchangeView, accountId: AccountId, book: readonly AddressEntry[], sinceUs: TimeUs): readonly ReportedWithdrawal[] => {
  const all = view.wallet.withdrawals(accountId)
  const known = [...book.filter(({ addedAtUs }) => addedAtUs < sinceUs).map(({ address }) => address), ...all.filter(({ createdAtUs }) => createdAtUs < sinceUs).map(({ address }) => address)]
  return all.filter(({ createdAtUs }) => createdAtUs >= sinceUs).toReversed().slice(0, MOST_ROWS).map((one) => ({
    id: one.id, coin: one.asset, network: one.network, address: one.address, tag: one.addressTag, amount: plainAmount(one.amount + one.fee), state: one.state, at: iso(one.createdAtUs),
    isNewAddress: !known.some((address) => isSameAddress(address, one.address)),
  }))
}

const PLACE_WORDS: Readonly<Record<OrderPlace, string>> = { spot: 'spot', crossMargin: 'cross margin', isolatedMargin: 'isolated margin', futures: 'futures', conditional: 'futures, when a price is reached', convert: 'convert' }

/** As people call it: `cross margin`, `futures (testnet)`. */
export const placeText = ({ environment, place }: { readonly environment: Environment; readonly place: OrderPlace }): string => `${PLACE_WORDS[place]}${environment === 'live' ? '' : ` (${environment})`}`

const named = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort()

/** What does not look like before, a sentence each. */
export const deviationsOf = (calls: readonly ReportedCalls[], { orders }: { readonly orders: readonly ReportedOrder[] }, withdrawals: readonly ReportedWithdrawal[]): readonly string[] => {
  const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)
  const addresses = named(calls.filter(({ isNewAddress }) => isNewAddress).map(({ address }) => address))
  const endpoints = named(calls.filter(({ isNewEndpoint }) => isNewEndpoint).map(({ endpoint }) => endpoint))
  const strange = orders.filter(({ isNewSymbol }) => isNewSymbol)
  const symbols = named(strange.map((order) => `${order.symbol} (${placeText(order)})`))
  return [
    ...addresses.map((address) => {
      const own = calls.filter((one) => one.address === address)
      const refused = own.reduce((sum, one) => sum + one.refused, 0)
      return `Used from ${address}, never seen before: ${times(own.reduce((sum, one) => sum + one.calls, 0))}${refused === 0 ? '' : `, of which ${refused} refused`}, first at ${own.map(({ first }) => first).sort()[0] ?? ''}.`
    }),
    ...endpoints.map((endpoint) => `Called ${endpoint}, never called before: ${times(calls.filter((one) => one.endpoint === endpoint).reduce((sum, one) => sum + one.calls, 0))}.`),
    ...symbols.map((symbol) => `Ordered ${symbol}, not ordered in the ${USUAL_US / DAY} days before: ${times(strange.filter((one) => `${one.symbol} (${placeText(one)})` === symbol).length)}.`),
    ...withdrawals.filter(({ isNewAddress }) => isNewAddress).map(({ amount, coin, network, address, at, state }) => `Withdrew ${shownAmount(amount)} ${coin} by ${network} to ${address}, where nothing went before, at ${at} (${state}).`),
  ]
}
