import type { ApiKeyText } from '../ids.ts'
import type { ApiKey } from './api-key.ts'
import { DirectoryEntry } from './directory-entry.ts'
import { isKeyText, KEY_TEXT_LENGTH } from './key-text.ts'
import { isKeyOf, lengthOf, newSlab, partsOf, PLACE_UNIT, readKey, type Slab, SLAB_BYTES, writeKey } from './packed-key.ts'
import type { Sealer } from './sealing.ts'

/**
 * Every key in memory, small: records of raw bytes in large slabs, found by an open-addressed hash table. What is asked for
 * often is kept decoded, with its allow list compiled and its verifier prepared, in a cache of bounded size.
 */
const FIRST_TABLE_SLOTS = 1 << 10
const UNITS_PER_SLAB = SLAB_BYTES / PLACE_UNIT

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
  readonly #onChanged = new Set<(key: ApiKey) => void>()
  /** Two generations: a key asked for again moves to the young one; the old one is dropped whole. */
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
    return isKeyOf(this.#slab(place), byteOf(place), text)
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
      const at = byteOf(place)
      const length = lengthOf(from, at)
      const target = this.#reserve(length)
      from.bytes.copy(this.#slab(target).bytes, byteOf(target), at, at + length)
      this.#table[slot] = target + 1
    }
  }

  #slab(place: number): Slab {
    const slab = this.#slabs[Math.floor(place / UNITS_PER_SLAB)]
    if (!slab) throw new Error('the key directory points outside its slabs')
    return slab
  }

  #lengthAt(place: number): number {
    return lengthOf(this.#slab(place), byteOf(place))
  }

  /** Room for a record, as a place. */
  #reserve(length: number): number {
    if (this.#slabUsed + length > SLAB_BYTES) {
      this.#slabs.push(newSlab())
      this.#slabUsed = 0
    }
    const place = (this.#slabs.length - 1) * UNITS_PER_SLAB + this.#slabUsed / PLACE_UNIT
    this.#slabUsed += length
    this.#liveBytes += length
    return place
  }

  #write(key: ApiKey): number {
    const parts = partsOf(key)
    const place = this.#reserve(parts.length)
    writeKey(this.#slab(place), byteOf(place), key, parts)
    return place
  }

  #read(place: number): ApiKey {
    return readKey(this.#slab(place), byteOf(place))
  }
}

/** Where in its slab a place begins. */
const byteOf = (place: number): number => (place % UNITS_PER_SLAB) * PLACE_UNIT

/** The random characters of a key are hash enough; a few of them are mixed (FNV-1a over the first sixteen past the prefix). */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 4; i < 20; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}
