import type { AllowList, ApiKey, BoundWallet, Credential, GuardRails } from '../authority/api-key.ts'
import { lifeFrom, lifeText } from '../authority/key-life.ts'
import { ENVIRONMENTS } from '../environment.ts'
import type { Environment } from '../environment.ts'
import { accountId, apiKeyId, apiKeyText } from '../ids.ts'
import type { ApiKeyTable } from './tables/keys.ts'
import type { ColumnKind } from './sqlite/row-pack.ts'

/** The columns in the order in which rows are read and written. */
export const KEY_COLUMNS = [
  'id', 'text', 'account_id', 'environment', 'label', 'kind', 'credential', 'sealing_key_version', 'permissions', 'trusted_addresses', 'guard_rails',
  'enabled', 'deleted_at_us', 'created_at_us', 'changed_at_us', 'expires_at_us', 'trading_lapses_at_us', 'replay_guard', 'life', 'holder_id', 'bound_to',
] as const satisfies readonly (keyof ApiKeyTable)[]

/** What each of KEY_COLUMNS holds. */
export const KEY_COLUMN_KINDS: readonly ColumnKind[] = [
  'text', 'text', 'number', 'text', 'text', 'text', 'bytes', 'number', 'number', 'text', 'text',
  'number', 'number', 'number', 'number', 'number', 'number', 'number', 'text', 'text', 'text',
]

/** A row of `api_keys` as a tuple, in the order of KEY_COLUMNS. */
export type KeyTuple = readonly [
  string, string, number, string, string, string, Uint8Array, number | null, number, string | null, string | null,
  number, number | null, number, number, number | null, number | null, number, string | null, string | null, string | null,
]

export const keyFromTuple = (row: KeyTuple): ApiKey => ({
  id: apiKeyId(row[0]),
  text: apiKeyText(row[1]),
  accountId: accountId(row[2]),
  environment: environmentFrom(row[3]),
  label: row[4],
  credential: credentialFrom(row[5], row[6], row[7]),
  permissions: row[8],
  allowList: allowListFrom(row[9]),
  guardRails: guardRailsFrom(row[10]),
  isEnabled: row[11] === 1,
  deletedAtUs: row[12],
  createdAtUs: row[13],
  changedAtUs: row[14],
  expiresAtUs: row[15],
  tradingLapsesAtUs: row[16],
  replayGuard: row[17] === 1,
  life: lifeFrom(row[18]),
  holderId: row[19],
  boundTo: boundFrom(row[20]),
})

export const rowFromKey = (key: ApiKey): ApiKeyTable => ({
  id: key.id,
  text: key.text,
  account_id: key.accountId,
  environment: key.environment,
  label: key.label,
  kind: key.credential.kind,
  credential: key.credential.kind === 'hmac' ? key.credential.secret.bytes : key.credential.publicKey,
  sealing_key_version: key.credential.kind === 'hmac' ? key.credential.secret.sealingKeyVersion : null,
  permissions: key.permissions,
  trusted_addresses: key.allowList.mode === 'unrestricted' ? null : key.allowList.entries.join(' '),
  guard_rails: guardRailsText(key.guardRails),
  enabled: key.isEnabled ? 1 : 0,
  deleted_at_us: key.deletedAtUs,
  created_at_us: key.createdAtUs,
  changed_at_us: key.changedAtUs,
  expires_at_us: key.expiresAtUs,
  trading_lapses_at_us: key.tradingLapsesAtUs,
  replay_guard: key.replayGuard ? 1 : 0,
  life: lifeText(key.life),
  holder_id: key.holderId,
  bound_to: key.boundTo,
})

const environmentFrom = (text: string): Environment => {
  for (const environment of ENVIRONMENTS) if (environment === text) return environment
  throw new Error(`not an environment: ${text}`)
}

/** @throws where it is no wallet: a bound key must never be read as one that is not. */
const boundFrom = (text: string | null): BoundWallet | null => {
  if (text === null || text === 'crossMargin') return text
  const symbol = /^isolatedMargin:(.+)$/.exec(text)?.[1]
  if (symbol === undefined) throw new Error(`not a wallet that a key is bound to: ${text}`)
  return `isolatedMargin:${symbol}`
}

const credentialFrom = (kind: string, bytes: Uint8Array, sealingKeyVersion: number | null): Credential => {
  switch (kind) {
    case 'hmac': return { kind, secret: { sealingKeyVersion: sealingKeyVersion ?? 0, bytes } }
    case 'ed25519':
    case 'rsa': return { kind, publicKey: bytes }
    default: throw new Error(`not a kind of key: ${kind}`)
  }
}

const UNRESTRICTED: AllowList = { mode: 'unrestricted' }
const NOWHERE: AllowList = { mode: 'trusted', entries: [] }
const NO_GUARD_RAILS: GuardRails = {}

const allowListFrom = (text: string | null): AllowList => {
  if (text === null) return UNRESTRICTED
  return text === '' ? NOWHERE : { mode: 'trusted', entries: text.split(' ') }
}

const guardRailsText = (guardRails: GuardRails): string | null =>
  Object.keys(guardRails).length === 0 ? null : JSON.stringify(guardRails)

// Written by guardRailsText alone, from the same type.
const guardRailsFrom = (text: string | null): GuardRails => (text === null ? NO_GUARD_RAILS : (JSON.parse(text) as GuardRails))
