import type { TimeUs } from '../time.ts'

/** One change, as the chain records it. Never holds a secret. */
export interface AuditEntry {
  readonly timeUs: TimeUs
  /** Who: `operator:local`, `person:…`, `key:k_…`, `system`. */
  readonly actor: string
  /** From where: an address, or `local`. */
  readonly source: string
  /** What was done: `key.create`, `key.edit`, `account.open` … */
  readonly act: string
  /** To what: an id. */
  readonly subject: string
  /** JSON-able; null where there was or is nothing. */
  readonly before: AuditValue
  readonly after: AuditValue
}

export type AuditValue = null | boolean | number | string | readonly AuditValue[] | AuditObject
export type AuditObject = { readonly [name: string]: AuditValue }

/** The members of an object; none where it is something else. */
export const membersOf = (value: AuditValue): AuditObject => (isObject(value) ? value : {})

const isObject = (value: AuditValue): value is AuditObject => typeof value === 'object' && value !== null && !Array.isArray(value)
