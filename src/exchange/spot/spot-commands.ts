import type { AccountId } from '../../ids.ts'
import type { CommandOf, MarginWalletName } from '../command.ts'
import type { CancelReplaceOutcome } from '../event.ts'
import type { Verdict } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import { amendOrder, findAmendable } from './amending.ts'
import { cancelAll, cancelList, cancelOrder, findCancellable, findOpenList, isRejection } from './cancelling.ts'
import { cancelReplace, type Replaced } from './cancel-replace.ts'
import { carryOn } from './carry-on.ts'
import type { Desk } from './desk.ts'
import { judgeList, placeList } from './order-lists.ts'
import { judgeOrder, placeOrder } from './placing.ts'
import type { SpotState } from './spot-state.ts'

export type SpotCommand = CommandOf<'placeOrder' | 'cancelOrder' | 'cancelOpenOrders' | 'cancelReplace' | 'amendOrder' | 'placeOrderList' | 'cancelOrderList'>

/** What became of a command; of a cancelReplace also of each half, where one failed. */
export type Verdicts = Verdict | { readonly verdict: Verdict; readonly partial: CancelReplaceOutcome }

/** What the spot books need of margin: orders of its wallets stand in them. */
export interface MarginDesks {
  desk(accountId: AccountId, symbol: string, wallet: MarginWalletName): Desk | Rejection
  /** Whether the wallet may trade at all: not below the last bar. */
  judgeTrading(desk: Desk): Rejection | null
  judgeOrder(desk: Desk, command: CommandOf<'placeOrder'>): Rejection | null
  placeOrder(desk: Desk, command: CommandOf<'placeOrder'>): Verdict
  judgeList(desk: Desk, command: CommandOf<'placeOrderList'>): Rejection | null
  placeList(desk: Desk, command: CommandOf<'placeOrderList'>): Verdict
}

/** Orders of every wallet, as commands ask for them: judged and carried out at the desk of the account in its market. */
export class SpotCommands {
  readonly #state: SpotState
  readonly #margin: MarginDesks

  constructor(state: SpotState, margin: MarginDesks) {
    this.#state = state
    this.#margin = margin
  }

  apply(command: SpotCommand): Verdicts {
    switch (command.kind) {
      case 'placeOrder': return this.#placeOrder(command)
      case 'cancelOrder': return this.#cancelOrder(command)
      case 'cancelOpenOrders': return this.#cancelOpenOrders(command)
      case 'cancelReplace': return this.#cancelReplace(command)
      case 'amendOrder': return this.#amendOrder(command)
      case 'placeOrderList': return this.#placeOrderList(command)
      case 'cancelOrderList': return this.#cancelOrderList(command)
    }
  }

  judge(command: SpotCommand): Replaced {
    const desk = this.#desk(command)
    if (isRejection(desk)) return { rejection: desk, partial: null }
    return command.kind === 'cancelReplace' ? this.#replaceAt(desk, command, true) : { rejection: this.#judgeAt(desk, command), partial: null }
  }

  /** The rejection of a command that is done whole or not at all. */
  #judgeAt(desk: Desk, command: Exclude<SpotCommand, { kind: 'cancelReplace' }>): Rejection | null {
    const state = this.#state
    switch (command.kind) {
      case 'placeOrder': return command.wallet === undefined ? judgeOrder(state, desk, command.order) : this.#margin.judgeOrder(desk, command)
      case 'cancelOrder': return asRejection(findCancellable(state, desk, command.order, command.restriction))
      case 'cancelOpenOrders': return desk.firstOpen === null ? { reason: 'unknownOrder' } : null
      case 'amendOrder': return asRejection(findAmendable(state, desk, command))
      case 'placeOrderList': return command.wallet === undefined ? judgeList(state, desk, command.clientListId, command.list) : this.#margin.judgeList(desk, command)
      case 'cancelOrderList': return findOpenList(desk, command) === undefined ? { reason: 'unknownOrderList' } : null
    }
  }

  #desk({ accountId, symbol, wallet }: { readonly accountId: AccountId; readonly symbol: string; readonly wallet?: MarginWalletName }): Desk | Rejection {
    const state = this.#state
    if (wallet !== undefined) return this.#margin.desk(accountId, symbol, wallet)
    const market = state.markets.get(symbol)
    const desk = market?.desks.get(accountId)
    if (desk !== undefined) return desk
    const trader = state.traders.get(accountId)
    if (trader === undefined) return { reason: 'unknownAccount' }
    return market === undefined ? { reason: 'unknownSymbol' } : state.desk(trader, market)
  }

  #placeOrder(command: CommandOf<'placeOrder'>): Verdict {
    const state = this.#state
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    if (command.wallet !== undefined) return this.#margin.placeOrder(desk, command)
    const rejection = judgeOrder(state, desk, command.order)
    if (rejection !== null) return rejection
    placeOrder(state, desk, command.order)
    carryOn(state)
    return 'changed'
  }

  #cancelOrder(command: CommandOf<'cancelOrder'>): Verdict {
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    const order = findCancellable(this.#state, desk, command.order, command.restriction)
    if (isRejection(order)) return order
    cancelOrder(this.#state, order, command.newClientOrderId)
    return 'changed'
  }

  #cancelOpenOrders(command: CommandOf<'cancelOpenOrders'>): Verdict {
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    if (desk.firstOpen === null) return { reason: 'unknownOrder' }
    cancelAll(this.#state, desk, command.newClientOrderId)
    return 'changed'
  }

  #cancelReplace(command: CommandOf<'cancelReplace'>): Verdicts {
    const state = this.#state
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    const { rejection, partial } = this.#replaceAt(desk, command, false)
    carryOn(state)
    const verdict = rejection ?? 'changed'
    return partial === null ? verdict : { verdict, partial }
  }

  /** A margin wallet that may not trade cancels by itself: here nothing is done at all, as where the new order's filters fail. */
  #replaceAt(desk: Desk, command: CommandOf<'cancelReplace'>, isTrial: boolean): Replaced {
    const barred = command.wallet === undefined || command.cancelOnly ? null : this.#margin.judgeTrading(desk)
    return barred === null ? cancelReplace(this.#state, desk, command, isTrial) : { rejection: barred, partial: null }
  }

  #amendOrder(command: CommandOf<'amendOrder'>): Verdict {
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    const order = findAmendable(this.#state, desk, command)
    if (isRejection(order)) return order
    amendOrder(this.#state, order, command.newQuantity, command.newClientOrderId)
    return 'changed'
  }

  #placeOrderList(command: CommandOf<'placeOrderList'>): Verdict {
    const state = this.#state
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    if (command.wallet !== undefined) return this.#margin.placeList(desk, command)
    const rejection = judgeList(state, desk, command.clientListId, command.list)
    if (rejection !== null) return rejection
    placeList(state, desk, command)
    carryOn(state)
    return 'changed'
  }

  #cancelOrderList(command: CommandOf<'cancelOrderList'>): Verdict {
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    const list = findOpenList(desk, command)
    if (list === undefined) return { reason: 'unknownOrderList' }
    cancelList(this.#state, list, command.newClientOrderId)
    return 'changed'
  }
}

const asRejection = (found: object | Rejection): Rejection | null => (isRejection(found) ? found : null)
