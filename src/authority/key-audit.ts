import { hash } from 'node:crypto'
import type { AuditEntry, AuditValue } from '../audit/entry.ts'
import type { Confirmation } from '../confirmation.ts'
import { permissionsOf } from '../permission.ts'
import type { TimeUs } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import type { GuardRails } from './guard-rails.ts'

/** Who acts, from where, and when on the authority's calendar. */
export interface Act {
  readonly actor: string
  readonly source: string
  readonly nowUs: TimeUs
  /** Wall time, for the record; absent = `nowUs`. */
  readonly recordedAtUs?: TimeUs
  /** The fresh factors behind it: used up in the transaction that makes the change, or the change is not made. */
  readonly confirmation?: Confirmation | null
  /** The person whose factors they are. */
  readonly personId?: string | null
  /** Only says what would come of it; nothing is changed. */
  readonly isRehearsal?: boolean
}

const doneBy = ({ actor, source, nowUs, recordedAtUs }: Act): Pick<AuditEntry, 'timeUs' | 'actor' | 'source'> => ({ timeUs: recordedAtUs ?? nowUs, actor, source })

/** With which factors, and whose. */
const confirmedBy = ({ confirmation, personId }: Act): Readonly<Record<string, AuditValue>> =>
  (confirmation ? { confirmation: { stepUp: confirmation.stepUpId, factors: [...confirmation.factors], digest: confirmation.digest, person: personId ?? null } } : {})

// Limits are texts, numbers, lists and plain objects of them.
const railsValue = (rails: GuardRails): AuditValue => JSON.parse(JSON.stringify(rails)) as AuditValue

/** A key as the audit chain records it: everything but the secret; a public key by its fingerprint. */
export const auditValueOf = (key: ApiKey): Readonly<Record<string, AuditValue>> => ({
  id: key.id, apiKey: key.text, accountId: key.accountId, environment: key.environment, label: key.label, kind: key.credential.kind,
  publicKeySha256: key.credential.kind === 'hmac' ? null : hash('sha256', key.credential.publicKey),
  permissions: permissionsOf(key.permissions), allowList: key.allowList.mode === 'unrestricted' ? 'unrestricted' : [...key.allowList.entries],
  guardRails: railsValue(key.guardRails), holderId: key.holderId, boundTo: key.boundTo,
  isEnabled: key.isEnabled, deletedAtUs: key.deletedAtUs, createdAtUs: key.createdAtUs, changedAtUs: key.changedAtUs,
  expiresAtUs: key.expiresAtUs, tradingLapsesAtUs: key.tradingLapsesAtUs, replayGuard: key.replayGuard, life: { ...key.life },
})

export const auditOf = (name: string, before: ApiKey | null, after: ApiKey, act: Act): AuditEntry => ({
  ...doneBy(act), act: name, subject: after.id, before: before && auditValueOf(before), after: { ...auditValueOf(after), ...confirmedBy(act) },
})

/** A change of several keys at once, each as far as it changed. */
export const manyAudit = (name: string, before: readonly ApiKey[], after: readonly ApiKey[], act: Act): AuditEntry => ({
  ...doneBy(act), act: name, subject: after.map(({ id }) => id).join(' '),
  before: { keys: before.map((key) => ({ id: key.id, isEnabled: key.isEnabled, holderId: key.holderId })) }, after: { keys: after.map((key) => ({ id: key.id, isEnabled: key.isEnabled, holderId: key.holderId })), ...confirmedBy(act) },
})

/** A change of two keys at once, recorded under the one that was made or took over. */
export const pairAudit = (name: string, before: ApiKey | null, former: ApiKey | null, made: ApiKey, act: Act): AuditEntry => ({
  ...doneBy(act), act: name, subject: made.id,
  before: { former: before && auditValueOf(before) }, after: { former: former && auditValueOf(former), key: auditValueOf(made), ...confirmedBy(act) },
})
