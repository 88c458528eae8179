import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { SealedSecret } from './api-key.ts'
import type { RandomBytes } from './key-text.ts'

/**
 * Secrets at rest: AES-256-GCM under a versioned sealing key that is not in the database. The key's id is associated data,
 * so that a sealed secret moved to another row does not open there.
 */
export const SEALING_KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const ALGORITHM = 'aes-256-gcm'
const SENTINEL_ID = 'bitting:sealing-sentinel'
const SENTINEL_TEXT = 'this store is sealed with this key'

/** The sealing keys that are at hand: new secrets are sealed with the newest, older ones open what they sealed. */
export interface SealingKeys {
  readonly currentVersion: number
  readonly keys: ReadonlyMap<number, Uint8Array>
}

export type OpenedSecret =
  | { readonly ok: true; readonly secret: Uint8Array }
  /** `keyMissing`: no sealing key of that version is at hand. `wrongKey`: the key does not fit, or the bytes were changed. */
  | { readonly ok: false; readonly fault: 'keyMissing' | 'wrongKey'; readonly sealingKeyVersion: number }

export class Sealer {
  readonly #sealingKeys: SealingKeys
  readonly #randomBytes: RandomBytes

  /** @throws when a key has not 32 bytes or the current one is not among them. */
  constructor(sealingKeys: SealingKeys, randomBytes: RandomBytes) {
    for (const [version, key] of sealingKeys.keys) if (key.length !== SEALING_KEY_BYTES) throw new Error(`sealing key ${version} has ${key.length} bytes, not ${SEALING_KEY_BYTES}`)
    if (!sealingKeys.keys.has(sealingKeys.currentVersion)) throw new Error(`sealing key ${sealingKeys.currentVersion} is missing`)
    this.#sealingKeys = sealingKeys
    this.#randomBytes = randomBytes
  }

  get currentVersion(): number {
    return this.#sealingKeys.currentVersion
  }

  /** Seals a secret for one id, with the current sealing key and a fresh nonce. */
  seal(secret: Uint8Array, id: string): SealedSecret {
    const version = this.currentVersion
    const key = this.#sealingKeys.keys.get(version)
    if (!key) throw new Error(`sealing key ${version} is missing`)
    const nonce = this.#randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(id))
    const sealed = Buffer.concat([nonce, cipher.update(secret), cipher.final()])
    return { sealingKeyVersion: version, bytes: new Uint8Array(Buffer.concat([sealed, cipher.getAuthTag()])) }
  }

  /** Opens what was sealed for this id. */
  open(sealed: SealedSecret, id: string): OpenedSecret {
    const { sealingKeyVersion, bytes } = sealed
    const key = this.#sealingKeys.keys.get(sealingKeyVersion)
    if (!key) return { ok: false, fault: 'keyMissing', sealingKeyVersion }
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return { ok: false, fault: 'wrongKey', sealingKeyVersion }
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
    try {
      const opened = decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES))
      return { ok: true, secret: Buffer.concat([opened, decipher.final()]) }
    } catch {
      return { ok: false, fault: 'wrongKey', sealingKeyVersion }
    }
  }

  /** A row to be kept in the store: whoever can open it holds the store's sealing key. */
  makeSentinel(): SealedSecret {
    return this.seal(Buffer.from(SENTINEL_TEXT), SENTINEL_ID)
  }

  /** Asked at start, before anything is served. */
  checkSentinel(sentinel: SealedSecret): { readonly ok: true } | { readonly ok: false; readonly text: string } {
    const opened = this.open(sentinel, SENTINEL_ID)
    if (opened.ok) return { ok: true }
    const version = opened.sealingKeyVersion
    return opened.fault === 'keyMissing'
      ? { ok: false, text: `This store is sealed with sealing key ${version}, which is not at hand. Nothing was changed; give the key file that belongs to the store.` }
      : { ok: false, text: `Sealing key ${version} does not open this store. Nothing was changed; give the key file that belongs to the store.` }
  }
}
