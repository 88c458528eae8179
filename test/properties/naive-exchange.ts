import type { Command, CommandOf, OrderRequest } from '../../src/exchange/command.ts'

/**
 * The obvious twin of the engine for limit, pegged, market, IOC, FOK and cancel on one market: arrays that are sorted and searched
 * anew for every step, and balances of which the locked part is computed from the open orders whenever it is asked for.
 */
const UNIT = 100_000_000n

interface NaiveOrder {
  readonly id: number
  readonly account: number
  readonly request: OrderRequest
  remaining: bigint
}

export interface NaiveTrade {
  readonly makerOrderId: number
  readonly takerOrderId: number
  readonly price: bigint
  readonly quantity: bigint
}

export interface NaiveAccount {
  base: bigint
  quote: bigint
  readonly makerRate: bigint
  readonly takerRate: bigint
}

export class NaiveExchange {
  readonly accounts: Map<number, NaiveAccount>
  open: NaiveOrder[] = []
  readonly trades: NaiveTrade[] = []
  #placed = 0

  constructor(accounts: Map<number, NaiveAccount>) {
    this.accounts = accounts
  }

  /** @returns why it was refused, or null. */
  execute(command: Command): string | null {
    if (command.kind === 'placeOrder') return this.#place(command)
    if (command.kind === 'cancelOrder') return this.#cancel(command)
    throw new Error(`the naive exchange does not know ${command.kind}`)
  }

  lockedBase(account: number): bigint {
    return this.#openOf(account).filter(({ request }) => request.side === 'SELL').reduce((sum, order) => sum + order.remaining, 0n)
  }

  lockedQuote(account: number): bigint {
    return this.#openOf(account).filter(({ request }) => request.side === 'BUY').reduce((sum, order) => sum + roundedUp(order.request.price!, order.remaining), 0n)
  }

  /** Price levels of a side, best first. */
  levels(side: 'BUY' | 'SELL'): { price: bigint; quantity: bigint }[] {
    const levels: { price: bigint; quantity: bigint }[] = []
    for (const order of this.#queue(side)) {
      const level = levels.find((each) => each.price === order.request.price)
      if (level) level.quantity += order.remaining
      else levels.push({ price: order.request.price!, quantity: order.remaining })
    }
    return levels
  }

  #openOf(account: number): NaiveOrder[] {
    return this.open.filter((order) => order.account === account)
  }

  /** Orders of a side in the order in which they are matched: price, then time. */
  #queue(side: 'BUY' | 'SELL'): NaiveOrder[] {
    const better = (a: NaiveOrder, b: NaiveOrder): number => {
      const [low, high] = [a.request.price!, b.request.price!]
      if (low === high) return a.id - b.id
      return (side === 'SELL') === low < high ? -1 : 1
    }
    return this.open.filter((order) => order.request.side === side).sort(better)
  }

  #reachable(request: OrderRequest): NaiveOrder[] {
    return this.#queue(request.side === 'BUY' ? 'SELL' : 'BUY').filter(({ request: { price } }) =>
      request.price === undefined || (request.side === 'BUY' ? price! <= request.price : price! >= request.price))
  }

  /** A pegged order is one at the price of a level, but at none worse than its own. */
  #pegged(request: OrderRequest): OrderRequest | string {
    const { peg, side, price: bound, timeInForce } = request
    if (peg === undefined) return request
    const isPrimary = peg.priceType === 'PRIMARY_PEG'
    if (isPrimary && timeInForce !== 'GTC') return 'pegCombinationNotSupported'
    const other = side === 'BUY' ? 'SELL' : 'BUY'
    const price = this.levels(isPrimary ? side : other)[peg.offsetLevels ?? 0]?.price
    if (price === undefined) return 'pegLiquidity'
    const isWorse = bound !== undefined && (side === 'BUY' ? price > bound : price < bound)
    return { ...request, price: isWorse ? bound : price }
  }

  #place({ accountId, order }: CommandOf<'placeOrder'>): string | null {
    const request = this.#pegged(order)
    if (typeof request === 'string') return request
    const account = this.accounts.get(accountId)!
    const quantity = request.quantity!
    if (this.#openOf(accountId).some((order) => order.request.clientOrderId === request.clientOrderId)) return 'duplicateOrder'
    const reachable = this.#reachable(request)
    if (request.side === 'SELL' && quantity > account.base - this.lockedBase(accountId)) return 'insufficientBalance'
    if (request.side === 'BUY') {
      const need = request.price === undefined ? costOf(reachable, quantity) : roundedUp(request.price, quantity)
      if (need > account.quote - this.lockedQuote(accountId)) return 'insufficientBalance'
    }
    const taker: NaiveOrder = { id: ++this.#placed, account: accountId, request, remaining: quantity }
    if (request.timeInForce === 'FOK' && reachable.reduce((sum, order) => sum + order.remaining, 0n) < quantity) return null
    for (const maker of reachable) if (taker.remaining > 0n) this.#trade(taker, maker)
    this.open = this.open.filter((order) => order.remaining > 0n)
    if (taker.remaining > 0n && request.type === 'LIMIT' && request.timeInForce === 'GTC') this.open.push(taker)
    return null
  }

  #trade(taker: NaiveOrder, maker: NaiveOrder): void {
    const quantity = taker.remaining < maker.remaining ? taker.remaining : maker.remaining
    const price = maker.request.price!
    const quote = (price * quantity) / UNIT
    taker.remaining -= quantity
    maker.remaining -= quantity
    this.trades.push({ makerOrderId: maker.id, takerOrderId: taker.id, price, quantity })
    for (const order of [maker, taker]) {
      const account = this.accounts.get(order.account)!
      const rate = order === maker ? account.makerRate : account.takerRate
      if (order.request.side === 'BUY') {
        account.base += quantity - (quantity * rate) / UNIT
        account.quote -= quote
      } else {
        account.base -= quantity
        account.quote += quote - (quote * rate) / UNIT
      }
    }
  }

  #cancel({ accountId, order: { orderId, clientOrderId } }: CommandOf<'cancelOrder'>): string | null {
    const found = this.#openOf(accountId).find((order) => (orderId === undefined ? order.request.clientOrderId === clientOrderId : order.id === orderId))
    if (!found) return 'unknownOrder'
    this.open = this.open.filter((order) => order !== found)
    return null
  }
}

const roundedUp = (price: bigint, quantity: bigint): bigint => (price * quantity + UNIT - 1n) / UNIT

const costOf = (makers: readonly NaiveOrder[], quantity: bigint): bigint => {
  let rest = quantity
  let cost = 0n
  for (const maker of makers) {
    const taken = rest < maker.remaining ? rest : maker.remaining
    cost += (maker.request.price! * taken) / UNIT
    rest -= taken
  }
  return cost
}
