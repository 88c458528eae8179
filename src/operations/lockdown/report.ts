import type { AllowList } from '../../authority/api-key.ts'
import type { Environment } from '../../environment.ts'
import type { Permission } from '../../permission.ts'

/** What a lockdown found and did, in a form that can be sent to support: no secret is in it. Times are ISO 8601 in UTC. */
export interface IncidentReport {
  readonly version: 1
  readonly id: string
  readonly account: { readonly id: number; readonly email: string }
  readonly askedBy: string
  readonly beganAt: string
  readonly closedAt: string
  /** What happened from here on is told. */
  readonly since: string
  /** What was seen from here until `since` counts as usual. */
  readonly usualSince: string
  readonly keys: readonly ReportedKey[]
  readonly done: {
    readonly way: 'disable' | 'delete'
    readonly withdrawalsLockedUntil: string
    readonly onlyAddressBook: true
    readonly ordersCancelled: number
    readonly sessionsEnded: number
    readonly tokensEnded: number
    readonly peopleToRenew: number
  }
  readonly calls: readonly ReportedCalls[]
  readonly orders: readonly ReportedOrder[]
  readonly fills: readonly ReportedFill[]
  readonly withdrawals: readonly ReportedWithdrawal[]
  /** What does not look like before, a sentence each. */
  readonly deviations: readonly string[]
  /** How many rows were left out of each list because it is long. */
  readonly leftOut: { readonly calls: number; readonly orders: number; readonly fills: number }
}

export interface ReportedKey {
  readonly id: string
  /** The beginning of its text; the key itself is not needed to be sure which one is meant. */
  readonly apiKeyBegins: string
  readonly label: string
  readonly environment: Environment
  readonly permissions: readonly Permission[]
  readonly allowList: AllowList
  readonly createdAt: string
  readonly wasOpen: boolean
  readonly isOpen: boolean
  readonly sentence: string
}

export interface ReportedCalls {
  readonly key: string
  readonly address: string
  readonly endpoint: string
  readonly calls: number
  readonly refused: number
  readonly first: string
  readonly last: string
  readonly isNewAddress: boolean
  readonly isNewEndpoint: boolean
}

export interface ReportedOrder { readonly symbol: string; readonly orderId: number; readonly side: string; readonly type: string; readonly price: string; readonly quantity: string; readonly filled: string; readonly status: string; readonly at: string; readonly isNewSymbol: boolean }
export interface ReportedFill { readonly symbol: string; readonly tradeId: number; readonly orderId: number; readonly side: string; readonly price: string; readonly quantity: string; readonly quote: string; readonly at: string; readonly isNewSymbol: boolean }
export interface ReportedWithdrawal { readonly id: string; readonly coin: string; readonly network: string; readonly address: string; readonly tag: string; readonly amount: string; readonly state: string; readonly at: string; readonly isNewAddress: boolean }

const NEW = ' **new**'
/** A cell of a table: what strangers chose (labels, addresses) must not draw lines of its own. */
const cell = (text: string): string => text.replace(/[\\|`*_<>[\]]/g, (mark) => `\\${mark}`).replace(/\s+/g, ' ')

const tableOf = (titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? ['None.'] : [`| ${titles.join(' | ')} |`, `|${titles.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)]

const more = (count: number): readonly string[] => (count === 0 ? [] : ['', `${count} more are left out here.`])

/** The report as a page of text (Markdown), to be read, printed or sent. */
export const reportText = (report: IncidentReport): string => {
  const { done, leftOut } = report
  return [
    `# Incident ${report.id}: account ${report.account.id} (${cell(report.account.email)})`, '',
    `Began ${report.beganAt}, everything closed ${report.closedAt}; asked by ${cell(report.askedBy)}.`,
    `Looks at what happened since ${report.since}, and takes what was seen from ${report.usualSince} until then as usual.`, '',
    '## What does not look like before', '',
    ...(report.deviations.length === 0 ? ['Nothing.'] : report.deviations.map((sentence) => `- ${cell(sentence)}`)), '',
    '## What was closed', '',
    `- ${report.keys.length} ${report.keys.length === 1 ? 'key' : 'keys'} ${done.way === 'delete' ? 'deleted' : 'disabled'}.`,
    `- Withdrawals go to the address book alone, and are locked until ${done.withdrawalsLockedUntil}.`,
    `- ${done.ordersCancelled} open orders cancelled; ${done.sessionsEnded} sessions and ${done.tokensEnded} tokens ended; ${done.peopleToRenew} people choose a new password and second factor.`, '',
    '## The keys', '',
    ...tableOf(['key', 'label', 'environment', 'what it opened', 'created', 'before', 'now'], report.keys.map((key) => [key.id, cell(key.label), key.environment, cell(key.sentence), key.createdAt, key.wasOpen ? 'open' : 'closed', key.isOpen ? 'OPEN' : 'closed'])), '',
    '## Calls by address and endpoint', '',
    ...tableOf(['key', 'address', 'endpoint', 'calls', 'refused', 'first', 'last'], report.calls.map((one) => [one.key, `${cell(one.address)}${one.isNewAddress ? NEW : ''}`, `${cell(one.endpoint)}${one.isNewEndpoint ? NEW : ''}`, String(one.calls), String(one.refused), one.first, one.last])), ...more(leftOut.calls), '',
    '## Withdrawals of the account', '',
    ...tableOf(['when', 'amount', 'network', 'address', 'tag', 'state'], report.withdrawals.map((one) => [one.at, `${one.amount} ${one.coin}`, one.network, `${cell(one.address)}${one.isNewAddress ? NEW : ''}`, cell(one.tag), one.state])), '',
    '## Orders of the account', '', 'The venue knows the account that placed an order, not the key.', '',
    ...tableOf(['when', 'symbol', 'order', 'side', 'type', 'price', 'quantity', 'filled', 'status'], report.orders.map((one) => [one.at, `${one.symbol}${one.isNewSymbol ? NEW : ''}`, String(one.orderId), one.side, one.type, one.price, one.quantity, one.filled, one.status])), ...more(leftOut.orders), '',
    '## Fills of the account', '',
    ...tableOf(['when', 'symbol', 'trade', 'order', 'side', 'price', 'quantity', 'value'], report.fills.map((one) => [one.at, `${one.symbol}${one.isNewSymbol ? NEW : ''}`, String(one.tradeId), String(one.orderId), one.side, one.price, one.quantity, one.quote])), ...more(leftOut.fills), '',
  ].join('\n')
}
