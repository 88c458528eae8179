import { placeText } from './look-back.ts'
import type { IncidentReport } from './report.ts'

/** One cell of a table; `isNew` marks what was not seen before. */
export interface Cell { readonly text: string; readonly isNew?: boolean }

export interface ReportSection {
  readonly title: string
  readonly remark?: string
  /** Shown where neither items nor rows are there. */
  readonly none: string
  readonly items?: readonly string[]
  readonly table?: { readonly titles: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  /** Rows that are left out here. */
  readonly leftOut?: number
}

/** What a report says, without how it is drawn: each form of it is made from this. */
export interface ReportContent {
  readonly title: string
  readonly facts: readonly string[]
  readonly sections: readonly ReportSection[]
}

const cells = (...texts: readonly (string | Cell)[]): readonly Cell[] => texts.map((one) => (typeof one === 'string' ? { text: one } : one))
const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`

const closedItems = ({ keys, done }: IncidentReport): readonly string[] => [
  `${many(keys.length, 'key', 'keys')} ${done.way === 'delete' ? 'deleted' : 'disabled'}.`,
  `Withdrawals go to the address book alone, and are locked until ${done.withdrawalsLockedUntil}.`,
  `${many(done.ordersCancelled, 'open order', 'open orders')} cancelled${done.cancelled.length === 0 ? '' : `: ${done.cancelled.map((one) => `${one.orders} ${placeText(one)}`).join(', ')}`}.`,
  ...(done.ordersLeft === 0 ? [] : [`${many(done.ordersLeft, 'open order', 'open orders')} COULD NOT BE CANCELLED: look at them by hand.`]),
  `${many(done.sessionsEnded, 'session', 'sessions')} and ${many(done.tokensEnded, 'token', 'tokens')} ended; ${many(done.peopleToRenew, 'person chooses', 'people choose')} a new password and second factor.`,
]

export const contentOf = (report: IncidentReport): ReportContent => ({
  title: `Incident ${report.id}: account ${report.account.id} (${report.account.email})`,
  facts: [
    `Began ${report.beganAt}, everything closed ${report.closedAt}; asked by ${report.askedBy}.`,
    `Looks at what happened since ${report.since}, and takes what was seen from ${report.usualSince} until then as usual.`,
  ],
  sections: [
    { title: 'What does not look like before', none: 'Nothing.', items: report.deviations },
    { title: 'What was closed', none: '', items: closedItems(report) },
    {
      title: 'The keys', none: 'None.',
      table: { titles: ['key', 'label', 'environment', 'what it opened', 'created', 'before', 'now'], rows: report.keys.map((key) => cells(key.id, key.label, key.environment, key.sentence, key.createdAt, key.wasOpen ? 'open' : 'closed', key.isOpen ? 'OPEN' : 'closed')) },
    },
    {
      title: 'Calls by address and endpoint', none: 'None.', leftOut: report.leftOut.calls,
      table: { titles: ['key', 'address', 'endpoint', 'calls', 'refused', 'first', 'last'], rows: report.calls.map((one) => cells(one.key, { text: one.address, isNew: one.isNewAddress }, { text: one.endpoint, isNew: one.isNewEndpoint }, String(one.calls), String(one.refused), one.first, one.last)) },
    },
    {
      title: 'Withdrawals of the account', none: 'None.',
      table: { titles: ['when', 'amount', 'network', 'address', 'tag', 'state'], rows: report.withdrawals.map((one) => cells(one.at, `${one.amount} ${one.coin}`, one.network, { text: one.address, isNew: one.isNewAddress }, one.tag, one.state)) },
    },
    {
      title: 'Orders of the account', remark: 'The venue knows the account that placed an order, not the key.', none: 'None.', leftOut: report.leftOut.orders,
      table: { titles: ['when', 'where', 'symbol', 'order', 'side', 'type', 'price', 'quantity', 'filled', 'status'], rows: report.orders.map((one) => cells(one.at, placeText(one), { text: one.symbol, isNew: one.isNewSymbol }, String(one.orderId), one.side, one.type, one.price, one.quantity, one.filled, one.status)) },
    },
    {
      title: 'Fills of the account', none: 'None.', leftOut: report.leftOut.fills,
      table: { titles: ['when', 'where', 'symbol', 'trade', 'order', 'side', 'price', 'quantity', 'value'], rows: report.fills.map((one) => cells(one.at, placeText(one), { text: one.symbol, isNew: one.isNewSymbol }, String(one.tradeId), String(one.orderId), one.side, one.price, one.quantity, one.quote)) },
    },
  ],
})
