import type { AuditEntry, AuditValue } from './entry.ts'

/** What a secret looks like: the HMAC secrets that Bitting makes, and private keys in PEM. */
const SECRET = /bis1[0-9A-Za-z]{60}|PRIVATE KEY-----/

/**
 * The one canonical encoding of an audit entry: JSON without spaces, names sorted by UTF-16 code units (as RFC 8785 does),
 * text well-formed, numbers finite. The chain's hash is over the UTF-8 bytes of it.
 * Throws when the entry holds what looks like a secret: that is a fault of the program, and it must not reach the disk.
 */
export const encodeEntry = ({ timeUs, actor, source, act, subject, before, after }: AuditEntry): string => {
  const encoding = canonicalJson({ timeUs, actor, source, act, subject, before, after })
  if (SECRET.test(encoding)) throw new Error(`the audit entry ${act} of ${subject} holds a secret`)
  return encoding
}

/** Canonical JSON of one value; see encodeEntry. */
export const canonicalJson = (value: AuditValue): string => {
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed())
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`not a number that JSON can hold: ${value}`)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  return `{${Object.keys(value).sort().map((name) => member(name, value[name])).join(',')}}`
}

const member = (name: string, value: AuditValue | undefined): string => {
  if (value === undefined) throw new Error(`audit value ${name} is undefined`)
  return `${JSON.stringify(name.toWellFormed())}:${canonicalJson(value)}`
}

const isList = (value: AuditValue & object): value is readonly AuditValue[] => Array.isArray(value)
