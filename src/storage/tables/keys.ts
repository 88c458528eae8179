import type { MovingAddress } from '../../authority/moving-address.ts'
import type { Json } from '../json-column.ts'

/** The keys, with what changes as they are used. */

export interface ApiKeyTable {
  id: string
  text: string
  account_id: number
  environment: string
  label: string
  kind: string
  /** The sealed secret (HMAC) or the public key (SPKI, DER). */
  credential: Uint8Array
  /** Null where there is no secret. */
  sealing_key_version: number | null
  permissions: number
  /** Null = unrestricted; otherwise the entries, parted by single spaces ('' = trusted, none). */
  trusted_addresses: string | null
  /** JSON; null = none. */
  guard_rails: string | null
  enabled: number
  deleted_at_us: number | null
  created_at_us: number
  changed_at_us: number
  expires_at_us: number | null
  trading_lapses_at_us: number | null
  replay_guard: number
  /** JSON of what is not plain; null = a plain life. */
  life: string | null
  /** The person who made it or was handed it; null = nobody. */
  holder_id: string | null
  /** The margin wallet that a special key is bound to; null = an ordinary key. */
  bound_to: string | null
}

export interface KeyUseTable {
  key_id: string
  /** '' where the endpoint needs no right. */
  permission: string
  time_us: number
  address: string
  endpoint: string
}

/** A row a minute in which something was spent. */
export interface SpendingTable {
  lineage: string
  rail: string
  minute: number
  /** In 10⁻⁸ of the reference asset. */
  worth: string
}

export interface MovingAddressTable {
  id: string
  key_id: string
  source: MovingAddress['source']
  name: string | null
  /** The entries of the key's list that stand there because of it now. */
  entries: Json<readonly string[]>
  /** The blocks it may move in. */
  within: Json<readonly string[]>
  allows_private: number
  /** The sealed token of a heartbeat; null for a name. */
  sealing_key_version: number | null
  sealed_bytes: Uint8Array | null
  /** When it moved in the last 24 hours. */
  moves: Json<readonly number[]>
  /** The time that the newest heartbeat carried. */
  last_heard_us: number
  /** What went wrong the last time; null = nothing. */
  fault: string | null
  created_at_us: number
  version: number
}

export interface ReminderLetterTable {
  /** `key:about:stage:date`: what was told, once. */
  id: string
  sent_at_us: number
}

export interface SentinelTable {
  /** Always 1: there is one sentinel. */
  id: number
  version: number
  sealed: Uint8Array
}
