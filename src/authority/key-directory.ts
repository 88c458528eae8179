import type { AccountId, ApiKeyText } from '../ids.ts'
import { accountId, apiKeyId, apiKeyText } from '../ids.ts'
import { AllowListMatcher } from './allow-list.ts'
import type { AllowList, ApiKey, BoundWallet, Credential, GuardRails, KeyKind } from './api-key.ts'
import type { IpAddress } from './ip-address.ts'
import { lifeFrom, lifeText } from './key-life.ts'
import { isKeyText, KEY_TEXT_LENGTH } from './key-text.ts'
import type { Sealer } from './sealing.ts'
import { type Verifier, verifierOf } from './verifier.ts'

/**
 * Every key in memory, small: records of raw bytes in large slabs, found by an open-addressed hash table. What is asked for
 * often is kept decoded, with its allow list compiled and its verifier prepared, in a cache of bounded size.
 */
const SLAB_BYTES = 1 << 22
const FIRST_TABLE_SLOTS = 1 << 10
/** Places are counted in units of 8 bytes, so that 32 bits reach 32 GB. */
const PLACE_UNIT = 8
const UNITS_PER_SLAB = SLAB_BYTES / PLACE_UNIT

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

interface Slab {
  readonly bytes: Buffer
  readonly doubles: Float64Array
  readonly words: Uint32Array
  readonly shorts: Uint16Array
}

/** One key, ready for deciding. Stands until the key changes; then another takes its place. */
export class DirectoryEntry {
  readonly key: ApiKey
  readonly #sealer: Pick<Sealer, 'open'>
  readonly #allowed: AllowListMatcher
  #verifier: Verifier | undefined
  #lastAdmitted: IpAddress | undefined

  constructor(key: ApiKey, sealer: Pick<Sealer, 'open'>) {
    this.key = key
    this.#sealer = sealer
    this.#allowed = new AllowListMatcher(key.allowList)
  }

  /** Whether calls from this address may use the key. */
  admits(address: IpAddress | undefined): boolean {
    // A bot calls from one place: the very object that was admitted last is admitted again.
    if (address !== undefined && address === this.#lastAdmitted) return true
    const isAdmitted = this.#allowed.admits(address)
    if (isAdmitted) this.#lastAdmitted = address
    return isAdmitted
  }

  /** What checks the key's signatures; prepared at the first use. @throws when the secret does not open. */
  get verifier(): Verifier {
    return (this.#verifier ??= verifierOf(this.key, this.#sealer))
  }
}

export interface KeyDirectorySettings {
  readonly sealer: Pick<Sealer, 'open'>
  /** Decoded keys kept at hand; twice as many may live for a moment. */
  readonly cachedKeys?: number
}

export class KeyDirectory {
  #sealer: Pick<Sealer, 'open'>
  readonly #cachedKeys: number
  #slabs: Slab[] = []
  #slabUsed = SLAB_BYTES
  #deadBytes = 0
  #liveBytes = 0
  #count = 0
  /** Pairs: the hash of the text, and the record's place + 1 (0 = free). */
  #table = new Uint32Array(FIRST_TABLE_SLOTS * 2)
  /** Two generations: a key asked for again moves to the young one; the old one is dropped whole. */
  readonly #onChanged = new Set<(key: ApiKey) => void>()
  #young = new Map<string, DirectoryEntry>()
  #old = new Map<string, DirectoryEntry>()

  constructor({ sealer, cachedKeys = 8_192 }: KeyDirectorySettings) {
    this.#sealer = sealer
    this.#cachedKeys = cachedKeys
  }

  /** Keys held, those deleted since the start included. */
  get size(): number {
    return this.#count
  }

  /** Memory taken by records and table, the cache left out. */
  get bytesHeld(): number {
    return this.#slabs.length * SLAB_BYTES + this.#table.byteLength
  }

  /** Keys at hand in the cache. */
  get decodedKeys(): number {
    return this.#young.size + this.#old.size
  }

  /** Reads every key of the store, once, at start. */
  load(keys: Iterable<ApiKey>): void {
    for (const key of keys) this.put(key)
  }

  /** Adds a key, or puts what it is now in the place of what it was: the next request sees it. */
  put(key: ApiKey): void {
    if (key.text.length !== KEY_TEXT_LENGTH) throw new Error(`key ${key.id} has ${key.text.length} characters, not ${KEY_TEXT_LENGTH}`)
    const hash = hashOf(key.text)
    const slot = this.#slotOf(key.text, hash)
    const former = this.#table[slot * 2 + 1] ?? 0
    const place = this.#write(key)
    this.#table[slot * 2] = hash
    this.#table[slot * 2 + 1] = place + 1
    if (former === 0) {
      this.#count += 1
      if (this.#count * 4 > this.#table.length) this.#growTable()
    } else {
      this.#young.delete(key.text)
      this.#old.delete(key.text)
      this.#deadBytes += this.#lengthAt(former - 1)
      this.#liveBytes -= this.#lengthAt(former - 1)
      if (this.#deadBytes > SLAB_BYTES && this.#deadBytes > this.#liveBytes) this.#compact()
      for (const listener of this.#onChanged) listener(key)
    }
  }

  /** Hears of each key that becomes another than it was, as soon as it is in force. @returns how to stop hearing */
  onChanged(listener: (key: ApiKey) => void): () => void {
    this.#onChanged.add(listener)
    return () => this.#onChanged.delete(listener)
  }

  /** The key of that text; a text that fails its checksum is looked for nowhere. */
  find(text: string): DirectoryEntry | undefined {
    const cached = this.#young.get(text)
    if (cached) return cached
    return this.#findOld(text)
  }

  #findOld(text: string): DirectoryEntry | undefined {
    const entry = this.#old.get(text) ?? this.#decodeEntry(text)
    if (!entry) return undefined
    if (this.#young.size >= this.#cachedKeys) {
      this.#old = this.#young
      this.#young = new Map()
    }
    // The entry's own text, so that the map does not hold on to the request that the asked text was cut from.
    this.#young.set(entry.key.text, entry)
    return entry
  }

  #decodeEntry(text: string): DirectoryEntry | undefined {
    if (!isKeyText(text)) return undefined
    const place = this.#table[this.#slotOf(text, hashOf(text)) * 2 + 1] ?? 0
    return place === 0 ? undefined : new DirectoryEntry(this.#read(place - 1), this.#sealer)
  }

  /** From now on secrets are opened by this one: the sealing key was changed, and every secret is about to be put anew. */
  replaceSealer(sealer: Pick<Sealer, 'open'>): void {
    this.#sealer = sealer
    this.#young.clear()
    this.#old.clear()
  }

  /** Every key held, decoded, those deleted since the start included. */
  * all(): IterableIterator<ApiKey> {
    for (let slot = 1; slot < this.#table.length; slot += 2) {
      const place = this.#table[slot] ?? 0
      if (place !== 0) yield this.#read(place - 1)
    }
  }

  /** The slot that holds the text, or the free one where it would go. */
  #slotOf(text: ApiKeyText, hash: number): number {
    const mask = this.#table.length / 2 - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const place = this.#table[slot * 2 + 1] ?? 0
      if (place === 0) return slot
      if (this.#table[slot * 2] === hash && this.#hasText(place - 1, text)) return slot
    }
  }

  #hasText(place: number, text: string): boolean {
    const { bytes } = this.#slab(place)
    const at = (place % UNITS_PER_SLAB) * PLACE_UNIT + TEXT_AT
    for (let i = 0; i < KEY_TEXT_LENGTH; i += 1) if (bytes[at + i] !== text.charCodeAt(i)) return false
    return true
  }

  #growTable(): void {
    const former = this.#table
    this.#table = new Uint32Array(former.length * 2)
    const mask = this.#table.length / 2 - 1
    for (let i = 0; i < former.length; i += 2) {
      const place = former[i + 1] ?? 0
      if (place === 0) continue
      const hash = former[i] ?? 0
      let slot = hash & mask
      while (this.#table[slot * 2 + 1] !== 0) slot = (slot + 1) & mask
      this.#table[slot * 2] = hash
      this.#table[slot * 2 + 1] = place
    }
  }

  /** Copies what lives into fresh slabs; edits leave the former records behind. */
  #compact(): void {
    const slabs = this.#slabs
    this.#slabs = []
    this.#slabUsed = SLAB_BYTES
    this.#deadBytes = 0
    this.#liveBytes = 0
    for (let slot = 1; slot < this.#table.length; slot += 2) {
      const place = (this.#table[slot] ?? 0) - 1
      const from = slabs[Math.floor(place / UNITS_PER_SLAB)]
      if (place < 0 || !from) continue
      const at = (place % UNITS_PER_SLAB) * PLACE_UNIT
      const length = lengthOf(from, at)
      const target = this.#reserve(length)
      from.bytes.copy(this.#slab(target).bytes, (target % UNITS_PER_SLAB) * PLACE_UNIT, at, at + length)
      this.#table[slot] = target + 1
    }
  }

  #slab(place: number): Slab {
    const slab = this.#slabs[Math.floor(place / UNITS_PER_SLAB)]
    if (!slab) throw new Error('the key directory points outside its slabs')
    return slab
  }

  #lengthAt(place: number): number {
    return lengthOf(this.#slab(place), (place % UNITS_PER_SLAB) * PLACE_UNIT)
  }

  /** Room for a record, as a place. */
  #reserve(length: number): number {
    if (this.#slabUsed + length > SLAB_BYTES) {
      const buffer = new ArrayBuffer(SLAB_BYTES)
      this.#slabs.push({ bytes: Buffer.from(buffer), doubles: new Float64Array(buffer), words: new Uint32Array(buffer), shorts: new Uint16Array(buffer) })
      this.#slabUsed = 0
    }
    const place = (this.#slabs.length - 1) * UNITS_PER_SLAB + this.#slabUsed / PLACE_UNIT
    this.#slabUsed += length
    this.#liveBytes += length
    return place
  }

  #write(key: ApiKey): number {
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
    const place = this.#reserve(length)
    const { bytes, doubles, words, shorts } = this.#slab(place)
    const at = (place % UNITS_PER_SLAB) * PLACE_UNIT
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
    return place
  }

  #read(place: number): ApiKey {
    const { bytes, doubles, words, shorts } = this.#slab(place)
    const at = (place % UNITS_PER_SLAB) * PLACE_UNIT
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
}

/** The life, and behind line breaks, which JSON of one line never holds, who holds the key and what it is bound to. ASCII throughout: names, numbers, ids and pairs. */
const lifeAndHolder = ({ life, holderId, boundTo }: ApiKey): string => {
  const text = lifeText(life) ?? ''
  if (boundTo !== null) return `${text}\n${holderId ?? ''}\n${boundTo}`
  return holderId === null ? text : `${text}\n${holderId}`
}

const NO_GUARD_RAILS: GuardRails = Object.freeze({})

const roundedUp = (length: number): number => (length + PLACE_UNIT - 1) & ~(PLACE_UNIT - 1)

const lengthOf = ({ bytes, shorts }: Slab, at: number): number =>
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

/** The random characters of a key are hash enough; a few of them are mixed (FNV-1a over the first sixteen past the prefix). */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 4; i < 20; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

const readTime = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value)

const readAccountId = (value: number | undefined): AccountId => accountId(value ?? Number.NaN)

const readCredential = (kind: KeyKind | undefined, bytes: Uint8Array, sealingKeyVersion: number): Credential => {
  if (kind === undefined) throw new Error('the key directory holds a key of no kind')
  return kind === 'hmac' ? { kind, secret: { sealingKeyVersion, bytes } } : { kind, publicKey: bytes }
}

const readAllowList = (isUnrestricted: boolean, entries: string): AllowList =>
  isUnrestricted ? { mode: 'unrestricted' } : { mode: 'trusted', entries: entries === '' ? [] : entries.split(',') }
