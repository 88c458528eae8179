import type { AuditEntry } from '../../audit/entry.ts'
import type { AccountId, ApiKeyId } from '../../ids.ts'
import type { Letter } from '../../people/message.ts'
import type { Permission } from '../../permission.ts'
import type { TimeUs } from '../../time.ts'
import type { Anomaly, AnomalyKind, Evidence, Severity } from '../anomalies/anomaly.ts'

/** An anomaly that people are told of: once, however often it is seen again. */
export interface Alert {
  readonly id: string
  readonly version: number
  readonly accountId: AccountId
  readonly keyId: ApiKeyId | null
  readonly kind: AnomalyKind
  readonly subject: string
  readonly severity: Severity
  /** Of the first time. */
  readonly evidence: Evidence
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
  /** How often it was seen. */
  readonly count: number
  /** `normal`: an owner says that it is as it should be; `settled`: something was done about it. */
  readonly state: 'open' | 'normal' | 'settled'
  readonly decidedBy: string | null
  readonly decidedAtUs: TimeUs | null
  /** Rights that the watch took from the key until somebody gives them back; null = none. */
  readonly frozen: readonly Permission[] | null
  /** When mail told of it; null = not yet, or nobody wants any. */
  readonly toldAtUs: TimeUs | null
}

/** What makes two anomalies one alert. */
export const identityOf = ({ accountId, keyId, evidence, subject }: Pick<Anomaly, 'accountId' | 'keyId' | 'evidence' | 'subject'>): string => `${accountId} ${keyId ?? '-'} ${evidence.kind} ${subject}`

/** A message for an account's webhook that waits, or could not be delivered. */
export interface WebhookDelivery {
  readonly id: string
  readonly version: number
  readonly accountId: AccountId
  /** The exact bytes that are signed and sent. */
  readonly body: string
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly attempts: number
  readonly nextTryAtUs: TimeUs
  readonly createdAtUs: TimeUs
  /** Why the last try failed. */
  readonly fault: string | null
}

/** Alerts that were last seen longer ago, and the oldest beyond so many, go. */
export interface AlertRetention {
  readonly maxAgeDays: number
  readonly maxRows: number
}

export interface AlertQuery {
  /** Alerts of these accounts, and of these keys besides. */
  readonly seen: { readonly accountIds: readonly number[]; readonly keyIds: readonly string[] } | 'all'
  readonly state?: Alert['state'] | undefined
  readonly limit: number
}

/** Durable before each promise resolves. */
export interface AlertStore {
  byId(id: string): Alert | undefined
  byIdentity(identity: string): Alert | undefined
  /** The newest first. */
  list(query: AlertQuery): readonly Alert[]
  untold(): readonly Alert[]
  /**
   * Lets old alerts go, and what was delivered of them; what took rights that nobody gave back stays, and so does what was seen within the last day, which a start may look at again.
   * @returns how many alerts went
   */
  forget(retention: AlertRetention, nowUs: TimeUs): Promise<number>
  insert(alert: Alert): Promise<void>
  /** Refused (rejects) unless the stored version is the one before. */
  update(alert: Alert, audit: AuditEntry | null): Promise<void>
  /** Puts letters into the outbox and deliveries into their queue, and marks the alerts as told, all or nothing. */
  tell(alerts: readonly Alert[], letters: readonly Letter[], nowUs: TimeUs): Promise<void>
  queue(delivery: WebhookDelivery): Promise<void>
  waitingDeliveries(): readonly WebhookDelivery[]
  updateDelivery(delivery: WebhookDelivery): Promise<void>
  /** The newest first. */
  deliveriesOf(accountId: AccountId, limit: number): readonly WebhookDelivery[]
}
