import type { AccountId } from '../../ids.ts'
import type { Amount } from '../../money.ts'
import { SECOND, type TimeUs } from '../../time.ts'
import type { ConversionQuote } from '../convert/conversion.ts'
import type { Ledger } from '../ledger.ts'
import type { MarketFold, StatePart, StateValue, VenueFacts, Verdict } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import type { WalletRules } from '../transfers/wallet-rules.ts'
import { cancelAlgo, endAlgo, judgeAlgo, placeAlgo, triggerAlgos } from './algo-orders.ts'
import { asSymbol, COLLATERAL } from './contract.ts'
import type { FuturesAct } from './futures-command.ts'
import type { AccountUpdateReason, FuturesEvent } from './futures-event.ts'
import type { IncomeType } from './futures-order.ts'
import { type FuturesAccount, FuturesState } from './futures-state.ts'
import { FuturesView } from './futures-view.ts'
import { restoreFutures, stateOfFutures } from './futures-snapshot.ts'
import { liquidateAll, liquidateNow } from './liquidation.ts'
import { mostToWithdraw } from './margin.ts'
import { isSampleDue, markNow, nextFunding, payFunding } from './mark-and-funding.ts'
import { endOrder } from './matching.ts'
import { findOpen, judgeOrder, modifyOrder, placeOrder } from './placing.ts'
import { changePositionMargin, setLeverage, setMarginType, setMultiAssets, setPositionMode } from './settings.ts'

/** The USD-M futures of the venue: perpetual contracts, settled in USDT. Deterministic, as the exchange around it. */
export class Futures implements StatePart {
  readonly internal: FuturesState
  readonly view: FuturesView

  constructor(ledger: Ledger, facts: VenueFacts, fold: MarketFold) {
    this.internal = new FuturesState(ledger, facts, fold)
    this.view = new FuturesView(this.internal)
  }

  /** Judges what needs the venue to be judged (order/test); every other act is judged by being done. */
  judge(act: FuturesAct, nowUs: TimeUs): Rejection | null {
    const state = this.internal
    state.nowUs = nowUs
    if (act.do !== 'place' && act.do !== 'placeAlgo') return null
    const account = state.account(act.accountId)
    const market = state.markets.get(act.symbol)
    if (account === undefined) return { reason: 'unknownAccount' }
    if (market === undefined) return { reason: 'unknownSymbol' }
    return act.do === 'place' ? judgeOrder(state, account, market, act.order) : judgeAlgo(account, market, act.algo)
  }

  execute(act: FuturesAct, nowUs: TimeUs, emit: (event: FuturesEvent) => void): Verdict {
    const state = this.internal
    state.nowUs = nowUs
    state.emit = emit
    const verdict = this.#do(act)
    if (verdict === 'changed' && 'symbol' in act) {
      const market = state.markets.get(act.symbol)
      if (market !== undefined) triggerAlgos(state, market)
    }
    return verdict
  }

  /** Marks once a second, then what follows from them: triggers, funding, liquidation; and what time alone does. @returns whether anything changed */
  tick(nowUs: TimeUs, emit: (event: FuturesEvent) => void): boolean {
    const state = this.internal
    state.nowUs = nowUs
    state.emit = emit
    let isChanged = this.#expire(nowUs)
    if (!isSampleDue(state)) return isChanged
    for (const market of state.markets.values()) {
      if (!markNow(state, market)) continue
      isChanged = true
      // A tick that marks nothing is in no journal, so it may leave nothing behind either.
      state.sampledSecond = Math.floor(nowUs / SECOND)
      if (nowUs >= market.nextFundingUs) payFunding(state, market)
      triggerAlgos(state, market)
    }
    return liquidateAll(state) || isChanged
  }

  /** Which assets the wallet takes, and how much may leave it: what no position and no order needs. */
  readonly walletRules: WalletRules = {
    judgeEntering: (_, asset) => (COLLATERAL.has(asset) ? null : { reason: 'unknownAsset' }),
    judgeLeaving: ({ accountId }, asset, amount) => (amount > mostToWithdraw(this.internal, accountId, asset) ? { reason: 'transferBalance' } : null),
  }

  /** A transfer moved money into or out of a futures wallet. */
  onTransfer(accountId: AccountId, asset: string, amount: Amount, nowUs: TimeUs, emit: (event: FuturesEvent) => void): void {
    this.#noteMoved(accountId, asset, amount, 'TRANSFER', amount > 0n ? 'DEPOSIT' : 'WITHDRAW', nowUs, emit)
  }

  /** One asset of a futures wallet was converted into another. */
  onConversion({ accountId, fromAsset, fromAmount, toAsset, toAmount }: ConversionQuote, nowUs: TimeUs, emit: (event: FuturesEvent) => void): void {
    this.#noteMoved(accountId, fromAsset, -fromAmount, 'COIN_SWAP_WITHDRAW', 'COIN_SWAP_WITHDRAW', nowUs, emit)
    this.#noteMoved(accountId, toAsset, toAmount, 'COIN_SWAP_DEPOSIT', 'COIN_SWAP_DEPOSIT', nowUs, emit)
  }

  state(): StateValue {
    return stateOfFutures(this.internal)
  }

  restore(value: StateValue): void {
    restoreFutures(this.internal, value)
  }

  #noteMoved(accountId: AccountId, asset: string, amount: Amount, type: IncomeType, reason: AccountUpdateReason, nowUs: TimeUs, emit: (event: FuturesEvent) => void): void {
    const state = this.internal
    state.nowUs = nowUs
    const account = state.account(accountId)
    if (account === undefined) return
    state.payDebts(account)
    state.income(account, '', type, amount, null, asset)
    emit({ what: 'account', accountId, reason, balances: [state.balanceUpdate(account, amount, asset)], positions: [] })
  }

  #expire(nowUs: TimeUs): boolean {
    const state = this.internal
    let isChanged = false
    for (const account of [...state.accounts.values()].sort((a, b) => a.id - b.id)) {
      for (const [symbol, atUs] of account.countdowns) if (nowUs >= atUs) {
        account.countdowns.delete(symbol)
        this.#cancelAll(account, symbol)
        isChanged = true
      }
      for (const order of [...account.open.values()]) if (order.facts.goodTillUs > 0 && nowUs >= order.facts.goodTillUs) {
        endOrder(state, order, 'EXPIRED')
        isChanged = true
      }
    }
    return isChanged
  }

  #cancelAll(account: FuturesAccount, symbol: string): void {
    for (const order of account.ordersOf(symbol)) endOrder(this.internal, order, 'CANCELED')
  }

  #do(act: FuturesAct): Verdict {
    const state = this.internal
    if (act.do === 'fundingInterval' || act.do === 'status' || act.do === 'seed') return this.#administer(act)
    const account = state.account(act.accountId)
    if (account === undefined) return { reason: 'unknownAccount' }
    if (!('symbol' in act)) {
      switch (act.do) {
        case 'positionMode': return setPositionMode(account, act)
        case 'multiAssets': return setMultiAssets(state, account, act)
        case 'feeBurn':
          account.isFeeBurn = act.isFeeBurn
          return 'changed'
        case 'cancelAlgo': return cancelAlgo(state, account, act.algo)
      }
    }
    const market = state.markets.get(act.symbol)
    if (market === undefined) return { reason: 'unknownSymbol' }
    switch (act.do) {
      case 'place': {
        const rejection = judgeOrder(state, account, market, act.order)
        if (rejection === null) placeOrder(state, account, market, act.order)
        return rejection ?? 'changed'
      }
      case 'modify': return modifyOrder(state, account, market, act)
      case 'cancel': {
        const order = findOpen(account, market, act.order)
        if (order === undefined) return { reason: 'unknownOrder' }
        endOrder(state, order, 'CANCELED')
        return 'changed'
      }
      case 'cancelAll': {
        if (account.ordersOf(act.symbol).length === 0) return 'unchanged'
        this.#cancelAll(account, act.symbol)
        return 'changed'
      }
      case 'countdown': {
        if (act.afterUs === 0) return account.countdowns.delete(act.symbol) ? 'changed' : 'unchanged'
        account.countDown(act.symbol, state.nowUs + act.afterUs)
        return 'changed'
      }
      case 'placeAlgo': {
        const rejection = judgeAlgo(account, market, act.algo)
        if (rejection === null) placeAlgo(state, account, market, act.algo)
        return rejection ?? 'changed'
      }
      case 'cancelAllAlgos': {
        const algos = [...account.openAlgos.values()].filter(({ symbol }) => symbol === act.symbol)
        for (const algo of algos) endAlgo(state, account, algo, 'CANCELED')
        return algos.length === 0 ? 'unchanged' : 'changed'
      }
      case 'leverage': return setLeverage(state, account, market, act)
      case 'marginType': return setMarginType(state, account, market, act)
      case 'positionMargin': return changePositionMargin(state, account, market, act)
      case 'liquidate': return liquidateNow(state, account, act.symbol)
    }
  }

  #administer(act: Extract<FuturesAct, { do: 'fundingInterval' | 'status' | 'seed' }>): Verdict {
    const state = this.internal
    const market = state.markets.get(act.symbol)
    if (market === undefined) return { reason: 'unknownSymbol' }
    if (act.do === 'status') {
      if (market.status === act.status) return 'unchanged'
      market.status = act.status
      state.emit({ what: 'contract', symbol: act.symbol })
      return 'changed'
    }
    if (act.do === 'fundingInterval') {
      if (!Number.isInteger(act.hours) || act.hours < 1) return { reason: 'notTrading' }
      market.fundingHours = act.hours
      market.nextFundingUs = nextFunding(state.nowUs, act.hours)
      return 'changed'
    }
    const drawn = state.fold.seed(asSymbol(market.contract), act.seed, act.lastPrice, state.nowUs)
    if (drawn.nextTradeId === market.nextTradeId && drawn.lastPrice === market.lastPrice) return 'unchanged'
    market.nextTradeId = drawn.nextTradeId
    market.lastPrice = drawn.lastPrice
    markNow(state, market)
    return 'changed'
  }
}
