import type { ExchangeEvent } from '../../exchange/event.ts'
import type { MarginWalletName } from '../../exchange/command.ts'
import type { ExchangeView } from '../../exchange/exchange-view.ts'
import type { OrderList } from '../../exchange/order.ts'
import type { WalletName } from '../../exchange/wallet-name.ts'
import type { AccountId } from '../../ids.ts'
import { type Amount, formatDecimal } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'
import type { AccountFeed, UserEvent } from './account-feed.ts'
import { ownerOf } from './account-feed.ts'
import { executionReport } from './execution-report.ts'

/** Wallets whose owner can hear what happens in them. */
export type ListenedWallet = 'spot' | MarginWalletName

type BalanceEvent = Extract<ExchangeEvent, { kind: 'balance' }>

const walletOf = (event: ExchangeEvent): WalletName | undefined => {
  switch (event.kind) {
    case 'order': return event.order.wallet
    case 'orderList': return event.list.wallet
    case 'balance': return event.wallet
    default: return undefined
  }
}

interface Member { readonly s: string; readonly i: number; readonly c: string }

const listStatus = (list: OrderList, members: readonly Member[], timeUs: TimeUs, unit: TimeUnit) => ({
  e: 'listStatus', E: wireTime(timeUs, unit), s: list.symbol, g: list.id, c: list.contingency, l: list.statusType, L: list.orderStatus, r: 'NONE', C: list.clientListId,
  T: wireTime(list.updatedAtUs, unit), O: members,
})

const balanceUpdate = (asset: string, delta: Amount, timeUs: TimeUs, unit: TimeUnit) => ({ e: 'balanceUpdate', E: wireTime(timeUs, unit), a: asset, d: formatDecimal(delta), T: wireTime(timeUs, unit) })

const accountPosition = (balances: readonly BalanceEvent[], timeUs: TimeUs, unit: TimeUnit) => ({
  e: 'outboundAccountPosition', E: wireTime(timeUs, unit), u: wireTime(timeUs, unit), B: balances.map(({ asset, free, locked }) => ({ a: asset, f: formatDecimal(free), l: formatDecimal(locked) })),
})

/**
 * The events of one wallet that trades, spot or margin, of one account: reports and lists in the order in which they happened, then what became of the balances. A balance that
 * changed in sum without the account's trading was moved from elsewhere (a deposit, a withdrawal, a transfer), which is told by how much.
 */
export class WalletFeed implements AccountFeed {
  readonly #accountId: AccountId
  readonly #wallet: ListenedWallet
  readonly #view: ExchangeView
  readonly #totals = new Map<string, Amount>()

  constructor(accountId: AccountId, wallet: ListenedWallet, view: ExchangeView) {
    this.#accountId = accountId
    this.#wallet = wallet
    this.#view = view
    for (const { asset, free, locked } of view.wallet.balances(accountId, wallet)) this.#totals.set(asset, free + locked)
  }

  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly UserEvent[] {
    const told: UserEvent[] = []
    const balances: BalanceEvent[] = []
    let hasTraded = false
    for (const event of events) {
      if (ownerOf(event) !== this.#accountId || walletOf(event) !== this.#wallet) continue
      if (event.kind === 'order') {
        hasTraded ||= event.fill !== null
        told.push((unit) => executionReport(event, timeUs, unit))
      } else if (event.kind === 'orderList') {
        const members = this.#membersOf(event.list)
        told.push((unit) => listStatus(event.list, members, timeUs, unit))
      } else if (event.kind === 'balance') balances.push(event)
    }
    for (const { asset, free, locked } of balances) {
      const delta = free + locked - (this.#totals.get(asset) ?? 0n)
      this.#totals.set(asset, free + locked)
      if (delta !== 0n && !hasTraded) told.push((unit) => balanceUpdate(asset, delta, timeUs, unit))
    }
    if (balances.length > 0) told.push((unit) => accountPosition(balances, timeUs, unit))
    return told
  }

  #membersOf(list: OrderList): readonly Member[] {
    return list.orderIds.flatMap((id) => {
      const order = (this.#wallet === 'spot' ? this.#view.orders : this.#view.margin.orders(this.#wallet)).byId(this.#accountId, id)
      return order ? [{ s: order.symbol, i: id, c: order.clientOrderId }] : []
    })
  }
}
