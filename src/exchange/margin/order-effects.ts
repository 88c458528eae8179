import type { Amount, Quantity } from '../../money.ts'
import type { SideEffect } from '../command.ts'
import type { StateValue } from '../market-port.ts'
import { isOpen, type LiveOrder } from '../spot/live-order.ts'
import type { Loans } from './loans.ts'
import type { MarginAccount } from './margin-account.ts'
import { packed, unpacked } from './margin-state.ts'

/** What was borrowed for an order (or for a pair of which one is executed), and what it held at first. */
interface Borrowed {
  readonly asset: string
  amount: Amount
  readonly held: Amount
}

interface OrderEffect {
  readonly effect: SideEffect
  readonly borrowed: Borrowed | null
  /** How much of what the order brought in was looked at already. */
  seen: Quantity
}

type EffectRow = readonly [orderId: number, effect: SideEffect, loan: number | null, seen: Quantity]

/** What open margin orders still have to do when something happens to them. */
export class OrderEffects {
  readonly #loans: Loans
  readonly #byOrder = new Map<number, OrderEffect>()

  constructor(loans: Loans) {
    this.#loans = loans
  }

  /** Orders of a list that hold together share what was borrowed for them. */
  attach(orders: readonly LiveOrder[], effect: SideEffect, loan: { readonly asset: string; readonly amount: Amount; readonly held: Amount } | null): void {
    const borrowed = loan === null ? null : { ...loan }
    for (const order of orders) this.#byOrder.set(order.id, { effect, borrowed, seen: 0n })
  }

  /** Something happened to an order: repays with what it brought in, or what it did not need. */
  follow(order: LiveOrder, account: MarginAccount, nowUs: number): void {
    const own = this.#byOrder.get(order.id)
    if (own === undefined) return
    if (own.effect.repays) this.#repayWithIncome(order, own, account, nowUs)
    if (isOpen(order)) return
    this.#byOrder.delete(order.id)
    if (order.status !== 'FILLED' && own.effect.repaysAtCancel && own.borrowed !== null) this.#repayUnused(order, own.borrowed, account, nowUs)
  }

  /** Before commission, which what else is free has to make up for. */
  #repayWithIncome(order: LiveOrder, own: OrderEffect, account: MarginAccount, nowUs: number): void {
    const income = order.isBuy ? order.filledQuantity : order.filledQuote
    const fresh = income - own.seen
    own.seen = income
    if (fresh > 0n) this.#loans.repay(account, order.isBuy ? order.desk.base.asset : order.desk.quote.asset, fresh, true, nowUs)
  }

  #repayUnused(order: LiveOrder, borrowed: Borrowed, account: MarginAccount, nowUs: number): void {
    const list = order.list
    // Of a pair the one that is executed answers for both.
    if (list !== null && list.followers.includes(order) && list.followers.some((other) => other !== order && (isOpen(other) || other.filledQuantity > 0n))) return
    const unused = borrowed.held - (order.isBuy ? order.filledQuote : order.filledQuantity)
    const amount = unused < borrowed.amount ? unused : borrowed.amount
    borrowed.amount = 0n
    if (amount > 0n) this.#loans.repay(account, borrowed.asset, amount, true, nowUs)
  }

  state(): StateValue {
    const loans: Borrowed[] = []
    const rows = [...this.#byOrder].sort(([a], [b]) => a - b).map(([id, { effect, borrowed, seen }]): EffectRow => {
      if (borrowed !== null && !loans.includes(borrowed)) loans.push(borrowed)
      return [id, effect, borrowed === null ? null : loans.indexOf(borrowed), seen]
    })
    return packed({ rows, loans })
  }

  restore(state: StateValue): void {
    const { rows, loans } = unpacked(state) as { readonly rows: readonly EffectRow[]; readonly loans: readonly Borrowed[] } // made by `state`
    this.#byOrder.clear()
    for (const [id, effect, loan, seen] of rows) this.#byOrder.set(id, { effect, borrowed: loan === null ? null : loans[loan]!, seen })
  }
}
