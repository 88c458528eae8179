import { notionalRoundedDown, ratioRoundedDown, UNIT, type Amount, type Quantity } from '../../money.ts'
import type { OrderRequest } from '../command.ts'
import { INSURANCE_FUND, INSURANCE_FUND_ACCOUNT, MARGIN_LENDER } from '../ledger.ts'
import { cancelAll } from '../spot/cancelling.ts'
import { carryOn } from '../spot/carry-on.ts'
import { keepNewest } from '../spot/kept-history.ts'
import type { Market } from '../spot/market.ts'
import { judgeOrder, placeOrder } from '../spot/placing.ts'
import type { SpotState } from '../spot/spot-state.ts'
import type { Trader } from '../spot/trader.ts'
import type { Loans } from './loans.ts'
import type { MarginAccount } from './margin-account.ts'
import type { ValueIn } from './margin-level.ts'
import { LIQUIDATION_FEE, UNSALEABLE_USD } from './margin-terms.ts'

const DOLLAR = 'USDT'
/** A market order may cost more than the last price says: this much is bought or sold beyond what is needed, in percent. */
const MARGIN_PERCENT = 102n

const least = (one: Amount, other: Amount): Amount => (one < other ? one : other)

/**
 * Sells what a margin account has until it owes nothing: its orders are cancelled, what it owes is repaid from what it has of it, and for
 * the rest market orders sell its other assets into the books, with commission as any order. Of what is repaid so a part goes to the insurance fund.
 * What cannot be sold because it is too little, the fund takes, and pays for the debt that is left as far as it can; beyond that the lender bears it.
 * Where the books have nothing to give, the account waits for the next time.
 */
export class Liquidation {
  readonly #state: SpotState
  readonly #loans: Loans
  readonly #valueIn: ValueIn
  /** Lets margin orders that were cancelled or filled have their effects. */
  readonly #settle: () => void

  constructor(state: SpotState, loans: Loans, valueIn: ValueIn, settle: () => void) {
    this.#state = state
    this.#loans = loans
    this.#valueIn = valueIn
    this.#settle = settle
  }

  run(account: MarginAccount): void {
    const trader = this.#state.trader(account.accountId, account.wallet)
    if (trader === undefined) return
    this.#cancelOrders(trader)
    for (const asset of account.debts()) this.#repayOut(account, trader, asset)
    if (account.loans.size > 0 && this.#isUnsaleable(account)) this.#closeShort(account)
  }

  #cancelOrders(trader: Trader): void {
    for (const name of [...trader.desks.keys()].sort()) cancelAll(this.#state, trader.desks.get(name)!, `autoclose-${this.#state.nextExecutionId}`)
    this.#settle()
  }

  #free(account: MarginAccount, asset: string): Amount {
    return this.#state.ledger.free(account.accountId, asset, account.wallet)
  }

  #repayOut(account: MarginAccount, trader: Trader, asset: string): void {
    const { nowUs } = this.#state
    const owed = account.owed(asset)
    const fee = notionalRoundedDown(owed, LIQUIDATION_FEE)
    for (const source of this.#sources(account, asset)) {
      const missing = owed + fee - this.#free(account, asset)
      if (missing <= 0n) break
      this.#exchange(account, trader, source, asset, missing)
    }
    this.#settle()
    this.#loans.repay(account, asset, owed, true, nowUs)
    const paid = least(fee, this.#free(account, asset))
    if (account.owed(asset) === 0n && paid > 0n) this.#state.ledger.moveBetween(account, INSURANCE_FUND, asset, paid)
  }

  /** What may be sold for a debt: all that is not owed itself, the most valuable first. */
  #sources(account: MarginAccount, asset: string): readonly string[] {
    return this.#state.ledger.balances(account.accountId, account.wallet)
      .filter((balance) => balance.free > 0n && balance.asset !== asset && account.owed(balance.asset) === 0n)
      .map((balance) => ({ asset: balance.asset, worth: this.#valueIn(balance.asset, balance.free, DOLLAR) ?? 0n }))
      .sort((a, b) => (a.worth === b.worth ? (a.asset < b.asset ? -1 : 1) : a.worth > b.worth ? -1 : 1))
      .map((source) => source.asset)
  }

  /** Gets up to `wanted` of `to` for `from`, directly or through dollars. */
  #exchange(account: MarginAccount, trader: Trader, from: string, to: string, wanted: Amount): void {
    const { markets } = this.#state
    const sold = markets.get(from + to)
    if (sold !== undefined) return this.#sell(account, trader, sold, wanted)
    const bought = markets.get(to + from)
    if (bought !== undefined) return this.#buy(account, trader, bought, wanted)
    if (from === DOLLAR || to === DOLLAR || account.symbol !== undefined) return
    const before = this.#free(account, DOLLAR)
    const cost = this.#valueIn(to, wanted, DOLLAR)
    if (cost === null) return
    this.#exchange(account, trader, from, DOLLAR, (cost * MARGIN_PERCENT) / 100n)
    if (this.#free(account, DOLLAR) > before) this.#exchange(account, trader, DOLLAR, to, wanted)
  }

  #sell(account: MarginAccount, trader: Trader, market: Market, wantedQuote: Amount): void {
    const price = market.lastPrice
    if (price === null || price === 0n) return
    const needed = (wantedQuote * UNIT * MARGIN_PERCENT) / (price * 100n)
    this.#trade(account, trader, market, 'SELL', least(roundedUp(needed, stepOf(market)), this.#free(account, market.definition.baseAsset)))
  }

  #buy(account: MarginAccount, trader: Trader, market: Market, wantedBase: Amount): void {
    const price = market.lastPrice
    if (price === null || price === 0n) return
    // The commission is taken from what is bought.
    const needed = (wantedBase * MARGIN_PERCENT) / 100n
    const payable = ratioRoundedDown(this.#free(account, market.definition.quoteAsset), UNIT * 100n, price * MARGIN_PERCENT)
    this.#trade(account, trader, market, 'BUY', least(roundedUp(needed, stepOf(market)), payable))
  }

  #trade(account: MarginAccount, trader: Trader, market: Market, side: 'BUY' | 'SELL', most: Quantity): void {
    const state = this.#state
    const step = stepOf(market)
    const { lotSize, marketLotSize } = market.rules
    // What one order may not take, the next liquidation does.
    const atOnce = [lotSize, marketLotSize].reduce((cap, filter) => (filter !== null && filter.maxQty > 0n ? least(cap, filter.maxQty) : cap), most)
    const quantity = step === 0n ? atOnce : atOnce - (atOnce % step)
    if (quantity <= 0n) return
    const desk = state.desk(trader, market)
    const request: OrderRequest = { side, type: 'MARKET', timeInForce: 'GTC', quantity, clientOrderId: `autoclose-${state.nextOrderId}`, selfTradePrevention: 'NONE' }
    if (judgeOrder(state, desk, request) !== null) return
    const order = placeOrder(state, desk, request)
    carryOn(state)
    account.liquidationRecords.push({
      wallet: account.wallet, orderId: order.id, symbol: market.name, side, quantity, filledQuantity: order.filledQuantity,
      averagePrice: order.filledQuantity === 0n ? 0n : ratioRoundedDown(order.filledQuote, UNIT, order.filledQuantity), timeUs: state.nowUs,
    })
    keepNewest(account.liquidationRecords)
  }

  #isUnsaleable(account: MarginAccount): boolean {
    let worth = 0n
    for (const { asset, free } of this.#state.ledger.balances(account.accountId, account.wallet)) worth += this.#valueIn(asset, free, DOLLAR) ?? 0n
    return worth <= UNSALEABLE_USD
  }

  /** The fund takes what is left, and pays the lender what is still owed of principal. */
  #closeShort(account: MarginAccount): void {
    const { ledger, nowUs } = this.#state
    for (const { asset, free } of ledger.balances(account.accountId, account.wallet)) if (free > 0n) ledger.moveBetween(account, INSURANCE_FUND, asset, free)
    for (const asset of account.debts()) {
      const paid = least(account.loan(asset).principal, ledger.free(INSURANCE_FUND_ACCOUNT, asset))
      if (paid > 0n) ledger.moveBetween(INSURANCE_FUND, MARGIN_LENDER, asset, paid)
      this.#loans.forget(account, asset, paid, nowUs)
    }
  }
}

const stepOf = (market: Market): Quantity => market.rules.lotSize?.stepSize ?? 0n

const roundedUp = (quantity: Quantity, step: Quantity): Quantity => (step === 0n || quantity % step === 0n ? quantity : quantity + step - (quantity % step))
