import { createHash, sign, verify, type KeyObject } from 'node:crypto'
import type { Environment } from '../environment.ts'
import type { TimeUs } from '../time.ts'
import { canonicalJson } from './canonical.ts'
import type { ChainHead } from './chain.ts'

/** Where a venue's journal ends: its newest record, by its hash, and the state of its newest snapshot. */
export interface JournalHead {
  readonly sequence: number
  /** SHA-256 (hex) of that record as it is stored; '' where there is none. */
  readonly recordHash: string
  /** Of the newest snapshot; null where there is none. */
  readonly snapshot: { readonly sequence: number; readonly stateHash: string } | null
}

/** What a checkpoint attests: at that time the chain ended so, and the venues' journals so. */
export interface CheckpointBody {
  readonly version: 1
  readonly timeUs: TimeUs
  readonly chain: ChainHead
  readonly journals: Readonly<Record<Environment, JournalHead>>
  /** Which key signed: the SHA-256 (hex) of its public half. */
  readonly keyId: string
}

/** A checkpoint as it is kept and handed on. */
export interface SignedCheckpoint {
  /** Canonical JSON of a CheckpointBody: the signature is over its bytes. */
  readonly body: string
  /** Ed25519, base64. */
  readonly signature: string
}

/** What is signed says what it is, so that a signature for something else is never one of a checkpoint. */
const signedBytes = (body: string): Buffer => Buffer.from(`bitting audit checkpoint v1\n${body}`)

export const keyIdOf = (publicKey: KeyObject): string => createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex')

export const signCheckpoint = ({ timeUs, chain, journals, keyId }: Omit<CheckpointBody, 'version'>, privateKey: KeyObject): SignedCheckpoint => {
  const journalOf = ({ sequence, recordHash, snapshot }: JournalHead) => ({ sequence, recordHash, snapshot: snapshot && { ...snapshot } })
  const body = canonicalJson({ version: 1, timeUs, chain: { sequence: chain.sequence, hash: chain.hash }, journals: { live: journalOf(journals.live), testnet: journalOf(journals.testnet) }, keyId })
  return { body, signature: sign(null, signedBytes(body), privateKey).toString('base64') }
}

export type ReadCheckpoint = { readonly ok: true; readonly body: CheckpointBody } | { readonly ok: false; readonly fault: 'unreadable' | 'unknownKey' | 'wrongSignature' }

/** Reads a checkpoint and proves it with one of the public keys that the reader trusts. */
export const readCheckpoint = ({ body, signature }: SignedCheckpoint, publicKeys: readonly KeyObject[]): ReadCheckpoint => {
  const read = parseBody(body)
  if (!read) return { ok: false, fault: 'unreadable' }
  const key = publicKeys.find((one) => keyIdOf(one) === read.keyId)
  if (!key) return { ok: false, fault: 'unknownKey' }
  return verify(null, signedBytes(body), key, Buffer.from(signature, 'base64')) ? { ok: true, body: read } : { ok: false, fault: 'wrongSignature' }
}

const parseBody = (text: string): CheckpointBody | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return isBody(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** As far as it is used here; the rest is proved by the signature. */
const isBody = (value: unknown): value is CheckpointBody =>
  typeof value === 'object' && value !== null && 'version' in value && value.version === 1 && 'keyId' in value && typeof value.keyId === 'string'
  && 'chain' in value && typeof value.chain === 'object' && value.chain !== null && 'sequence' in value.chain && Number.isSafeInteger(value.chain.sequence) && 'hash' in value.chain && typeof value.chain.hash === 'string'
