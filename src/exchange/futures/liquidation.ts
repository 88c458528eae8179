import { type Amount, type Price, UNIT } from '../../money.ts'
import { FUTURES_CLEARING_ACCOUNT, INSURANCE_FUND_ACCOUNT } from '../ledger.ts'
import type { Verdict } from '../market-port.ts'
import { MARGIN_ASSET } from './contract.ts'
import type { AutoClose, FuturesOrderRequest } from './futures-order.ts'
import { type FuturesAccount, type FuturesMarket, type FuturesState, LiveFuturesOrder, type LivePosition } from './futures-state.ts'
import { accountMargin, backingOf, positionUpdate, profitAt } from './margin.ts'
import { endOrder, tell, trade } from './matching.ts'
import { placeOrder } from './placing.ts'
import { absolute, ceilDivide, greatest, least, worthOf } from './rounding.ts'

/**
 * Takes over what is no longer backed by its maintenance margin: orders first, then the position, whole. It is sold into the book down to the price at which
 * nothing of its margin is left, and below that as far as the insurance fund can pay for it; what the book does not take goes to those on the other side who won
 * most by the most leverage (ADL), at the price at which nothing is left. @returns whether anything was taken over
 */
export const liquidateAll = (state: FuturesState): boolean => {
  let isChanged = false
  for (const account of [...state.accounts.values()].sort((a, b) => a.id - b.id)) {
    for (let isDone = false; !isDone;) {
      const position = unbacked(state, account)
      isDone = position === undefined
      if (position !== undefined) {
        takeOver(state, account, position)
        isChanged = true
      }
    }
    isChanged = warn(state, account) || isChanged
  }
  return isChanged
}

/** Takes over what an account holds of a contract, as if its margin were used up. */
export const liquidateNow = (state: FuturesState, account: FuturesAccount, symbol: string): Verdict => {
  const held = [...account.positions.values()].filter((position) => position.symbol === symbol && position.quantity !== 0n)
  for (const position of held) takeOver(state, account, position)
  return held.length === 0 ? { reason: 'noPositionForMargin' } : 'changed'
}

/** The position with the greatest notional of those whose margin is used up. */
const unbacked = (state: FuturesState, account: FuturesAccount): LivePosition | undefined => {
  const held = [...account.positions.values()].filter(({ quantity }) => quantity !== 0n)
  const notional = ({ symbol, quantity }: LivePosition): Amount => absolute(worthOf(state.markets.get(symbol)!.markPrice, quantity))
  return held.filter((position) => {
    const { margin, maintenance } = backingOf(state, account, position)
    return margin < maintenance
  }).sort((a, b) => (notional(a) < notional(b) ? 1 : -1))[0]
}

/** Half of the way to being taken over is told, once. */
const warn = (state: FuturesState, account: FuturesAccount): boolean => {
  const { crossMargin, crossMaintenance, crossWallet } = accountMargin(state, account)
  const isClose = crossMaintenance > 0n && crossMargin < crossMaintenance * 2n
  if (isClose === account.isCalled) return false
  account.isCalled = isClose
  if (isClose) state.emit({ what: 'marginCall', accountId: account.id, crossWallet, positions: [...account.positions.values()].filter(({ quantity }) => quantity !== 0n).map((position) => positionUpdate(state, account, position)) })
  return true
}

const takeOver = (state: FuturesState, account: FuturesAccount, position: LivePosition): void => {
  const market = state.markets.get(position.symbol)!
  const isIsolated = account.settingsOf(position.symbol).marginType === 'ISOLATED'
  for (const order of [...account.open.values()]) if (order.level !== null && (!isIsolated || order.market === market)) endOrder(state, order, 'EXPIRED')
  const crossBefore = state.crossWallet(account)
  const isLong = position.quantity > 0n
  const zero = zeroPrice(state, account, position, market)
  const forced = (quantity: bigint, price: Price, autoClose: AutoClose): FuturesOrderRequest => ({
    side: isLong ? 'SELL' : 'BUY', positionSide: position.positionSide, type: 'LIMIT', timeInForce: 'IOC', quantity, price, reduceOnly: true,
    clientOrderId: autoClose === 'ADL' ? 'adl_autoclose' : `autoclose-${state.nextOrderId}`, priceMatch: 'NONE', selfTradePrevention: 'EXPIRE_MAKER',
  })
  const fund = state.ledger.free(INSURANCE_FUND_ACCOUNT, MARGIN_ASSET)
  const reach = zero + (isLong ? -1n : 1n) * ((fund * UNIT) / absolute(position.quantity))
  const request = forced(absolute(position.quantity), greatest(market.contract.tickSize, reach), 'LIQUIDATION')
  const order = placeOrder(state, account, market, request, { autoClose: 'LIQUIDATION' }, request.price)
  tell(state, order, 'CALCULATED')
  market.forced.push({ ...order.facts })
  state.emit({ what: 'forcedOrder', order: { ...order.facts }, autoClose: 'LIQUIDATION' })
  if (position.quantity !== 0n) deleverage(state, account, position, market, zero, forced(absolute(position.quantity), zero, 'ADL'))
  settleRest(state, account, position, market, order.facts.filledQuote, isIsolated, crossBefore)
}

/** The price at which nothing of the margin is left, on the side of the one who is taken over. */
const zeroPrice = (state: FuturesState, account: FuturesAccount, position: LivePosition, { markPrice, contract }: FuturesMarket): Price => {
  const { margin } = backingOf(state, account, position)
  const away = (greatest(0n, margin) * UNIT) / absolute(position.quantity)
  return greatest(contract.tickSize, position.quantity > 0n ? markPrice - away : markPrice + away)
}

/** The other side's positions take the rest, those first that won most for what they put in. */
const deleverage = (state: FuturesState, account: FuturesAccount, position: LivePosition, market: FuturesMarket, price: Price, request: FuturesOrderRequest): void => {
  for (const { owner, other } of adlQueue(state, market, position.quantity < 0n)) {
    if (position.quantity === 0n) return
    const quantity = least(absolute(position.quantity), absolute(other.quantity))
    const make = (whose: FuturesAccount, asked: FuturesOrderRequest): LiveFuturesOrder => {
      const made = new LiveFuturesOrder({
        id: state.nextOrderId++, accountId: whose.id, symbol: market.contract.name, originalType: 'LIMIT', filledQuantity: 0n, filledQuote: 0n, closePosition: false, triggerPrice: 0n, workingType: 'CONTRACT_PRICE', priceProtect: false, goodTillUs: 0,
        status: 'NEW', createdAtUs: state.nowUs, updatedAtUs: state.nowUs, modifyCount: 0, autoClose: 'ADL', algoId: null, ...asked, price, quantity,
      }, whose, market)
      whose.open.set(made.id, made)
      return made
    }
    const mine = make(account, request)
    const theirs = make(owner, { ...request, side: request.side === 'BUY' ? 'SELL' : 'BUY', positionSide: other.positionSide })
    trade(state, mine, theirs, price, quantity)
    for (const { facts } of [mine, theirs]) {
      market.forced.push({ ...facts })
      state.emit({ what: 'forcedOrder', order: { ...facts }, autoClose: 'ADL' })
    }
  }
}

export interface AdlPlace { readonly owner: FuturesAccount; readonly other: LivePosition }

/** Positions of one side, the first to be reduced first: by profit over cost times leverage, then by account. */
export const adlQueue = (state: FuturesState, market: FuturesMarket, isLong: boolean): readonly AdlPlace[] => {
  const score = ({ owner, other }: AdlPlace): bigint => (profitAt(other, market.markPrice) * UNIT * BigInt(owner.settingsOf(other.symbol).leverage)) / greatest(1n, absolute(other.cost))
  return [...state.accounts.values()].sort((a, b) => a.id - b.id).flatMap((owner) => [...owner.positions.values()].filter(({ symbol, quantity }) => symbol === market.contract.name && (isLong ? quantity > 0n : quantity < 0n)).map((other) => ({ owner, other })))
    .map((place) => ({ place, by: score(place) })).sort((a, b) => (a.by < b.by ? 1 : a.by > b.by ? -1 : 0)).map(({ place }) => place)
}

/** What the insurance fund got from somebody, below zero, or paid for him. */
const tellClear = (state: FuturesState, account: FuturesAccount, symbol: string, amount: Amount): void => {
  state.income(account, symbol, 'INSURANCE_CLEAR', amount)
  state.emit({ what: 'account', accountId: account.id, reason: 'INSURANCE_CLEAR', balances: [state.balanceUpdate(account, amount)], positions: [] })
}

/** Who kept something pays the fee of its liquidation to the insurance fund; what went below nothing the fund pays, as far as it can. */
const settleRest = (state: FuturesState, account: FuturesAccount, position: LivePosition, { contract }: FuturesMarket, quote: Amount, isIsolated: boolean, crossBefore: Amount): void => {
  const left = isIsolated ? state.crossWallet(account) + position.isolatedWallet - crossBefore : accountMargin(state, account).crossMargin
  const fee = least(greatest(0n, left), least(greatest(0n, state.ledger.free(account.id, MARGIN_ASSET, 'usdFutures')), ceilDivide(quote * contract.liquidationFee, UNIT)))
  if (fee > 0n) {
    state.post(account, INSURANCE_FUND_ACCOUNT, -fee)
    tellClear(state, account, contract.name, -fee)
  }
  if (position.quantity === 0n) position.isolatedWallet = 0n
  if (isIsolated && position.quantity === 0n) return coverIsolated(state, account, contract.name, crossBefore)
  const hasCross = [...account.positions.values()].some(({ quantity }) => quantity !== 0n)
  if (hasCross || account.isMultiAssets || account.owed === 0n) return
  const paid = least(account.owed, state.ledger.free(INSURANCE_FUND_ACCOUNT, MARGIN_ASSET))
  if (paid === 0n) return
  state.ledger.moveBetween({ accountId: INSURANCE_FUND_ACCOUNT, wallet: 'spot' }, { accountId: FUTURES_CLEARING_ACCOUNT, wallet: 'spot' }, MARGIN_ASSET, paid)
  account.owed -= paid
  tellClear(state, account, contract.name, paid)
}

/** An isolated position stands with its own margin alone: what it lost beyond that falls on the insurance fund, as far as it can, and not on the rest of the wallet. */
const coverIsolated = (state: FuturesState, account: FuturesAccount, symbol: string, crossBefore: Amount): void => {
  const paid = least(greatest(0n, crossBefore - state.crossWallet(account)), state.ledger.free(INSURANCE_FUND_ACCOUNT, MARGIN_ASSET))
  if (paid === 0n) return
  state.post(account, INSURANCE_FUND_ACCOUNT, paid)
  tellClear(state, account, symbol, paid)
}
