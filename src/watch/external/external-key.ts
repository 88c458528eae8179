import type { AuditEntry } from '../../audit/entry.ts'
import type { SealedSecret } from '../../authority/api-key.ts'
import { insideAddressOf } from '../../authority/public-address.ts'
import type { Confirmation, Kept } from '../../confirmation.ts'
import type { AccountId } from '../../ids.ts'
import type { Letter } from '../../people/message.ts'
import type { TimeUs } from '../../time.ts'
import type { Examination } from './examination.ts'

/** A key that lives at another exchange: it opens nothing here, and is looked after like the keys of this house. */
export interface ExternalKey {
  readonly id: string
  /** One more with each change: a change that was decided on an older version is refused. */
  readonly version: number
  readonly accountId: AccountId
  /** No other external key of the account has it. */
  readonly label: string
  /** The exchange's server alone: `https://api.binance.com`. */
  readonly url: string
  readonly apiKey: string
  /** What signs, a shared secret or a private key in PEM; null = it is only shown and reminded of. */
  readonly secret: SealedSecret | null
  /** The user type that it is meant for. */
  readonly preset: string
  /** The person who entered it; null = nobody in particular. */
  readonly holderId: string | null
  /** On the authority's calendar. */
  readonly enteredAtUs: TimeUs
  /** As the exchange tells it; null until it does. */
  readonly createdAtUs: TimeUs | null
  /** The last one that reached the exchange. */
  readonly examination: Examination | null
  /** When it was last tried, whatever came of it; wall time, as are all that follow. */
  readonly lastExaminedAtUs: TimeUs | null
  readonly nextExaminationAtUs: TimeUs
  /** Why it could not be examined, the last time it was tried. */
  readonly fault: string | null
  readonly faultSinceUs: TimeUs | null
  /** The concerns that people were told of and that stand still. */
  readonly told: readonly string[]
}

export interface ExternalKeyStore {
  all(): readonly ExternalKey[]
  byId(id: string): ExternalKey | undefined
  insert(key: ExternalKey, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
  /** Rejects where somebody changed or removed it in between. */
  edit(key: ExternalKey, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
  remove(id: string, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
  /** Rejects where somebody changed or removed it in between. */
  update(key: ExternalKey): Promise<void>
  /** Notes what was told beside the letters that tell it, all or nothing. */
  tell(told: readonly ExternalKey[], letters: readonly Letter[], nowUs: TimeUs): Promise<void>
}

/** Who examines keys at other exchanges. */
export interface KeyDoctor {
  /** Why this cannot be the secret of that key, in words for people; null where it can. */
  secretFault(apiKey: string, secret: string): string | null
  /** Reads only, and ends whatever it meets. */
  examine(key: Pick<ExternalKey, 'url' | 'apiKey' | 'preset'>, secret: string): Promise<Examination>
  /** Ends whatever runs. */
  close(): void
}

const MOST_URL_LETTERS = 300

/** Why an exchange cannot be examined at this address; null where it can. Where a name leads is looked at with each call. */
export const exchangeUrlFault = (text: string, allowsInside: boolean): string | null => {
  const url = URL.parse(text)
  if (!url || text.length > MOST_URL_LETTERS || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'This is no address of a server: it begins with https://'
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return 'Give the server alone, as https://api.binance.com.'
  if (allowsInside) return null
  if (url.protocol !== 'https:') return 'A key is examined over https:// alone. (The server calls inside its own network, and over plain HTTP, where it was started with BITTING_EXTERNAL_INSIDE=yes.)'
  const inside = insideAddressOf(url)
  return inside === null ? null : `${inside} is no address of the internet. (The server calls inside its own network where it was started with BITTING_EXTERNAL_INSIDE=yes.)`
}
