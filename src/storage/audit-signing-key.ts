import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { keyIdOf } from '../audit/checkpoint.ts'
import { writePrivately } from './private-file.ts'
import { StoreError } from './store-error.ts'

/** The file beside the database that holds the key that signs checkpoints, where neither the environment nor another file does. */
export const AUDIT_KEY_FILE = 'audit-signing.key'
/** Its public halves, oldest first: what whoever checks the record needs, and no secret. */
export const AUDIT_PUBLIC_FILE = 'audit-signing.pub'

export interface AuditKeyOptions {
  readonly folder: string
  /** BITTING_AUDIT_KEY holds the private key itself (PEM, or its DER in base64); BITTING_AUDIT_KEY_FILE names a file elsewhere. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** A fresh Ed25519 private key, PEM. */
  readonly makeKey: () => string
}

const REMEDY = 'Give an Ed25519 private key (PEM): its audit-signing.key file, or BITTING_AUDIT_KEY, or BITTING_AUDIT_KEY_FILE.'

/** The key with which checkpoints of the audit chain are signed. It is not in the database: whoever rewrites the chain there cannot attest it. */
export class AuditSigningKey {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly keyId: string
  /** Every public key that signed for this folder, oldest first, PEM. */
  readonly publicKeys: string
  /** Made just now: there was none. */
  readonly isNew: boolean

  private constructor(privateKey: KeyObject, publicKeys: string, isNew: boolean) {
    this.privateKey = privateKey
    this.publicKey = createPublicKey(privateKey)
    this.keyId = keyIdOf(this.publicKey)
    this.publicKeys = publicKeys
    this.isNew = isNew
  }

  /** Finds the key, or makes one, and puts its public half beside it. Throws a StoreError. */
  static open({ folder, environment, makeKey }: AuditKeyOptions): AuditSigningKey {
    const inline = environment['BITTING_AUDIT_KEY']
    const file = environment['BITTING_AUDIT_KEY_FILE'] ?? join(folder, AUDIT_KEY_FILE)
    const isNew = inline === undefined && !existsSync(file)
    if (isNew) writePrivately(file, makeKey())
    const privateKey = inline === undefined ? parseKey(readKeyFile(file), file) : parseKey(inline, 'BITTING_AUDIT_KEY')
    return new AuditSigningKey(privateKey, withPublicHalf(join(folder, AUDIT_PUBLIC_FILE), createPublicKey(privateKey)), isNew)
  }
}

const readKeyFile = (file: string): string => {
  const mode = statSync(file).mode & 0o777
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new StoreError('audit key', `${file} can be read by others (mode ${mode.toString(8)}).`, `Make it private (chmod 600 ${file}); if others may have read it, move it away, and another key is made.`)
  return readFileSync(file, 'utf8')
}

const parseKey = (text: string, source: string): KeyObject => {
  try {
    const key = text.includes('-----') ? createPrivateKey(text) : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' })
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Told below, like a key of another kind.
  }
  throw new StoreError('audit key', `${source} holds no Ed25519 private key.`, REMEDY)
}

/** Former keys stay in the file: what they signed is still to be checked. @returns the whole file */
const withPublicHalf = (file: string, publicKey: KeyObject): string => {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const former = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (former.includes(pem)) return former
  const text = `${former}${pem}`
  writePrivately(file, text)
  return text
}
