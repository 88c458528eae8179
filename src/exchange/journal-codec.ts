import type { Command, CommandOf, OrderRequest } from './command.ts'
import { ENGINE_VERSION, JOURNAL_RECORD_VERSION, type EncodedRecord, type JournalRecord } from './journal.ts'
import type { Restoration } from './restoration.ts'
import { fromJson, toJson } from './money-json.ts'

/**
 * A command as JSON, money as strings. The two commands that come most (orders of the spot wallet) are written and read by hand, since a replacer and a
 * reviver cost several times as much; what they write is the JSON that the general way would write.
 */
export const encodeCommand = (command: Command | Restoration): string => {
  switch (command.kind) {
    case 'placeOrder': return command.wallet === undefined ? encodePlaceOrder(command) : toJson(command)
    case 'cancelOrder': return command.wallet === undefined ? encodeCancelOrder(command) : toJson(command)
    case 'restoreState': return JSON.stringify(command)
    default: return toJson(command)
  }
}

export const decodeCommand = (text: string): Command | Restoration => {
  if (text.startsWith('{"kind":"restoreState"')) return JSON.parse(text) as Restoration // written by encodeCommand; its state is text
  if (text.startsWith('{"kind":"cancelOrder"')) return JSON.parse(text) as Command // written by encodeCommand; it has no money
  if (!text.startsWith('{"kind":"placeOrder"')) return fromJson(text) as Command // written by encodeCommand, and nothing else
  const command = JSON.parse(text) as { readonly order: WrittenOrder } // written by encodeCommand
  const { order } = command
  // Each by its own name: a loop over names would find each field by a search.
  if (order.quantity !== undefined) order.quantity = BigInt(order.quantity)
  if (order.quoteQuantity !== undefined) order.quoteQuantity = BigInt(order.quoteQuantity)
  if (order.price !== undefined) order.price = BigInt(order.price)
  if (order.stopPrice !== undefined) order.stopPrice = BigInt(order.stopPrice)
  if (order.icebergQuantity !== undefined) order.icebergQuantity = BigInt(order.icebergQuantity)
  return command as unknown as Command // the same, with its money read
}

/** The money of an order, which is text until it is read. */
type WrittenOrder = { [Name in 'quantity' | 'quoteQuantity' | 'price' | 'stopPrice' | 'icebergQuantity']?: string | bigint }

const encodePlaceOrder = ({ accountId, symbol, order }: CommandOf<'placeOrder'>): string =>
  `{"kind":"placeOrder","accountId":${accountId},"symbol":${quoted(symbol)},"order":${encodeOrder(order)}}`

const encodeOrder = (order: OrderRequest): string => {
  let text = `{"side":"${order.side}","type":"${order.type}","timeInForce":"${order.timeInForce}"`
  if (order.quantity !== undefined) text += `,"quantity":"${order.quantity}"`
  if (order.quoteQuantity !== undefined) text += `,"quoteQuantity":"${order.quoteQuantity}"`
  if (order.price !== undefined) text += `,"price":"${order.price}"`
  if (order.stopPrice !== undefined) text += `,"stopPrice":"${order.stopPrice}"`
  if (order.trailingDeltaBips !== undefined) text += `,"trailingDeltaBips":${order.trailingDeltaBips}`
  if (order.icebergQuantity !== undefined) text += `,"icebergQuantity":"${order.icebergQuantity}"`
  if (order.peg !== undefined) text += `,"peg":${JSON.stringify(order.peg)}`
  if (order.isRouted === true) text += ',"isRouted":true'
  text += `,"clientOrderId":${quoted(order.clientOrderId)}`
  if (order.strategyId !== undefined) text += `,"strategyId":${order.strategyId}`
  if (order.strategyType !== undefined) text += `,"strategyType":${order.strategyType}`
  if (order.selfTradePrevention !== undefined) text += `,"selfTradePrevention":"${order.selfTradePrevention}"`
  return text + '}'
}

const encodeCancelOrder = (command: CommandOf<'cancelOrder'>): string => {
  const { orderId, clientOrderId } = command.order
  let reference = orderId === undefined ? '' : `"orderId":${orderId}`
  if (clientOrderId !== undefined) reference += `${reference === '' ? '' : ','}"clientOrderId":${quoted(clientOrderId)}`
  const restriction = command.restriction === undefined ? '' : `,"restriction":"${command.restriction}"`
  return `{"kind":"cancelOrder","accountId":${command.accountId},"symbol":${quoted(command.symbol)},"order":{${reference}},"newClientOrderId":${quoted(command.newClientOrderId)}${restriction}}`
}

const PLAIN = /^[\w.:/-]*$/

/** A JSON string; names of the usual characters need no escaping. */
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))

export const encodeRecord = ({ sequence, timeUs, command, eventsDigest }: JournalRecord): EncodedRecord => ({
  sequence,
  recordVersion: JOURNAL_RECORD_VERSION,
  engineVersion: ENGINE_VERSION,
  timeUs,
  command: encodeCommand(command),
  eventsDigest,
})

/** @throws when the record was written by a later version of the encoding. */
export const decodeRecord = (record: EncodedRecord): JournalRecord => {
  if (record.recordVersion > JOURNAL_RECORD_VERSION) {
    throw new Error(`journal record ${record.sequence} has encoding ${record.recordVersion}; this version reads up to ${JOURNAL_RECORD_VERSION}`)
  }
  return { sequence: record.sequence, timeUs: record.timeUs, command: decodeCommand(record.command), eventsDigest: record.eventsDigest }
}
