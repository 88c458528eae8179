import { type AccountId, accountId } from '../../ids.ts'
import { type Amount, UNIT } from '../../money.ts'
import type { AccountTerms, Command } from '../command.ts'
import type { ExchangeView } from '../exchange-view.ts'
import type { Asset } from '../symbol.ts'

/** Two who quote and one who takes: accounts of the venue that no person owns. */
export const MAKERS: readonly [AccountId, AccountId] = [accountId(111), accountId(112)]
export const TAKER: AccountId = accountId(113)
export const DEMO_TRADERS: readonly AccountId[] = [...MAKERS, TAKER]

const TERMS: AccountTerms = { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: false }
/** What each of them has of every asset at first, in dollars. */
const FUNDS_USD = 100_000_000
/** Below this part of the first funds an asset is filled up again: the markets have to live for weeks. */
const LOWEST_PART = 5n

/** The first funds of an asset that is worth `usd`. */
export const firstFunds = (usd: number): Amount => BigInt(Math.round(FUNDS_USD / usd)) * UNIT

const deposit = (id: AccountId, asset: Asset, amount: Amount, txId: string): Command => {
  const network = asset.networks.find((one) => one.isDefault) ?? asset.networks[0]
  if (!network) throw new Error(`${asset.name} has no network to come in by`)
  return { kind: 'announceDeposit', accountId: id, asset: asset.name, network: network.network, amount, txId, isCreditedAtOnce: true }
}

/** Opens the traders that are not there yet, with funds of every asset. */
export const openTraders = (view: ExchangeView, usdOf: (asset: string) => number | null): Command[] =>
  DEMO_TRADERS.filter((id) => view.wallet.terms(id) === undefined).flatMap((id) => [
    { kind: 'openAccount', accountId: id, terms: TERMS } as const,
    ...view.assets().flatMap((asset) => {
      const usd = usdOf(asset.name)
      return usd === null ? [] : [deposit(id, asset, firstFunds(usd), `demo-${id}-${asset.name}`)]
    }),
  ])

/** Fills up what users have taken from the traders. */
export const topUp = (view: ExchangeView, usdOf: (asset: string) => number | null, nowUs: number): Command[] =>
  DEMO_TRADERS.flatMap((id) => view.assets().flatMap((asset) => {
    const usd = usdOf(asset.name)
    if (usd === null) return []
    const { free, locked } = view.wallet.balance(id, asset.name)
    const first = firstFunds(usd)
    return (free + locked) * LOWEST_PART < first ? [deposit(id, asset, first - free - locked, `demo-${id}-${asset.name}-${nowUs}`)] : []
  }))
