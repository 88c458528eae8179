import type { AllowList } from '../authority/api-key.ts'
import type { Environment } from '../environment.ts'
import type { Permission } from '../permission.ts'

/**
 * Everything the command line can ask for, whether a server runs (through its socket) or not (on the store itself).
 * Arguments and answers are plain JSON, so that the same call travels either way.
 */
export interface Operator {
  keysCreate(wish: KeyWish): Promise<CreatedKey>
  keysList(filter: { account?: number; includeDeleted?: boolean }): Promise<readonly KeySummary[]>
  keysShow(reference: string): Promise<KeySummary>
  keysEdit(reference: string, change: KeyChange): Promise<KeySummary>
  keysDisable(reference: string): Promise<KeySummary>
  keysEnable(reference: string): Promise<KeySummary>
  keysDelete(reference: string): Promise<KeySummary>
  accountsList(): Promise<readonly AccountSummary[]>
  /** In plain words, with the remedy. */
  explain(requestId: string): Promise<Explanation>
  explainLast(key: string): Promise<Explanation>
  sealingKeyRotate(): Promise<{ version: number; resealed: number }>
  backup(file: string): Promise<{ file: string; bytes: number }>
  auditVerify(): Promise<{ rows: number; head: string; firstBadRow: number | null }>
}

export interface KeyWish {
  account?: number
  label: string
  kind: 'hmac' | 'ed25519' | 'rsa'
  /** SPKI PEM; asymmetric kinds only. The private half never comes here. */
  publicKey?: string
  permissions: readonly Permission[]
  allowList: AllowList
  environment: Environment
  expiresInDays?: number
  replayGuard?: boolean
}

export interface KeyChange {
  label?: string
  permissions?: readonly Permission[]
  allowList?: AllowList
  /** Days from now; null = never. */
  expiresInDays?: number | null
  replayGuard?: boolean
}

/** A key as people may see it: no secret in it. */
export interface KeySummary {
  id: string
  apiKey: string
  account: number
  accountEmail: string
  environment: Environment
  label: string
  kind: 'hmac' | 'ed25519' | 'rsa'
  permissions: readonly Permission[]
  allowList: AllowList
  state: 'enabled' | 'disabled' | 'expired' | 'deleted'
  createdAt: string
  expiresAt: string | null
  tradingLapsesAt: string | null
  replayGuard: boolean
  lastUse: { at: string; address: string; endpoint: string; perPermission: Partial<Record<Permission, string>> } | null
  /** The key in one sentence: the same words everywhere a key is described. */
  sentence: string
}

export interface CreatedKey {
  key: KeySummary
  /** HMAC only, and only this once. */
  secretKey: string | null
}

export interface AccountSummary { id: number; email: string; parent: number | null; label: string; keys: number }

export interface Explanation {
  requestId: string
  at: string
  request: string
  address: string
  answer: string
  /** What happened, in a sentence. */
  what: string
  /** What to do about it. */
  remedy: string
  steps: readonly { step: string; outcome: 'passed' | 'failed' | 'not reached'; detail: string }[]
  signedPayload: string | null
}
