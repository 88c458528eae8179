import type { GuardRails, RailName, RollingLimit } from '../../../src/authority/guard-rails.ts'
import type { KeyChange } from '../../../src/operations/operator.ts'
import { shortAmount } from './amounts.ts'

/** In the order in which they are shown and asked for. */
export const LIMIT_NAMES = ['symbols', 'sides', 'orderTypes', 'priceBandPercent', 'notionalPerOrder', 'notionalPerWindow', 'openOrders', 'hours', 'withdrawalAddresses', 'withdrawalAmount', 'withdrawalPerWindow'] as const satisfies readonly RailName[]

const rollingText = ({ amount, hours }: RollingLimit): string => `${shortAmount(amount)} USDT / ${hours} h`

/** The value of a limit, in signs that every language reads; null where there is no such limit. */
export const limitText = (limits: GuardRails, name: RailName): string | null => {
  // What is taken away is null in a change.
  if ((limits[name] ?? null) === null) return null
  switch (name) {
    case 'symbols': case 'sides': case 'orderTypes': case 'withdrawalAddresses': return limits[name]?.join(', ') ?? null
    case 'priceBandPercent': return `± ${limits[name]} %`
    case 'openOrders': return String(limits[name])
    case 'notionalPerOrder': case 'withdrawalAmount': return `${shortAmount(limits[name] ?? '')} USDT`
    case 'notionalPerWindow': case 'withdrawalPerWindow': return limits[name] ? rollingText(limits[name]) : null
    case 'hours': return limits.hours ? `${limits.hours.from}–${limits.hours.until} ${limits.hours.zone ?? 'UTC'}` : null
  }
}

/** Limits as they stand in a form: what is empty is no limit. */
export interface LimitDraft extends Readonly<Record<Exclude<RailName, 'notionalPerWindow' | 'withdrawalPerWindow' | 'hours'>, string>> {
  readonly notionalPerWindow: RollingDraft
  readonly withdrawalPerWindow: RollingDraft
  readonly hours: { readonly from: string; readonly until: string; readonly zone: string }
}

export interface RollingDraft { readonly amount: string; readonly hours: string }

const rollingDraft = (limit: RollingLimit | undefined): RollingDraft => ({ amount: limit?.amount ?? '', hours: String(limit?.hours ?? 24) })

export const draftOf = (limits: GuardRails): LimitDraft => ({
  symbols: limits.symbols?.join(', ') ?? '', sides: limits.sides?.join(', ') ?? '', orderTypes: limits.orderTypes?.join(', ') ?? '', priceBandPercent: String(limits.priceBandPercent ?? ''), notionalPerOrder: limits.notionalPerOrder ?? '',
  notionalPerWindow: rollingDraft(limits.notionalPerWindow), openOrders: String(limits.openOrders ?? ''), hours: { from: limits.hours?.from ?? '', until: limits.hours?.until ?? '', zone: limits.hours?.zone ?? '' },
  withdrawalAddresses: limits.withdrawalAddresses?.join(', ') ?? '', withdrawalAmount: limits.withdrawalAmount ?? '', withdrawalPerWindow: rollingDraft(limits.withdrawalPerWindow),
})

const listOf = (text: string): readonly string[] | null => {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '')
  return entries.length === 0 ? null : entries
}
const capitalsOf = (text: string): readonly string[] | null => listOf(text.toUpperCase())
/** What is no number stays a text, which the server refuses: as null it would take the limit away. */
const numberOf = (text: string): unknown => (text.trim() === '' ? null : Number.isNaN(Number(text)) ? text : Number(text))
const amountOf = (text: string): string | null => (text.trim() === '' ? null : text.trim().replaceAll(',', ''))
const rollingOf = ({ amount, hours }: RollingDraft): unknown => {
  const most = amountOf(amount)
  return most === null ? null : { amount: most, hours: numberOf(hours) }
}

/** What the form changes; the server judges it. */
export const changeOf = (draft: LimitDraft, before: GuardRails): NonNullable<KeyChange['guardRails']> => {
  const wished = {
    symbols: capitalsOf(draft.symbols), sides: capitalsOf(draft.sides), orderTypes: capitalsOf(draft.orderTypes), priceBandPercent: numberOf(draft.priceBandPercent), notionalPerOrder: amountOf(draft.notionalPerOrder),
    notionalPerWindow: rollingOf(draft.notionalPerWindow), openOrders: numberOf(draft.openOrders),
    hours: draft.hours.from === '' && draft.hours.until === '' ? null : { from: draft.hours.from, until: draft.hours.until, ...(draft.hours.zone.trim() !== '' && { zone: draft.hours.zone.trim() }) },
    withdrawalAddresses: listOf(draft.withdrawalAddresses), withdrawalAmount: amountOf(draft.withdrawalAmount), withdrawalPerWindow: rollingOf(draft.withdrawalPerWindow),
  }
  // Texts that are no side or type yet: the server tells so.
  return Object.fromEntries(LIMIT_NAMES.filter((name) => JSON.stringify(wished[name]) !== JSON.stringify(before[name] ?? null)).map((name) => [name, wished[name]])) as NonNullable<KeyChange['guardRails']>
}

/** The limits that the form asks for, as a whole: those that it leaves out are not there. */
export const limitsOf = (draft: LimitDraft): GuardRails => changeOf(draft, {}) as GuardRails
