import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Sealer, SEALING_KEY_BYTES, type SealingKeys } from '../authority/sealing.ts'
import type { SealingKeys as RotatableKeys } from '../operations/sealing-keys.ts'
import { done, refused, type Outcome } from '../operations/outcome.ts'
import { writePrivately } from './private-file.ts'
import type { StoredSentinel } from './sentinel-store.ts'
import { StoreError } from './store-error.ts'

/** The file beside the database that holds the sealing keys, where neither the environment nor another file does. */
const SEALING_KEY_FILE = 'sealing.key'

export interface SealingOptions {
  readonly folder: string
  /** BITTING_SEALING_KEY holds the keys themselves; BITTING_SEALING_KEY_FILE names a file elsewhere. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly randomBytes: (length: number) => Uint8Array
  readonly sentinel: StoredSentinel
}

const REMEDY = 'Give the sealing key that belongs to this store: its sealing.key file, or BITTING_SEALING_KEY, or BITTING_SEALING_KEY_FILE.'

/** One line a key: `version:base64 of 32 bytes`; the newest is the last. */
const parseKeys = (text: string, source: string): SealingKeys => {
  const keys = new Map<number, Uint8Array>()
  for (const line of text.split(/\s+/).filter((word) => word !== '')) {
    const [, version, encoded] = /^(\d{1,9}):([A-Za-z0-9+/]{43}=)$/.exec(line) ?? []
    if (version === undefined || encoded === undefined) throw new StoreError('sealing key', `${source} is not a list of sealing keys (version:base64 of ${SEALING_KEY_BYTES} bytes, one a line).`, REMEDY)
    keys.set(Number(version), Buffer.from(encoded, 'base64'))
  }
  if (keys.size === 0) throw new StoreError('sealing key', `${source} holds no sealing key.`, REMEDY)
  return { currentVersion: Math.max(...keys.keys()), keys }
}

const textOf = ({ keys }: SealingKeys): string =>
  [...keys].sort(([a], [b]) => a - b).map(([version, key]) => `${version}:${Buffer.from(key).toString('base64')}\n`).join('')

const readKeyFile = (file: string): SealingKeys => {
  const mode = statSync(file).mode & 0o777
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new StoreError('sealing key', `${file} can be read by others (mode ${mode.toString(8)}).`, `Make it private (chmod 600 ${file}), and rotate the key if others may have read it.`)
  }
  return parseKeys(readFileSync(file, 'utf8'), file)
}

/** The sealing keys of a store, checked against what the store was sealed with. */
export class StoredSealing implements RotatableKeys {
  readonly #options: SealingOptions
  /** Null where the environment holds the keys: then only whoever set it can change them. */
  readonly #file: string | null
  #keys: SealingKeys
  #sealer: Sealer

  private constructor(options: SealingOptions, file: string | null, keys: SealingKeys) {
    this.#options = options
    this.#file = file
    this.#keys = keys
    this.#sealer = new Sealer(keys, options.randomBytes)
  }

  /** Seals with the newest key at hand, and opens with all. */
  get sealer(): Sealer {
    return this.#sealer
  }

  /** Finds the keys, makes the first one for a store that never had any, and proves them. Throws a StoreError; nothing is lost. */
  static async open(options: SealingOptions): Promise<StoredSealing> {
    const { folder, environment, sentinel } = options
    const known = sentinel.get()
    const inline = environment['BITTING_SEALING_KEY']
    const file = inline === undefined ? environment['BITTING_SEALING_KEY_FILE'] ?? join(folder, SEALING_KEY_FILE) : null
    if (file !== null && !existsSync(file)) {
      if (known) throw new StoreError('sealing key', `${file} is missing, and this store is sealed with it.`, REMEDY)
      writePrivately(file, textOf({ currentVersion: 1, keys: new Map([[1, options.randomBytes(SEALING_KEY_BYTES)]]) }))
    }
    const sealing = new StoredSealing(options, file, file === null ? parseKeys(inline ?? '', 'BITTING_SEALING_KEY') : readKeyFile(file))
    if (known) {
      const checked = sealing.sealer.checkSentinel({ sealingKeyVersion: known.version, bytes: known.sealed })
      if (!checked.ok) throw new StoreError('sealing key', checked.text, REMEDY)
    } else {
      await sealing.#putSentinel(sealing.sealer)
    }
    return sealing
  }

  async add(): Promise<Outcome<Sealer>> {
    if (this.#file === null) return refused('sealingKeyInEnvironment', 'The sealing key is in BITTING_SEALING_KEY, which this program cannot change.', `Put the keys in a file (BITTING_SEALING_KEY_FILE or ${SEALING_KEY_FILE} in the data folder), then rotate.`)
    const version = this.#keys.currentVersion + 1
    this.#keys = { currentVersion: version, keys: new Map([...this.#keys.keys, [version, this.#options.randomBytes(SEALING_KEY_BYTES)]]) }
    writePrivately(this.#file, textOf(this.#keys))
    this.#sealer = new Sealer(this.#keys, this.#options.randomBytes)
    return done(this.#sealer)
  }

  #putSentinel(sealer: Sealer): Promise<void> {
    const { sealingKeyVersion, bytes } = sealer.makeSentinel()
    return this.#options.sentinel.put({ version: sealingKeyVersion, sealed: bytes })
  }
}
