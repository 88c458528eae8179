import type { ExchangeEvent } from './event.ts'

/** A cheap 32-bit digest of what a command did, for finding a replay that does something else. Not a cryptographic hash. */
export const digestOf = (events: readonly ExchangeEvent[]): number => {
  let digest = 0x811c9dc5
  for (let index = 0; index < events.length; index++) digest = mixEvent(digest, events[index]!)
  return digest >>> 0
}

const mixEvent = (digest: number, event: ExchangeEvent): number => {
  switch (event.kind) {
    case 'order': {
      const { order, fill } = event
      let mixed = mixText(mix(mix(digest, 1), event.executionId), order.status)
      mixed = mixAmount(mixAmount(mix(mixed, order.id), order.quantity), order.filledQuantity)
      mixed = mixAmount(mixAmount(mixed, order.price), order.filledQuote)
      return fill === null ? mixed : mixAmount(mix(mixed, fill.tradeId), fill.commission)
    }
    case 'trade': return mixAmount(mixAmount(mix(mix(digest, 2), event.trade.id), event.trade.price), event.trade.quantity)
    case 'depth': return mixAmount(mixAmount(mix(mix(digest, 3), event.updateId), event.price), event.quantity)
    case 'orderList': return mixText(mix(mix(digest, 4), event.list.id), event.list.statusType)
    case 'balance': return mixAmount(mixAmount(mix(mix(digest, 5), event.accountId), event.free), event.locked)
    case 'deposit': return mix(mixText(mixText(mix(digest, 6), event.deposit.id), event.deposit.state), event.deposit.confirmations)
    case 'withdrawal': return mix(mixText(mixText(mix(digest, 7), event.withdrawal.id), event.withdrawal.state), event.withdrawal.confirmations)
  }
}

const mix = (digest: number, value: number): number => {
  const mixed = Math.imul(digest ^ (value | 0), 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

/** Both halves of a large amount count. */
const mixAmount = (digest: number, value: bigint): number => {
  const number = Number(value)
  return mix(mix(digest, number), number / 4_294_967_296)
}

const mixText = (digest: number, text: string): number => {
  let mixed = digest
  for (let index = 0; index < text.length; index++) mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193)
  return mixed
}
