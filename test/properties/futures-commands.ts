import fc from 'fast-check'
import type { Command } from '../../src/exchange/command.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import type { FuturesAct } from '../../src/exchange/futures/futures-command.ts'
import { ALGO_TYPES } from '../../src/exchange/futures/futures-order.ts'
import { genesis } from '../../src/exchange/listing/genesis.ts'
import { newExchange } from '../../src/exchange/new-exchange.ts'
import { accountId, type AccountId } from '../../src/ids.ts'
import { amount, UNIT } from '../../src/money.ts'
import { HOUR, MINUTE, SECOND } from '../../src/time.ts'

/** Random commands of a futures market of few people, whose index jumps: positions grow, turn, are funded and are taken over. */
export const PEOPLE: readonly AccountId[] = [1001, 1002, 1003].map(accountId)
const SPOT_TRADERS: readonly AccountId[] = [2001, 2002].map(accountId)
export const SYMBOL = 'BTCUSDT'
export const START_US = Date.UTC(2026, 0, 15, 7) * 1000
/** Of a bitcoin an ether is worth so much. */
const ETHER_PART = 20n
/** What each of them has in futures at first. */
export const FUNDS = amount('10000')

/** A command, or time that goes by. */
export type Step = Command | { readonly passUs: number }

const TERMS = { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: true } as const

/** Two trade on spot at a price, with nobody else there: that is the index. */
const indexAt = (price: bigint, mark: string, symbol = SYMBOL): Step[] => {
  const order = (side: 'BUY' | 'SELL') => ({ side, type: 'LIMIT', timeInForce: 'GTC', quantity: amount('0.01'), price, clientOrderId: `${mark}${side}`, selfTradePrevention: 'NONE' } as const)
  const [seller, buyer] = SPOT_TRADERS as readonly [AccountId, AccountId]
  return [{ kind: 'placeOrder', accountId: seller, symbol, order: order('SELL') }, { kind: 'placeOrder', accountId: buyer, symbol, order: order('BUY') }, { passUs: SECOND }]
}

const opening = (): Step[] => [
  // The insurance fund has little, so that what it cannot pay is met.
  ...genesis().filter(({ kind }) => kind !== 'fundInsurance'),
  ...[...PEOPLE, ...SPOT_TRADERS].flatMap((id): Command[] => [
    { kind: 'openAccount', accountId: id, terms: TERMS },
    ...([['USDT', 'ETH', '1000000'], ['BTC', 'BTC', '100'], ['BNB', 'BSC', '100'], ['ETH', 'ETH', '100']] as const).map(([asset, network, sum]): Command => ({ kind: 'announceDeposit', accountId: id, asset, network, amount: amount(sum), txId: `${asset}${id}`, isCreditedAtOnce: true })),
  ]),
  ...PEOPLE.map((id): Command => ({ kind: 'transfer', from: { accountId: id, wallet: 'spot' }, to: { accountId: id, wallet: 'usdFutures' }, asset: 'USDT', amount: FUNDS })),
  { kind: 'fundInsurance', asset: 'USDT', amount: amount('300') },
  ...indexAt(amount('50000'), 'open'), ...indexAt(amount('50000') / ETHER_PART, 'open', 'ETHUSDT'),
]

/** A venue, and the clock that its commands come by. */
export class FuturesTown {
  readonly exchange: Exchange
  nowUs = START_US

  constructor(exchange = newExchange()) {
    this.exchange = exchange
  }

  static opened(): FuturesTown {
    const town = new FuturesTown()
    for (const step of opening()) {
      const outcome = town.does(step)
      if (outcome && !outcome.ok) throw new Error(`${JSON.stringify(step, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}: ${outcome.rejection.reason}`)
    }
    return town
  }

  does(step: Step): ReturnType<Exchange['execute']> | undefined {
    if (!('passUs' in step)) return this.exchange.execute(step, this.nowUs)
    this.nowUs += step.passUs
    return this.exchange.execute({ kind: 'tick' }, this.nowUs)
  }
}

const who = fc.constantFrom(...PEOPLE)
const side = fc.constantFrom('BUY' as const, 'SELL' as const)
/** One-way most of the time: in hedge mode the other two are taken. */
const positionSide = fc.oneof({ weight: 8, arbitrary: fc.constant('BOTH' as const) }, fc.constant('LONG' as const), fc.constant('SHORT' as const))
const quantity = fc.integer({ min: 2, max: 3_000 }).map((lots) => BigInt(lots) * (UNIT / 1_000n))
const price = fc.integer({ min: -600, max: 600 }).map((steps) => (50_000n + BigInt(steps)) * UNIT)
const name = fc.integer({ min: 1, max: 8 }).map((number) => `n${number}`)
const ordinary = { side, positionSide, quantity, reduceOnly: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)), clientOrderId: name, priceMatch: fc.constant('NONE' as const), selfTradePrevention: fc.constantFrom('NONE' as const, 'EXPIRE_TAKER' as const, 'EXPIRE_MAKER' as const, 'EXPIRE_BOTH' as const) }

const limit = fc.record({ ...ordinary, type: fc.constant('LIMIT' as const), timeInForce: fc.constantFrom('GTC' as const, 'GTC' as const, 'GTC' as const, 'IOC' as const, 'FOK' as const, 'GTX' as const), price })
const market = fc.record({ ...ordinary, type: fc.constant('MARKET' as const), timeInForce: fc.constant('GTC' as const) })
const { clientOrderId: _, ...waiting } = ordinary
const algo = fc.record({ ...waiting, clientAlgoId: name, type: fc.constantFrom(...ALGO_TYPES), timeInForce: fc.constant('GTC' as const), trigger: price, workingType: fc.constantFrom('MARK_PRICE' as const, 'CONTRACT_PRICE' as const), priceProtect: fc.boolean(), closePosition: fc.boolean() })
  .map(({ trigger, ...asked }) => ({
    ...asked, closePosition: asked.closePosition && (asked.type === 'STOP_MARKET' || asked.type === 'TAKE_PROFIT_MARKET'),
    ...(asked.type === 'TRAILING_STOP_MARKET' ? { callbackPart: UNIT / 500n } : { triggerPrice: trigger }), ...(!asked.type.endsWith('MARKET') && { price: trigger }),
  }))

const of = { accountId: who, symbol: fc.constant(SYMBOL) }
const act: fc.Arbitrary<FuturesAct> = fc.oneof(
  { weight: 40, arbitrary: fc.record({ do: fc.constant('place' as const), ...of, order: fc.oneof({ weight: 3, arbitrary: limit }, market) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('modify' as const), ...of, order: name.map((clientOrderId) => ({ clientOrderId })), side, quantity, price, priceMatch: fc.constant('NONE' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('cancel' as const), ...of, order: name.map((clientOrderId) => ({ clientOrderId })) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cancelAll' as const, 'cancelAllAlgos' as const), ...of }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('countdown' as const), ...of, afterUs: fc.constantFrom(0, 30 * SECOND) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('placeAlgo' as const), ...of, algo }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancelAlgo' as const), accountId: who, algo: name.map((clientAlgoId) => ({ clientAlgoId })) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('leverage' as const), ...of, leverage: fc.constantFrom(5, 50, 100, 125) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('marginType' as const), ...of, marginType: fc.constantFrom('ISOLATED' as const, 'CROSSED' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('positionMargin' as const), ...of, positionSide, amount: fc.integer({ min: 1, max: 900 }).map((whole) => BigInt(whole) * UNIT), change: fc.constantFrom('ADD' as const, 'REDUCE' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('liquidate' as const), ...of }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('positionMode' as const), accountId: who, isHedge: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('multiAssets' as const), accountId: who, isMultiAssets: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('feeBurn' as const), accountId: who, isFeeBurn: fc.boolean() }) },
)

/** The same in the other contract, at a twentieth of the price. */
const inEther = (each: FuturesAct): FuturesAct => {
  const cheap = <Priced extends { readonly price?: bigint; readonly triggerPrice?: bigint }>(asked: Priced): Priced =>
    ({ ...asked, ...(asked.price !== undefined && { price: asked.price / ETHER_PART }), ...(asked.triggerPrice !== undefined && { triggerPrice: asked.triggerPrice / ETHER_PART }) })
  if (!('symbol' in each)) return each
  const other = { ...each, symbol: 'ETHUSDT' }
  return other.do === 'place' ? { ...other, order: cheap(other.order) } : other.do === 'placeAlgo' ? { ...other, algo: cheap(other.algo) } : other.do === 'modify' ? cheap(other) : other
}

const wallet = fc.constantFrom('spot' as const, 'funding' as const, 'crossMargin' as const, 'usdFutures' as const, 'usdFutures' as const)
const step: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 40, arbitrary: fc.tuple(act, fc.integer({ min: 0, max: 3 })).map(([each, one]): Step[] => [{ kind: 'futures', act: one === 0 ? inEther(each) : each }]) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('transfer' as const), from: fc.record({ accountId: who, wallet }), to: fc.record({ accountId: who, wallet }), asset: fc.constantFrom('USDT', 'BNB', 'BTC'), amount: fc.integer({ min: 1, max: 3_000 }).map((tenths) => BigInt(tenths) * (UNIT / 10n)) }).map((each): Step[] => [each]) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('borrow' as const, 'repay' as const), accountId: who, wallet: fc.constant('crossMargin' as const), asset: fc.constantFrom('USDT', 'BTC'), amount: fc.integer({ min: 1, max: 400 }).map((cents) => BigInt(cents) * (UNIT / 100n)) }).map((each): Step[] => [each]) },
  { weight: 6, arbitrary: fc.tuple(fc.integer({ min: 47_500, max: 52_500 }), fc.nat()).map(([whole, mark]) => indexAt(BigInt(whole) * UNIT, `i${mark}`)) },
  { weight: 5, arbitrary: fc.constantFrom(SECOND, MINUTE, HOUR, 8 * HOUR).map((passUs): Step[] => [{ passUs }]) },
)

/** A story of so many steps. */
export const stories: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 40, maxLength: 100, size: 'max' }).map((steps) => steps.flat())
