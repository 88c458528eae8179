import { type Price, UNIT } from '../../money.ts'
import { HOUR, SECOND, type TimeUs } from '../../time.ts'
import { FUTURES_CLEARING_ACCOUNT, INSURANCE_FUND_ACCOUNT } from '../ledger.ts'
import { MARGIN_ASSET } from './contract.ts'
import { type FuturesMarket, type FuturesState } from './futures-state.ts'
import { positionUpdate } from './margin.ts'
import { absolute, ceilDivide, greatest, least } from './rounding.ts'
import { noteValue } from './value-candles.ts'

/** Over about so many seconds the distance between book and index is smoothed. */
const BASIS_SAMPLES = 30n
/** 0.03 % a day: what money costs more than the coin. */
const INTEREST_PER_DAY = UNIT * 3n / 10_000n
const LARGEST_CORRECTION = UNIT * 5n / 10_000n
const LARGEST_RATE = UNIT * 2n / 100n
const HOURS_A_DAY = 24n

/** The middle one of three. */
const median = (a: Price, b: Price, c: Price): Price => greatest(least(a, b), least(greatest(a, b), c))

/** The rate that would be paid if funding were now: the mean premium, drawn towards the interest by at most 0.05 %, within ±2 %; cut. */
export const fundingRate = ({ premiumSum, premiumCount, fundingHours }: FuturesMarket): bigint => {
  const premium = premiumCount === 0 ? 0n : premiumSum / BigInt(premiumCount)
  const interest = (INTEREST_PER_DAY * BigInt(fundingHours)) / HOURS_A_DAY
  const correction = greatest(-LARGEST_CORRECTION, least(LARGEST_CORRECTION, interest - premium))
  return greatest(-LARGEST_RATE, least(LARGEST_RATE, premium + correction))
}

export const nextFunding = (nowUs: TimeUs, hours: number): TimeUs => nowUs - (nowUs % (hours * HOUR)) + hours * HOUR

/**
 * Index: the last price of the spot market of the same name. Mark: the median of the index moved by what is left of the funding rate, the index moved by
 * the smoothed distance of the book from it, and the last price; so that one trade far off moves nobody's margin. @returns whether either moved
 */
export const markNow = (state: FuturesState, market: FuturesMarket): boolean => {
  const { contract } = market
  const index = state.facts.lastPrice(contract.name)
  if (index === null || index === 0n) return false
  market.indexPrice = index
  if (market.nextFundingUs === 0) market.nextFundingUs = nextFunding(state.nowUs, market.fundingHours)
  const middle = market.middle
  market.basis += (middle - index - market.basis) / BASIS_SAMPLES
  const premium = ((middle - index) * UNIT) / index
  market.premiumSum += premium
  market.premiumCount += 1
  const leftUs = BigInt(Math.max(0, market.nextFundingUs - state.nowUs))
  const byFunding = index + (index * fundingRate(market) * leftUs) / (UNIT * BigInt(market.fundingHours * HOUR))
  market.markPrice = median(byFunding, index + market.basis, market.lastPrice > 0n ? market.lastPrice : index)
  noteValue(market.marks, market.markPrice, state.nowUs)
  noteValue(market.premiums, premium, state.nowUs)
  state.emit({ what: 'mark', symbol: contract.name, markPrice: market.markPrice, indexPrice: index, rate: fundingRate(market), nextFundingUs: market.nextFundingUs })
  return true
}

export const isSampleDue = (state: FuturesState): boolean => Math.floor(state.nowUs / SECOND) > state.sampledSecond

/**
 * Each long pays notional × rate to each short (the other way round below zero). Payers pay rounded up, receivers get it cut; what remains, a few
 * units, goes to the insurance fund. Isolated positions pay from their own margin.
 */
export const payFunding = (state: FuturesState, market: FuturesMarket): void => {
  const { contract: { name }, markPrice } = market
  const rate = fundingRate(market)
  let collected = 0n
  const due = [...state.accounts.values()].sort((a, b) => a.id - b.id).flatMap((account) => [...account.positions.values()].filter(({ symbol, quantity }) => symbol === name && quantity !== 0n).map((position) => ({ account, position, exact: -markPrice * position.quantity * rate })))
  for (const { account, position, exact } of [...due].sort((a, b) => (a.exact < 0n ? 0 : 1) - (b.exact < 0n ? 0 : 1))) {
    const amount = exact < 0n ? -ceilDivide(-exact, UNIT * UNIT) : exact / (UNIT * UNIT)
    if (amount === 0n) continue
    state.post(account, FUTURES_CLEARING_ACCOUNT, amount)
    collected -= amount
    position.realized += amount
    if (account.settingsOf(name).marginType === 'ISOLATED') position.isolatedWallet += amount
    state.income(account, name, 'FUNDING_FEE', amount)
    state.emit({ what: 'account', accountId: account.id, reason: 'FUNDING_FEE', balances: [state.balanceUpdate(account, amount)], positions: account.settingsOf(name).marginType === 'ISOLATED' ? [positionUpdate(state, account, position)] : [] })
  }
  if (collected > 0n) state.ledger.moveBetween({ accountId: FUTURES_CLEARING_ACCOUNT, wallet: 'spot' }, { accountId: INSURANCE_FUND_ACCOUNT, wallet: 'spot' }, MARGIN_ASSET, absolute(collected))
  market.funding.push({ symbol: name, rate, markPrice, timeUs: market.nextFundingUs })
  market.premiumSum = 0n
  market.premiumCount = 0
  market.nextFundingUs = nextFunding(state.nowUs, market.fundingHours)
}
