import { MAX_SYMBOLS, type GuardRails, railFaults } from '../../authority/guard-rails.ts'
import { AFTER_PERIOD, type AfterPeriod } from '../../authority/key-life.ts'
import { ENVIRONMENTS, type Environment } from '../../environment.ts'
import { isJsonObject } from '../../json-object.ts'
import { parsePermission, type Permission } from '../../permission.ts'

/** Risks that a file may accept for a key by name; each is told by the lint otherwise. */
const ACCEPTABLE = ['unrestricted', 'wideBlock', 'noEnd', 'spotAndFutures', 'withdrawals'] as const
export type Acceptable = (typeof ACCEPTABLE)[number]

/** One key as a file wants it. What is left out is left as it is; a new key takes the careful default. */
export interface FileKey {
  readonly label: string
  /** `absent`: deleted. Nothing else in a file deletes anything. */
  readonly state: 'enabled' | 'disabled' | 'absent'
  readonly kind?: 'ed25519' | 'rsa' | 'hmac'
  /** PEM of a public half that somebody made elsewhere; left out, a pair is made where the file is applied. */
  readonly publicKey?: string
  readonly environment?: Environment
  readonly preset?: string
  readonly rights?: readonly Permission[]
  readonly addresses?: 'unrestricted' | readonly string[]
  readonly periodDays?: number
  readonly afterPeriod?: AfterPeriod
  readonly replayGuard?: boolean
  readonly limits?: GuardRails
  /** Risks that whoever wrote the file knows of. */
  readonly accept?: readonly Acceptable[]
}

export interface KeyFile {
  /** Left out: the only main account. */
  readonly account?: number
  readonly keys: readonly FileKey[]
}

/** Where in a file something is wrong: the names and positions that lead there. */
export type FilePath = readonly (string | number)[]
export interface FileFault { readonly path: FilePath; readonly text: string }
export type ReadKeyFile = { readonly ok: true; readonly file: KeyFile } | { readonly ok: false; readonly faults: readonly FileFault[] }

const KEY_FILE_VERSION = 1

type Check = (value: unknown) => string | null
const oneOf = (...words: readonly string[]): Check => (value) => (words.some((word) => word === value) ? null : `one of ${words.join(', ')} is expected`)
const text: Check = (value) => (typeof value === 'string' && value.trim() !== '' ? null : 'a text is expected')
const truth: Check = (value) => (typeof value === 'boolean' ? null : 'true or false is expected')
const days: Check = (value) => (Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= 3_650 ? null : 'a whole number of days from 1 to 3650 is expected')
const listOf = (isOne: (value: string) => boolean, what: string): Check => (value) => (Array.isArray(value) && value.every((one) => typeof one === 'string' && isOne(one)) ? null : `a list of ${what} is expected`)
const addresses: Check = (value) => (value === 'unrestricted' ? null : listOf(() => true, 'addresses, or the word unrestricted,')(value))

/** One row a member of a key: what it must be. */
const KEY_MEMBERS: Readonly<Record<keyof FileKey, Check>> = {
  label: text, state: oneOf('enabled', 'disabled', 'absent'), kind: oneOf('ed25519', 'rsa', 'hmac'), publicKey: text, environment: oneOf(...ENVIRONMENTS), preset: text,
  rights: listOf((right) => parsePermission(right) !== undefined, 'rights'), addresses, periodDays: days, afterPeriod: oneOf(...AFTER_PERIOD), replayGuard: truth,
  limits: (value) => (isJsonObject(value) ? railFaults(value)[0] ?? null : `limits by name are expected, such as symbols (up to ${MAX_SYMBOLS})`),
  accept: listOf((risk) => ACCEPTABLE.some((one) => one === risk), `accepted risks (${ACCEPTABLE.join(', ')})`),
}
const KEY_MEMBER_NAMES = Object.keys(KEY_MEMBERS)

const keyFaults = (value: unknown, at: number): FileFault[] => {
  const path = ['keys', at]
  if (!isJsonObject(value)) return [{ path, text: 'a key with a label is expected' }]
  const faults = Object.entries(value).flatMap(([name, given]): FileFault[] => {
    const check = Object.hasOwn(KEY_MEMBERS, name) ? KEY_MEMBERS[name as keyof FileKey] : undefined // just asked
    const fault = check ? check(given) : `there is no "${name}" in a key; there are ${KEY_MEMBER_NAMES.join(', ')}`
    return fault === null ? [] : [{ path: [...path, name], text: check ? `${name}: ${fault}` : fault }]
  })
  return value['label'] === undefined ? [...faults, { path, text: 'a key needs a label' }] : faults
}

const labelForm = (label: string): string => label.trim().normalize('NFKC').toLowerCase()

/** Reads what a file holds, already parsed; every fault is told with where it stands. */
export const readKeyFile = (value: unknown): ReadKeyFile => {
  if (!isJsonObject(value)) return { ok: false, faults: [{ path: [], text: 'a file begins with "version: 1" and has "keys:"' }] }
  const { version, account, keys, ...others } = value
  const faults: FileFault[] = [
    ...(version === KEY_FILE_VERSION ? [] : [{ path: ['version'], text: `version: ${KEY_FILE_VERSION} is expected` }]),
    ...(account === undefined || (Number.isSafeInteger(account) && Number(account) > 0) ? [] : [{ path: ['account'], text: 'account: the uid of an account is expected' }]),
    ...Object.keys(others).map((name) => ({ path: [name], text: `there is no "${name}" here; there are version, account and keys` })),
    ...(Array.isArray(keys) ? keys.flatMap(keyFaults) : [{ path: ['keys'], text: 'keys: a list of keys is expected' }]),
  ]
  if (faults.length > 0 || !Array.isArray(keys)) return { ok: false, faults }
  // Every member was looked at by its row above.
  const read = keys.map((key) => ({ state: 'enabled', ...(key as object) }) as FileKey)
  const twice = read.flatMap(({ label }, at) => (read.findIndex((other) => labelForm(other.label) === labelForm(label)) < at ? [{ path: ['keys', at, 'label'], text: `the label "${label}" stands twice` }] : []))
  return twice.length > 0 ? { ok: false, faults: twice } : { ok: true, file: { ...(account === undefined ? {} : { account: Number(account) }), keys: read } }
}
