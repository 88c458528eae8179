import type { Account } from '../../src/accounts/account.ts'
import type { ServedLimits, Services } from '../../src/binance/endpoint.ts'
import { amount, formatDecimal, UNIT } from '../../src/money.ts'
import { type CallerWish, rowCaller } from './in-process.ts'
import { aWorld, type CallRow, type World } from './world.ts'

export interface FuturesWorld {
  readonly world: World
  readonly as: (account: Account, wish?: Omit<CallerWish, 'account'>) => CallRow
  /** So many times the mark price, on the contract's tick. */
  readonly price: (symbol: string, times?: number) => string
  /** Lets a second go by, in which the marks follow. */
  readonly tick: (us?: number) => void
}

/** A world in which every contract has its mark price, and accounts have 10,000 USDT in futures and the same on spot. */
export const aFuturesWorld = (accounts: readonly Account[], limits: Partial<ServedLimits> = {}): FuturesWorld => {
  const world = aWorld(accounts)
  const services: Services = { ...world.services, limits: { ...world.services.limits, ...limits } }
  const as = (account: Account, wish: Omit<CallerWish, 'account'> = {}) => rowCaller(services, { ...wish, account })
  const tick = (us = 1_000_000): void => {
    world.clock.advance(us)
    world.venue.execute({ kind: 'tick' })
  }
  for (const account of accounts) {
    world.fund(account, 'USDT', '20000')
    world.venue.execute({ kind: 'transfer', from: { accountId: account.id, wallet: 'spot' }, to: { accountId: account.id, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('10000') })
  }
  tick()
  const price = (symbol: string, times = 1): string => {
    const { futures } = world.venue.view
    const tickSize = futures.contract(symbol)?.tickSize ?? 1n
    const exact = ((futures.market(symbol)?.markPrice ?? 0n) * amount(times.toFixed(8))) / UNIT
    return formatDecimal(exact - (exact % tickSize))
  }
  return { world, as, price, tick }
}
