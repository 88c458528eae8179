import type { AccountId } from '../../ids.ts'
import { amount, type Price, type Quantity, UNIT } from '../../money.ts'
import { HOUR, SECOND, type TimeUs } from '../../time.ts'
import type { Command } from '../command.ts'
import type { ExchangeView, Level } from '../exchange-view.ts'
import { asSymbol, CONTRACTS, type Contract, MARGIN_ASSET } from '../futures/contract.ts'
import type { FuturesAct } from '../futures/futures-command.ts'
import type { FuturesOrder, FuturesOrderRequest } from '../futures/futures-order.ts'
import { referencePrice } from '../listing/symbols.ts'
import { bell, nameNumber, uniform } from '../market/noise.ts'
import { gridOf, type MarketGrid, quantityOnGrid } from '../market/typical-trade.ts'
import type { Side } from '../symbol.ts'
import { DEMO_TRADERS, MAKERS, TAKER } from './demo-traders.ts'
import { ladder, tradesAtRung, unevenness } from './ladder.ts'

/** How often a contract is looked at; the others have a turn every six seconds. */
const TURN: ReadonlyMap<string, number> = new Map([['BTCUSDT', SECOND], ['ETHUSDT', 2 * SECOND], ['SOLUSDT', 3 * SECOND]])
const SLOW_TURN_US = 6 * SECOND
const MENDED_PER_TURN = 1
const TORN = 7
const SURPLUS_KEPT = 4
const TRADE_CHANCE = 0.75
const DEPTH_SEEN = 20
/** What a trader begins with in its futures wallet, and is filled up to when it has less than half of it. */
const FUNDS = amount('20000000')
/** Low, so that the brackets leave room for every ladder. */
const TRADER_LEVERAGE = 5
/** The book stands off the index by about this part, now above it and now below: what funding is paid for. */
const PREMIUM = 0.0002
/** A taker's position in typical trades that leaves it no choice of side any more. */
const FULL_POSITION = 40

interface Stage {
  readonly contract: Contract
  readonly grid: MarketGrid
  readonly turnUs: number
  readonly number: number
  lastTurn: number
}

type Draw = (what: number) => number

const act = (what: FuturesAct): Command => ({ kind: 'futures', act: what })

/** A typical trade that every contract takes, however small its market lot. */
const gridOfContract = (contract: Contract, price: Price | undefined): MarketGrid => {
  const grid = gridOf(asSymbol(contract))
  const least = price ? (contract.minNotional * 8n * UNIT) / price : 0n
  return least > grid.typicalQuantity ? { ...grid, typicalQuantity: least } : grid
}

/**
 * Activity on the contracts: the makers of spot quote ladders around the index, a taker trades with them. Who of the makers is long shows the
 * best offer and who is short the best bid, and the taker tends to go back to nothing; so what each of them holds stays small, and all of
 * them together hold the other side of what users do. Like the spot market it holds no timer, changes nothing itself, and goes on after a restart.
 */
export class FuturesDemoMarket {
  readonly #seed: number
  readonly #stages: readonly Stage[] = CONTRACTS.map((contract) => ({
    contract, grid: gridOfContract(contract, referencePrice(contract.name)), turnUs: TURN.get(contract.name) ?? SLOW_TURN_US, number: nameNumber(`${contract.name} perpetual`), lastTurn: -1,
  }))
  #shownPart = 1
  #fundedMinute = -1

  constructor(seed: number) {
    this.#seed = seed
  }

  /** Funds of the traders, who are there when these commands come, and candles until now where they are missing. No funding is drawn: what was not paid is not told. */
  open(_: TimeUs, view: ExchangeView): Command[] {
    const histories = this.#stages.flatMap(({ contract: { name } }): Command[] => {
      const lastPrice = view.market.lastPrice(name) ?? referencePrice(name)
      return lastPrice === undefined ? [] : [act({ do: 'seed', symbol: name, seed: this.#seed, lastPrice })]
    })
    const leverages = DEMO_TRADERS.flatMap((accountId) => (view.futures.margin(accountId) ? [] : CONTRACTS.map(({ name }) => act({ do: 'leverage', accountId, symbol: name, leverage: TRADER_LEVERAGE }))))
    return [...this.#fund(view), ...histories, ...leverages]
  }

  step(nowUs: TimeUs, view: ExchangeView): Command[] {
    const minute = Math.floor(nowUs / (60 * SECOND))
    const commands = minute === this.#fundedMinute ? [] : this.#fund(view)
    this.#fundedMinute = minute
    for (const stage of this.#stages) {
      const turn = Math.floor((nowUs + (Math.abs(stage.number) % stage.turnUs)) / stage.turnUs)
      const market = view.futures.market(stage.contract.name)
      if (turn === stage.lastTurn || market?.status !== 'TRADING' || market.markPrice === 0n) continue
      stage.lastTurn = turn
      commands.push(...this.#playTurn(stage, nowUs, view))
    }
    return commands
  }

  /** A shock on spot: the makers pull their quotes, and follow the index with their next turns. */
  moveValue(asset: string, _: number, view: ExchangeView): Command[] {
    return CONTRACTS.filter(({ baseAsset }) => baseAsset === asset).flatMap(({ name }) => MAKERS.filter((id) => view.futures.openOrders(id, name).length > 0).map((accountId) => act({ do: 'cancelAll', accountId, symbol: name })))
  }

  show(part: number): void {
    this.#shownPart = part
  }

  #fund(view: ExchangeView): Command[] {
    return DEMO_TRADERS.flatMap((accountId): Command[] => {
      const { free } = view.wallet.balance(accountId, MARGIN_ASSET, 'usdFutures')
      return free * 2n >= FUNDS ? [] : [{ kind: 'transfer', from: { accountId, wallet: 'spot' }, to: { accountId, wallet: 'usdFutures' }, asset: MARGIN_ASSET, amount: FUNDS - free }]
    })
  }

  #playTurn(stage: Stage, nowUs: TimeUs, view: ExchangeView): Command[] {
    const { contract: { name }, grid } = stage
    const index = view.market.lastPrice(name)
    if (index === null) return []
    const draw: Draw = (what) => uniform(this.#seed, stage.number, nowUs, what)
    const reference = Number(index) * (1 + this.#premiumAt(stage, nowUs))
    const [bids, asks] = [ladder('BUY', grid, reference, 1), ladder('SELL', grid, reference, 1)]
    if (bids.length < 2 || asks.length < 2) return []
    const standing = MAKERS.flatMap((id) => view.futures.openOrders(id, name))
    const isPassed = ({ side, price }: FuturesOrder): boolean => (side === 'BUY' ? price >= asks[0]! : price <= bids[0]!)
    const pulled = standing.filter(isPassed)
    const turn = new Turn(stage, nowUs, this.#shownPart, draw, new Map(DEMO_TRADERS.map((id) => [id, heldBy(view, id, name)])))
    const kept = (side: Side): FuturesOrder[] => standing.filter((order) => order.side === side && !isPassed(order))
    return [
      ...pulled.map(({ accountId, id }) => act({ do: 'cancel', accountId, symbol: name, order: { orderId: id } })),
      ...turn.take(view.futures.depth(name, DEPTH_SEEN), pulled, bids[0]!, asks[0]!),
      ...turn.mend('BUY', bids, kept('BUY')), ...turn.mend('SELL', asks, kept('SELL')),
    ]
  }

  /** Wanders from hour to hour, evenly in between. */
  #premiumAt({ number }: Stage, nowUs: TimeUs): number {
    const hour = Math.floor(nowUs / HOUR)
    const way = nowUs / HOUR - hour
    return PREMIUM * (bell(this.#seed, number, hour) * (1 - way) + bell(this.#seed, number, hour + 1) * way)
  }
}

const heldBy = (view: ExchangeView, id: AccountId, symbol: string): Quantity => view.futures.positions(id).reduce((sum, position) => (position.symbol === symbol ? sum + position.quantity : sum), 0n)

/** One look at one contract, and what is done about it. */
class Turn {
  readonly #stage: Stage
  readonly #nowMs: number
  readonly #shownPart: number
  readonly #draw: Draw
  readonly #held: ReadonlyMap<AccountId, Quantity>
  #named = 0

  constructor(stage: Stage, nowUs: TimeUs, shownPart: number, draw: Draw, held: ReadonlyMap<AccountId, Quantity>) {
    this.#stage = stage
    this.#nowMs = Math.floor(nowUs / 1_000)
    this.#shownPart = shownPart
    this.#draw = draw
    this.#held = held
  }

  /** Takes from others what the index has passed; where there is none, now and then a trade at the top of the book. */
  take({ bids, asks }: { readonly bids: readonly Level[]; readonly asks: readonly Level[] }, pulled: readonly FuturesOrder[], bestBid: Price, bestAsk: Price): Command[] {
    const left = (levels: readonly Level[], side: Side): Quantity =>
      levels.reduce((sum, { quantity }) => sum + quantity, 0n) - pulled.reduce((sum, order) => (order.side === side ? sum + order.quantity - order.filledQuantity : sum), 0n)
    const passedAsks = left(asks.filter(({ price }) => price <= bestBid), 'SELL')
    if (passedAsks > 0n) return [this.#order(TAKER, 'BUY', 'IOC', this.#atLeastTradable(passedAsks), bestBid)]
    const passedBids = left(bids.filter(({ price }) => price >= bestAsk), 'BUY')
    if (passedBids > 0n) return [this.#order(TAKER, 'SELL', 'IOC', this.#atLeastTradable(passedBids), bestAsk)]
    if (this.#draw(1) >= TRADE_CHANCE) return []
    const { grid } = this.#stage
    const fullness = Number(this.#held.get(TAKER) ?? 0n) / (Number(grid.typicalQuantity) * FULL_POSITION)
    const side: Side = this.#draw(2) < 0.5 - fullness / 2 ? 'BUY' : 'SELL'
    const top = (side === 'BUY' ? asks : bids)[0]
    if (!top) return []
    // A taker that holds far too much gives back a part of it with each trade.
    const excess = Math.max(0, Math.abs(fullness) - 1) * FULL_POSITION * 0.1
    return [this.#order(TAKER, side, 'IOC', quantityOnGrid(grid, Number(grid.typicalQuantity) * (0.25 + 4 * this.#draw(3) * this.#draw(4) + excess)), top.price)]
  }

  /** Brings one side of the book nearer to its ladder, as on spot. */
  mend(side: Side, rungs: readonly Price[], standing: readonly FuturesOrder[]): Command[] {
    const { contract: { name }, grid } = this.#stage
    const { empty, surplus } = unevenness(side, rungs, standing)
    const spare = [...surplus]
    const commands = empty.slice(0, empty.length > TORN ? empty.length : MENDED_PER_TURN).map((rung): Command => {
      const maker = this.#makerAt(side, rung)
      const quantity = quantityOnGrid(grid, Number(grid.typicalQuantity) * tradesAtRung(rung) * this.#shownPart * (0.5 + this.#draw(100 + rung)))
      const at = spare.findLastIndex(({ accountId }) => accountId === maker)
      if (at < 0) return this.#order(maker, side, 'GTX', quantity, rungs[rung]!)
      const [moved] = spare.splice(at, 1)
      return act({ do: 'modify', accountId: maker, symbol: name, order: { orderId: moved!.id }, side, quantity: quantity + moved!.filledQuantity, price: rungs[rung]!, priceMatch: 'NONE' })
    })
    const unneeded = spare.length > SURPLUS_KEPT ? spare.at(-1) : undefined
    return unneeded ? [...commands, act({ do: 'cancel', accountId: unneeded.accountId, symbol: name, order: { orderId: unneeded.id } })] : commands
  }

  /** The one who holds more shows the best offer, the one who holds less the best bid; rungs go to them by turns. */
  #makerAt(side: Side, rung: number): AccountId {
    const [first, second] = MAKERS
    const isFirstLonger = (this.#held.get(first) ?? 0n) >= (this.#held.get(second) ?? 0n)
    return (side === 'SELL') === isFirstLonger === (rung % 2 === 0) ? first : second
  }

  #atLeastTradable(quantity: Quantity): Quantity {
    const least = quantityOnGrid(this.#stage.grid, Number(this.#stage.grid.typicalQuantity) * 0.25)
    const most = quantityOnGrid(this.#stage.grid, Number(this.#stage.grid.typicalQuantity) * 400)
    return quantity < least ? least : quantity < most ? quantity : most
  }

  #order(accountId: AccountId, side: Side, timeInForce: 'GTX' | 'IOC', quantity: Quantity, price: Price): Command {
    this.#named += 1
    const order: FuturesOrderRequest = { side, positionSide: 'BOTH', type: 'LIMIT', timeInForce, quantity, price, reduceOnly: false, clientOrderId: `demo-${this.#nowMs}-${this.#named}`, priceMatch: 'NONE', selfTradePrevention: 'EXPIRE_MAKER' }
    return act({ do: 'place', accountId, symbol: this.#stage.contract.name, order })
  }
}
