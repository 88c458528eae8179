import assert from 'node:assert/strict'
import { type RawAnswer, RawConnection, rawRequest } from '../harness/raw-connection.ts'
import type { DemoKeyFile } from '../harness/running-server.ts'
import { type Parameters, signedCall, signedQuery } from '../harness/signed-request.ts'

export interface WireFill { readonly price: string; readonly qty: string; readonly commission: string; readonly commissionAsset: string; readonly tradeId: number }

export interface WireOrder {
  readonly symbol: string
  readonly orderId: number
  readonly clientOrderId: string
  readonly side: 'BUY' | 'SELL'
  readonly price: string
  readonly origQty: string
  readonly executedQty: string
  readonly status: string
  readonly fills?: readonly WireFill[]
}

export interface WireTrade { readonly id: number; readonly orderId: number; readonly price: string; readonly qty: string; readonly commission: string; readonly commissionAsset: string; readonly isBuyer: boolean; readonly isMaker: boolean }

export interface WireWithdrawal { readonly id: string; readonly withdrawOrderId?: string; readonly amount: string; readonly transactionFee: string; readonly coin: string; readonly status: number }

/** Decimals of the wire as integers, so that comparing them is exact. */
export const units = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(8, '0').slice(0, 8))
}

const FINAL: ReadonlySet<string> = new Set(['FILLED', 'CANCELED', 'EXPIRED', 'REJECTED', 'EXPIRED_IN_MATCH'])

/** What one account was told, and what must therefore be there for ever. */
export class AcknowledgedOrders {
  /** The last answer to each order; cancelled ones as their cancellation told. */
  readonly #told = new Map<number, WireOrder>()
  readonly #fills = new Map<string, { readonly orderId: number; readonly fill: WireFill }>()
  /** Client order ids ever sent, answered or not: none may ever stand for two orders. */
  readonly sent = new Set<string>()

  get count(): number {
    return this.#told.size
  }

  get fillCount(): number {
    return this.#fills.size
  }

  note(order: WireOrder): void {
    this.#told.set(order.orderId, order)
    for (const fill of order.fills ?? []) this.#fills.set(`${order.orderId} ${fill.tradeId}`, { orderId: order.orderId, fill })
  }

  noteCancelled(order: WireOrder, name: string): void {
    this.#told.set(order.orderId, { ...order, clientOrderId: name })
  }

  /** Orders that were open when they were last spoken of. */
  openOnes(): WireOrder[] {
    return [...this.#told.values()].filter(({ status }) => !FINAL.has(status))
  }

  /**
   * Holds everything that was told against what is there now. The market goes on meanwhile, so the fills are read before and
   * after the orders.
   */
  verify(orders: readonly WireOrder[], [before, after]: readonly [readonly WireTrade[], readonly WireTrade[]], where: string): void {
    const byId = new Map(orders.map((order) => [order.orderId, order]))
    assert.equal(byId.size, orders.length, `${where}: an order id stands twice`)
    const names = orders.map(({ clientOrderId }) => clientOrderId)
    for (const name of this.sent) assert.ok(names.indexOf(name) === names.lastIndexOf(name), `${where}: ${name} was placed twice`)
    for (const told of this.#told.values()) {
      const found = byId.get(told.orderId)
      assert.ok(found, `${where}: order ${told.orderId} (${told.clientOrderId}), acknowledged as ${told.status}, is gone`)
      for (const field of ['symbol', 'side', 'price', 'origQty'] as const) assert.equal(found[field], told[field], `${where}: ${field} of order ${told.orderId}`)
      assert.ok(units(found.executedQty) >= units(told.executedQty), `${where}: order ${told.orderId} had ${told.executedQty} filled and has ${found.executedQty}`)
      if (!FINAL.has(told.status)) {
        if (told.status === 'PARTIALLY_FILLED') assert.notEqual(found.status, 'NEW', `${where}: order ${told.orderId}`)
        continue
      }
      assert.equal(found.status, told.status, `${where}: order ${told.orderId} (${told.clientOrderId})`)
      assert.equal(found.executedQty, told.executedQty, `${where}: order ${told.orderId}`)
    }
    this.#verifyFills(orders, before, after, where)
    // What is known now was answered now, and must stay true from now on.
    for (const order of orders) if (this.#told.has(order.orderId)) this.#told.set(order.orderId, { ...order, clientOrderId: this.#told.get(order.orderId)?.clientOrderId ?? '' })
  }

  #verifyFills(orders: readonly WireOrder[], before: readonly WireTrade[], after: readonly WireTrade[], where: string): void {
    const byFill = new Map(before.map((trade) => [`${trade.orderId} ${trade.id}`, trade]))
    for (const [name, { fill }] of this.#fills) {
      const found = byFill.get(name)
      assert.ok(found, `${where}: the acknowledged fill ${name} is gone`)
      assert.deepEqual([found.price, found.qty, found.commission, found.commissionAsset], [fill.price, fill.qty, fill.commission, fill.commissionAsset], `${where}: fill ${name}`)
    }
    const [least, most] = [filledByOrder(before), filledByOrder(after)]
    for (const { orderId, executedQty } of orders) {
      const filled = units(executedQty)
      assert.ok((least.get(orderId) ?? 0n) <= filled && filled <= (most.get(orderId) ?? 0n), `${where}: the fills of order ${orderId} add up to the ${executedQty} that are filled`)
    }
  }
}

const filledByOrder = (trades: readonly WireTrade[]): Map<number, bigint> => {
  const filled = new Map<number, bigint>()
  for (const { orderId, qty } of trades) filled.set(orderId, (filled.get(orderId) ?? 0n) + units(qty))
  return filled
}

/** A client with one connection, which ends when the server does. */
export class LoadConnection {
  readonly #connection: RawConnection
  readonly #key: DemoKeyFile

  private constructor(connection: RawConnection, key: DemoKeyFile) {
    this.#connection = connection
    this.#key = key
  }

  static async open(url: string, key: DemoKeyFile): Promise<LoadConnection> {
    return new LoadConnection(await RawConnection.open(url), key)
  }

  /** The answer, or undefined when the server ended first: then nobody knows what became of the call. */
  async call<Body>(method: string, path: string, parameters: Parameters): Promise<{ status: number; body: Body } | undefined> {
    this.#connection.write(rawRequest(method, `${path}?${signedQuery(this.#key, { recvWindow: 60_000, ...parameters })}`, { headers: { 'X-MBX-APIKEY': this.#key.apiKey } }))
    const answer: RawAnswer | undefined = await this.#connection.next()
    // The wire says what it sends; the test checks what it needs of it.
    return answer && { status: answer.status, body: JSON.parse(answer.body.toString()) as Body }
  }

  hangUp(): void {
    this.#connection.hangUp()
  }
}

const PAGE = 1_000

/** All of a history that is read in pages by a rising id. */
const paged = async <Row>(read: (from: number) => Promise<readonly Row[]>, idOf: (row: Row) => number): Promise<Row[]> => {
  const rows: Row[] = []
  for (let from = 0; ;) {
    const page = await read(from)
    rows.push(...page)
    const last = page.at(-1)
    if (page.length < PAGE || last === undefined) return rows
    from = idOf(last) + 1
  }
}

const rowsOf = async <Row>(base: string, key: DemoKeyFile, path: string, parameters: Parameters): Promise<readonly Row[]> => {
  const { status, body } = await signedCall<readonly Row[]>(base, key, 'GET', path, parameters)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

export const allOrders = (base: string, key: DemoKeyFile, symbol: string): Promise<WireOrder[]> =>
  paged((orderId) => rowsOf<WireOrder>(base, key, '/api/v3/allOrders', { symbol, orderId, limit: PAGE }), ({ orderId }) => orderId)

export const allTrades = (base: string, key: DemoKeyFile, symbol: string): Promise<WireTrade[]> =>
  paged((fromId) => rowsOf<WireTrade>(base, key, '/api/v3/myTrades', { symbol, fromId, limit: PAGE }), ({ id }) => id)

export const allWithdrawals = async (base: string, key: DemoKeyFile): Promise<WireWithdrawal[]> => {
  const rows: WireWithdrawal[] = []
  for (;;) {
    const page = await rowsOf<WireWithdrawal>(base, key, '/sapi/v1/capital/withdraw/history', { limit: PAGE, offset: rows.length })
    rows.push(...page)
    if (page.length < PAGE) return rows
  }
}
