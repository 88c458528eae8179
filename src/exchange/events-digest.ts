import type { ExchangeEvent } from './event.ts'
import type { OrderStatus } from './order.ts'

/** A cheap 32-bit digest of what a command did, for finding a replay that does something else. Not a cryptographic hash. */
export const digestOf = (events: readonly ExchangeEvent[]): number => {
  let digest = 0x811c9dc5
  for (let index = 0; index < events.length; index++) digest = mixEvent(digest, events[index]!)
  return digest >>> 0
}

const mixEvent = (digest: number, event: ExchangeEvent): number => {
  switch (event.kind) {
    case 'order': {
      // What the fills moved shows in the trades and balances of the same command.
      const { order, fill } = event
      const mixed = mix(mix(digest, event.executionId), order.id * 16 + STATUS_CODES[order.status])
      return fill === null ? mixed : mix(mixed, fill.tradeId)
    }
    case 'trade': return mixAmount(mixAmount(mix(mix(digest, 2), event.trade.id), event.trade.price), event.trade.quantity)
    case 'depth': return mixAmount(mixAmount(mix(mix(digest, 3), event.updateId), event.price), event.quantity)
    case 'orderList': return mixText(mix(mix(digest, 4), event.list.id), event.list.statusType)
    case 'balance': return mixAmount(mixAmount(mix(mix(digest, 5), event.accountId), event.free), event.locked)
    case 'deposit': return mix(mixText(mixText(mix(digest, 6), event.deposit.id), event.deposit.state), event.deposit.confirmations)
    case 'withdrawal': return mix(mixText(mixText(mix(digest, 7), event.withdrawal.id), event.withdrawal.state), event.withdrawal.confirmations)
  }
}

const STATUS_CODES: Readonly<Record<OrderStatus, number>> = { NEW: 1, PENDING_NEW: 2, PARTIALLY_FILLED: 3, FILLED: 4, CANCELED: 5, REJECTED: 6, EXPIRED: 7, EXPIRED_IN_MATCH: 8 }

const mix = (digest: number, value: number): number => {
  const mixed = Math.imul(digest ^ (value | 0), 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

// An amount is written as 64 bits and read as two halves, which the compiler makes a store and two loads of; Number(value) is a call.
const amountBits = new BigInt64Array(1)
const amountHalves = new Int32Array(amountBits.buffer)

const mixAmount = (digest: number, value: bigint): number => {
  amountBits[0] = value
  return mix(digest ^ Math.imul(amountHalves[1]!, 0x85ebca6b), amountHalves[0]!)
}

const mixText = (digest: number, text: string): number => {
  let mixed = digest
  for (let index = 0; index < text.length; index++) mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193)
  return mixed
}
