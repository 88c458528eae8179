import type { AccountId } from '../../ids.ts'
import type { Price, Quantity } from '../../money.ts'
import { MINUTE, SECOND, type TimeUs } from '../../time.ts'
import type { Command } from '../command.ts'
import type { ExchangeView, Level } from '../exchange-view.ts'
import { referencePrice, SYMBOLS } from '../listing/symbols.ts'
import { nameNumber, uniform } from '../market/noise.ts'
import { gridOf, type MarketGrid, quantityOnGrid } from '../market/typical-trade.ts'
import type { Order } from '../order.ts'
import type { Side, SymbolDefinition } from '../symbol.ts'
import { DEMO_TRADERS, firstFunds, MAKERS, openTraders, TAKER, topUp } from './demo-traders.ts'
import { ladder, tradesAtRung, unevenness } from './ladder.ts'
import { ReferenceValues } from './reference-values.ts'

/** How often a market is looked at. The others have a turn every six seconds. */
const TURN: ReadonlyMap<string, number> = new Map([['BTCUSDT', SECOND], ['ETHUSDT', SECOND], ['BNBUSDT', 2 * SECOND], ['SOLUSDT', 2 * SECOND], ['XRPUSDT', 3 * SECOND]])
const SLOW_TURN_US = 6 * SECOND
/** Ladders of stable pairs are this much denser. */
const STABLE_SCALE = 0.05
/** How many rungs are mended in a turn; a ladder that lost more than `TORN` is mended at once. */
const MENDED_PER_TURN = 1
const TORN = 7
/** Orders beyond the ladder are left standing up to this many: they will be moved when a rung needs one. */
const SURPLUS_KEPT = 4
/** The chance that a turn has a trade for its own sake, without the price having moved. */
const TRADE_CHANCE = 0.75
/** Bounds of what is taken at once where the reference has left the book behind, in typical trades. The lower one is above every market's smallest notional. */
const SMALLEST_TAKE = 0.25
const LARGEST_TAKE = 400
/** Quotes drift by at most this part of the price, against what the traders have too much of. */
const LARGEST_DRIFT = 0.003
const DEPTH_SEEN = 20

interface Stage {
  readonly definition: SymbolDefinition
  readonly grid: MarketGrid
  readonly turnUs: number
  readonly number: number
  lastTurn: number
}

/** Where the randomness of one turn comes from. */
type Draw = (what: number) => number

/**
 * Activity that keeps the sandbox's markets alive: two makers quote ladders around moving references, a taker trades with them.
 * It holds no timer and changes nothing itself: it is told the time and answers with commands. What it needs to know of the past
 * it reads from the venue, so it goes on after a restart; with the same seed, times and venue it gives the same commands.
 */
export class DemoMarket {
  readonly #seed: number
  readonly #values: ReferenceValues
  readonly #drift = new Map<string, number>()
  readonly #stages: readonly Stage[] = SYMBOLS.map((definition) => ({
    definition, grid: gridOf(definition), turnUs: TURN.get(definition.name) ?? SLOW_TURN_US, number: nameNumber(definition.name), lastTurn: -1,
  }))
  #stocktakingUs: TimeUs = -1
  #shownPart = 1

  constructor(seed: number) {
    this.#seed = seed
    this.#values = new ReferenceValues(seed)
  }

  /** What has to happen before the first step, at each start: the traders and their funds, and history until now where it is missing. */
  open(nowUs: TimeUs, view: ExchangeView): Command[] {
    this.#values.advance(nowUs, view)
    const histories = this.#stages.filter(({ definition }) => view.symbol(definition.name)).map(({ definition: { name } }): Command => {
      const lastPrice = view.market.lastPrice(name) ?? referencePrice(name)
      if (lastPrice === undefined) throw new Error(`${name} has no reference price`)
      return { kind: 'seedHistory', symbol: name, seed: this.#seed, lastPrice }
    })
    return [...openTraders(view, (asset) => this.#values.of(asset)), ...histories]
  }

  /** What the traders do now. To be called several times a second; each market has its own turn. */
  step(nowUs: TimeUs, view: ExchangeView): Command[] {
    this.#values.advance(nowUs, view)
    const commands = this.#takeStock(nowUs, view)
    for (const stage of this.#stages) {
      // Turns of different markets do not fall together.
      const turn = Math.floor((nowUs + (Math.abs(stage.number) % stage.turnUs)) / stage.turnUs)
      if (turn === stage.lastTurn || view.symbol(stage.definition.name)?.status !== 'TRADING') continue
      stage.lastTurn = turn
      commands.push(...this.#playTurn(stage, nowUs, view))
    }
    return commands
  }

  /** A shock: an asset is worth so many times what it was. @returns what the makers do at once, which is to pull their quotes; new ones come with the next turns. */
  moveValue(asset: string, times: number, view: ExchangeView): Command[] {
    this.#values.multiply(asset, times)
    const concerned = SYMBOLS.filter(({ baseAsset, quoteAsset }) => baseAsset === asset || quoteAsset === asset)
    return concerned.flatMap(({ name }) => MAKERS.filter((id) => view.orders.openOrders(id, name).length > 0)
      .map((accountId): Command => ({ kind: 'cancelOpenOrders', accountId, symbol: name, newClientOrderId: `demo-shock-${name}` })))
  }

  /** Makers' new orders show so much of what they usually do: a thin book fills orders in parts. @param part above 0, at most 1 */
  show(part: number): void {
    this.#shownPart = part
  }

  /** Once a minute: which assets the traders have too much or too little of. */
  #takeStock(nowUs: TimeUs, view: ExchangeView): Command[] {
    if (this.#stocktakingUs >= 0 && nowUs - this.#stocktakingUs < MINUTE) return []
    this.#stocktakingUs = nowUs
    for (const { name } of view.assets()) {
      const usd = this.#values.of(name)
      if (usd === null) continue
      const held = DEMO_TRADERS.reduce((sum, id) => sum + heldBy(view, id, name), 0)
      const share = held / (Number(firstFunds(usd)) * DEMO_TRADERS.length) - 1
      this.#drift.set(name, -LARGEST_DRIFT * Math.max(-1, Math.min(1, share * 2)))
    }
    return topUp(view, (asset) => this.#values.of(asset), nowUs)
  }

  #playTurn(stage: Stage, nowUs: TimeUs, view: ExchangeView): Command[] {
    const { name, baseAsset, quoteAsset } = stage.definition
    const base = this.#quotedValue(baseAsset)
    const quote = this.#quotedValue(quoteAsset)
    if (base === null || quote === null) return []
    const reference = (base / quote) * 1e8
    const scale = baseAsset === 'USDC' ? STABLE_SCALE : 1
    const draw: Draw = (what) => uniform(this.#seed, stage.number, nowUs, what)
    const bids = ladder('BUY', stage.grid, reference, scale)
    const asks = ladder('SELL', stage.grid, reference, scale)
    if (bids.length < 2 || asks.length < 2) return []
    const depth = view.market.depth(name, DEPTH_SEEN)
    const standing = MAKERS.flatMap((id) => view.orders.openOrders(id, name))
    const ids = new OrderNames(nowUs)
    const take = this.#take(stage, view, depth.bids, depth.asks, bids[0]!, asks[0]!, draw, ids)
    // Orders that the reference has passed are about to be taken: they are not there to be moved.
    const standingAt = (side: Side): Order[] => standing.filter((order) => order.side === side && (side === 'BUY' ? order.price < asks[0]! : order.price > bids[0]!))
    return [...(take ? [take] : []), ...mend(stage, 'BUY', bids, standingAt('BUY'), this.#shownPart, draw, ids), ...mend(stage, 'SELL', asks, standingAt('SELL'), this.#shownPart, draw, ids)]
  }

  #quotedValue(asset: string): number | null {
    const value = this.#values.of(asset)
    return value === null ? null : value * (1 + (this.#drift.get(asset) ?? 0))
  }

  /** Takes what the reference has passed; where it passed nothing, now and then a trade at the top of the book. */
  #take(stage: Stage, view: ExchangeView, bids: readonly Level[], asks: readonly Level[], bestBid: Price, bestAsk: Price, draw: Draw, ids: OrderNames): Command | null {
    const passedAsks = asks.filter((level) => level.price <= bestBid)
    if (passedAsks.length > 0) return takeOrder(stage, 'BUY', bestBid, takenOf(stage, passedAsks), ids)
    const passedBids = bids.filter((level) => level.price >= bestAsk)
    if (passedBids.length > 0) return takeOrder(stage, 'SELL', bestAsk, takenOf(stage, passedBids), ids)
    if (draw(1) >= TRADE_CHANCE) return null
    const side: Side = draw(2) < this.#buyingChance(stage, view) ? 'BUY' : 'SELL'
    const top = (side === 'BUY' ? asks : bids)[0]
    const quantity = quantityOnGrid(stage.grid, Number(stage.grid.typicalQuantity) * (SMALLEST_TAKE + 4 * draw(3) * draw(4)))
    return top ? takeOrder(stage, side, top.price, quantity, ids) : null
  }

  /** The taker buys rather than sells while it has less of the base than a third of what all traders have. */
  #buyingChance(stage: Stage, view: ExchangeView): number {
    const { baseAsset } = stage.definition
    const all = DEMO_TRADERS.reduce((sum, id) => sum + heldBy(view, id, baseAsset), 0)
    return all === 0 ? 0.5 : Math.max(0.3, Math.min(0.7, 0.5 + (1 / 3 - heldBy(view, TAKER, baseAsset) / all)))
  }
}

const heldBy = (view: ExchangeView, id: AccountId, asset: string): number => {
  const { free, locked } = view.wallet.balance(id, asset)
  return Number(free + locked)
}

/** Client order ids of one turn of one market. */
class OrderNames {
  readonly #atMs: number
  #count = 0

  constructor(nowUs: TimeUs) {
    this.#atMs = Math.floor(nowUs / 1_000)
  }

  next(): string {
    this.#count += 1
    return `demo-${this.#atMs}-${this.#count}`
  }
}

const takenOf = (stage: Stage, levels: readonly Level[]): Quantity => {
  const all = levels.reduce((sum, level) => sum + level.quantity, 0n)
  const least = quantityOnGrid(stage.grid, Number(stage.grid.typicalQuantity) * SMALLEST_TAKE)
  const most = quantityOnGrid(stage.grid, Number(stage.grid.typicalQuantity) * LARGEST_TAKE)
  return all < least ? least : all < most ? all : most
}

const takeOrder = (stage: Stage, side: Side, price: Price, quantity: Quantity, ids: OrderNames): Command => ({
  kind: 'placeOrder', accountId: TAKER, symbol: stage.definition.name, order: { side, type: 'LIMIT', timeInForce: 'IOC', quantity, price, clientOrderId: ids.next() },
})

/** Brings one side of the book nearer to its ladder: empty rungs get an order that stood in a wrong place, or a new one. */
const mend = (stage: Stage, side: Side, rungs: readonly Price[], standing: readonly Order[], shownPart: number, draw: Draw, ids: OrderNames): Command[] => {
  const symbol = stage.definition.name
  const { empty, surplus } = unevenness(side, rungs, standing)
  const spare = [...surplus]
  const commands = empty.slice(0, empty.length > TORN ? empty.length : MENDED_PER_TURN).map((rung): Command => {
    const quantity = quantityOnGrid(stage.grid, Number(stage.grid.typicalQuantity) * tradesAtRung(rung) * shownPart * (0.5 + draw(100 + rung)))
    const order = { side, type: 'LIMIT_MAKER', timeInForce: 'GTC', quantity, price: rungs[rung]!, clientOrderId: ids.next() } as const
    const moved = spare.pop()
    return moved
      ? { kind: 'cancelReplace', accountId: moved.accountId, symbol, mode: 'STOP_ON_FAILURE', cancel: { orderId: moved.id }, cancelNewClientOrderId: ids.next(), order, cancelOnly: false }
      : { kind: 'placeOrder', accountId: MAKERS[rung % MAKERS.length]!, symbol, order }
  })
  const unneeded = spare.length > SURPLUS_KEPT ? spare.at(-1) : undefined
  return unneeded ? [...commands, { kind: 'cancelOrder', accountId: unneeded.accountId, symbol, order: { orderId: unneeded.id }, newClientOrderId: ids.next() }] : commands
}
