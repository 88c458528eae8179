import type { AccountId } from '../ids.ts'
import { accountId, apiKeyId, apiKeyText } from '../ids.ts'
import type { AllowList, ApiKey, BoundWallet, Credential, GuardRails, KeyKind } from './api-key.ts'
import { lifeFrom, lifeText } from './key-life.ts'
import { KEY_TEXT_LENGTH } from './key-text.ts'

/** A key as raw bytes, somewhere in a slab: a fixed part, then its texts one after another. */
export const SLAB_BYTES = 1 << 22
/** Records begin at multiples of it. Places are counted in them, so that 32 bits reach 32 GB. */
export const PLACE_UNIT = 8

/* The fixed part of a record; times are doubles, NaN for null. */
const ACCOUNT_AT = 0
const CREATED_AT = 1
const CHANGED_AT = 2
const EXPIRES_AT = 3
const LAPSES_AT = 4
const DELETED_AT = 5
const SEALING_VERSION_AT = 48
const PERMISSIONS_AT = 52
const FLAGS_AT = 54
const ID_LENGTH_AT = 55
const LABEL_LENGTH_AT = 56
const CREDENTIAL_LENGTH_AT = 58
const ENTRIES_LENGTH_AT = 60
const GUARD_RAILS_LENGTH_AT = 62
const LIFE_LENGTH_AT = 64
const TEXT_AT = 72
const VARIABLE_AT = TEXT_AT + KEY_TEXT_LENGTH

const IS_TESTNET = 1
const IS_ENABLED = 2
const HAS_REPLAY_GUARD = 4
const IS_UNRESTRICTED = 8
const KIND_SHIFT = 4
const KINDS: readonly KeyKind[] = ['hmac', 'ed25519', 'rsa']

export interface Slab {
  readonly bytes: Buffer
  readonly doubles: Float64Array
  readonly words: Uint32Array
  readonly shorts: Uint16Array
}

export const newSlab = (): Slab => {
  const buffer = new ArrayBuffer(SLAB_BYTES)
  return { bytes: Buffer.from(buffer), doubles: new Float64Array(buffer), words: new Uint32Array(buffer), shorts: new Uint16Array(buffer) }
}

/** What a record holds besides its fixed part, as it is written. */
interface Parts {
  /** Bytes of the whole record. */
  readonly length: number
  readonly secretOrKey: Uint8Array
  readonly entries: string
  readonly guardRails: string
  readonly labelBytes: number
  readonly guardRailBytes: number
  readonly life: string
}

/** Measures a key before it is written. @throws when it is too large for a record */
export const partsOf = (key: ApiKey): Parts => {
  const { credential, allowList } = key
  const secretOrKey = credential.kind === 'hmac' ? credential.secret.bytes : credential.publicKey
  const entries = allowList.mode === 'trusted' ? joined(allowList.entries) : ''
  const guardRails = isEmpty(key.guardRails) ? '' : JSON.stringify(key.guardRails)
  const labelBytes = utf8Length(key.label)
  const guardRailBytes = utf8Length(guardRails)
  const life = lifeAndHolder(key)
  const idLength = key.id.length
  if (idLength > 0xff || labelBytes > 0xffff || secretOrKey.length > 0xffff || entries.length > 0xffff || guardRailBytes > 0xffff || life.length > 0xffff) throw new Error(`key ${key.id} is too large for the directory`)
  const length = roundedUp(VARIABLE_AT + idLength + labelBytes + secretOrKey.length + entries.length + guardRailBytes + life.length)
  return { length, secretOrKey, entries, guardRails, labelBytes, guardRailBytes, life }
}

/** Writes a key where there is room for it. @param at a byte of the slab, divisible by 8 */
export const writeKey = ({ bytes, doubles, words, shorts }: Slab, at: number, key: ApiKey, { secretOrKey, entries, guardRails, labelBytes, guardRailBytes, life }: Parts): void => {
  const { credential, allowList } = key
  const idLength = key.id.length
  const eights = at / 8
  const pairs = at / 2
  doubles[eights + ACCOUNT_AT] = key.accountId
  doubles[eights + CREATED_AT] = key.createdAtUs
  doubles[eights + CHANGED_AT] = key.changedAtUs
  doubles[eights + EXPIRES_AT] = key.expiresAtUs ?? Number.NaN
  doubles[eights + LAPSES_AT] = key.tradingLapsesAtUs ?? Number.NaN
  doubles[eights + DELETED_AT] = key.deletedAtUs ?? Number.NaN
  words[(at + SEALING_VERSION_AT) / 4] = credential.kind === 'hmac' ? credential.secret.sealingKeyVersion : 0
  shorts[pairs + PERMISSIONS_AT / 2] = key.permissions
  bytes[at + FLAGS_AT] = (key.environment === 'testnet' ? IS_TESTNET : 0) | (key.isEnabled ? IS_ENABLED : 0) | (key.replayGuard ? HAS_REPLAY_GUARD : 0) |
    (allowList.mode === 'unrestricted' ? IS_UNRESTRICTED : 0) | (KINDS.indexOf(credential.kind) << KIND_SHIFT)
  bytes[at + ID_LENGTH_AT] = idLength
  shorts[pairs + LABEL_LENGTH_AT / 2] = labelBytes
  shorts[pairs + CREDENTIAL_LENGTH_AT / 2] = secretOrKey.length
  shorts[pairs + ENTRIES_LENGTH_AT / 2] = entries.length
  shorts[pairs + GUARD_RAILS_LENGTH_AT / 2] = guardRailBytes
  shorts[pairs + LIFE_LENGTH_AT / 2] = life.length
  writeAscii(bytes, at + TEXT_AT, key.text)
  let to = at + VARIABLE_AT
  writeAscii(bytes, to, key.id)
  to += idLength
  if (labelBytes === key.label.length) writeAscii(bytes, to, key.label)
  else bytes.write(key.label, to, labelBytes, 'utf8')
  to += labelBytes
  bytes.set(secretOrKey, to)
  to += secretOrKey.length
  writeAscii(bytes, to, entries)
  to += entries.length
  if (guardRailBytes > 0) bytes.write(guardRails, to, guardRailBytes, 'utf8')
  writeAscii(bytes, to + guardRailBytes, life)
}

/** The key that stands at a byte of the slab. */
export const readKey = ({ bytes, doubles, words, shorts }: Slab, at: number): ApiKey => {
  const eights = at / 8
  const pairs = at / 2
  const flags = bytes[at + FLAGS_AT] ?? 0
  let from = at + VARIABLE_AT
  const next = (length: number): Buffer => bytes.subarray(from, from += length)
  const id = next(bytes[at + ID_LENGTH_AT] ?? 0).toString('latin1')
  const label = next(shorts[pairs + LABEL_LENGTH_AT / 2] ?? 0).toString('utf8')
  const secretOrKey = new Uint8Array(next(shorts[pairs + CREDENTIAL_LENGTH_AT / 2] ?? 0))
  const entries = next(shorts[pairs + ENTRIES_LENGTH_AT / 2] ?? 0).toString('latin1')
  const guardRails = next(shorts[pairs + GUARD_RAILS_LENGTH_AT / 2] ?? 0).toString('utf8')
  const [life = '', holderId = '', boundTo = null] = next(shorts[pairs + LIFE_LENGTH_AT / 2] ?? 0).toString('latin1').split('\n')
  return {
    id: apiKeyId(id),
    text: apiKeyText(bytes.toString('latin1', at + TEXT_AT, at + TEXT_AT + KEY_TEXT_LENGTH)),
    accountId: readAccountId(doubles[eights + ACCOUNT_AT]),
    environment: flags & IS_TESTNET ? 'testnet' : 'live',
    label,
    credential: readCredential(KINDS[(flags >>> KIND_SHIFT) & 3], secretOrKey, words[(at + SEALING_VERSION_AT) / 4] ?? 0),
    permissions: shorts[pairs + PERMISSIONS_AT / 2] ?? 0,
    allowList: readAllowList((flags & IS_UNRESTRICTED) !== 0, entries),
    // The directory wrote this text itself.
    guardRails: guardRails === '' ? NO_GUARD_RAILS : JSON.parse(guardRails) as GuardRails,
    isEnabled: (flags & IS_ENABLED) !== 0,
    deletedAtUs: readTime(doubles[eights + DELETED_AT]),
    createdAtUs: doubles[eights + CREATED_AT] ?? Number.NaN,
    changedAtUs: doubles[eights + CHANGED_AT] ?? Number.NaN,
    expiresAtUs: readTime(doubles[eights + EXPIRES_AT]),
    tradingLapsesAtUs: readTime(doubles[eights + LAPSES_AT]),
    replayGuard: (flags & HAS_REPLAY_GUARD) !== 0,
    life: lifeFrom(life === '' ? null : life), holderId: holderId === '' ? null : holderId,
    boundTo: boundTo as BoundWallet | null, // the directory wrote this text itself
  }
}

/** Whether the key at that byte has this text. */
export const isKeyOf = ({ bytes }: Slab, at: number, text: string): boolean => {
  for (let i = 0; i < KEY_TEXT_LENGTH; i += 1) if (bytes[at + TEXT_AT + i] !== text.charCodeAt(i)) return false
  return true
}

/** The life, and behind line breaks, which JSON of one line never holds, who holds the key and what it is bound to. ASCII throughout: names, numbers, ids and pairs. */
const lifeAndHolder = ({ life, holderId, boundTo }: ApiKey): string => {
  const text = lifeText(life) ?? ''
  if (boundTo !== null) return `${text}\n${holderId ?? ''}\n${boundTo}`
  return holderId === null ? text : `${text}\n${holderId}`
}

const NO_GUARD_RAILS: GuardRails = Object.freeze({})

const roundedUp = (length: number): number => (length + PLACE_UNIT - 1) & ~(PLACE_UNIT - 1)

/** Bytes of the record that stands there. */
export const lengthOf = ({ bytes, shorts }: Slab, at: number): number =>
  roundedUp(VARIABLE_AT + (bytes[at + ID_LENGTH_AT] ?? 0) + (shorts[(at + LABEL_LENGTH_AT) / 2] ?? 0) + (shorts[(at + CREDENTIAL_LENGTH_AT) / 2] ?? 0) +
    (shorts[(at + ENTRIES_LENGTH_AT) / 2] ?? 0) + (shorts[(at + GUARD_RAILS_LENGTH_AT) / 2] ?? 0) + (shorts[(at + LIFE_LENGTH_AT) / 2] ?? 0))

/** Short texts are written faster by a loop than by a call; a million keys are read at a start. */
const writeAscii = (bytes: Uint8Array, at: number, text: string): void => {
  for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i)
}

/** Bytes of a text in UTF-8; of the usual one, in ASCII, without asking the platform. */
const utf8Length = (text: string): number => {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 127) return Buffer.byteLength(text)
  return text.length
}

const joined = (entries: readonly string[]): string => (entries.length === 1 ? entries[0] ?? '' : entries.join(','))

const isEmpty = (guardRails: GuardRails): boolean => {
  for (const _ in guardRails) return false
  return true
}

const readTime = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value)

const readAccountId = (value: number | undefined): AccountId => accountId(value ?? Number.NaN)

const readCredential = (kind: KeyKind | undefined, bytes: Uint8Array, sealingKeyVersion: number): Credential => {
  if (kind === undefined) throw new Error('the key directory holds a key of no kind')
  return kind === 'hmac' ? { kind, secret: { sealingKeyVersion, bytes } } : { kind, publicKey: bytes }
}

const readAllowList = (isUnrestricted: boolean, entries: string): AllowList =>
  isUnrestricted ? { mode: 'unrestricted' } : { mode: 'trusted', entries: entries === '' ? [] : entries.split(',') }
