import type { AccountDirectory } from '../../accounts/account-directory.ts'
import type { Authority } from '../../authority/authority.ts'
import type { PolicyDirectory } from '../../authority/policy-directory.ts'
import type { Sealer } from '../../authority/sealing.ts'
import type { ApiKeyId } from '../../ids.ts'
import type { AuditEntry } from '../../audit/entry.ts'
import type { PeopleStore } from '../../people/people-store.ts'
import type { Clock, TimeUs } from '../../time.ts'
import type { AlertRetention, AlertStore } from '../../watch/alerts/alert.ts'
import type { AlertSettingsStore } from '../../watch/alerts/alert-settings.ts'
import type { KeyWatch } from '../../watch/anomalies/key-watch.ts'

/** What owners say of the programs that use their keys. */
export interface ProgramsOff {
  sinceUs(keyId: ApiKeyId): TimeUs | null
  /** Durable before the promise resolves. @param sinceUs null = it may run */
  set(keyId: ApiKeyId, sinceUs: TimeUs | null, audit: AuditEntry): Promise<void>
}

/** What the acts of alerts work with. */
export interface AlertParts {
  readonly alerts: AlertStore
  readonly settings: AlertSettingsStore
  readonly retention: AlertRetention
  readonly programs: ProgramsOff
  readonly watch: Pick<KeyWatch, 'accept'>
  readonly authority: Authority
  readonly accounts: AccountDirectory
  readonly policies: PolicyDirectory
  readonly people: Pick<PeopleStore, 'byId' | 'find'>
  readonly sealer: () => Sealer
  readonly randomText: (length: number) => string
  readonly consoleUrl: () => string
  /** The authority's calendar. */
  readonly clock: Clock
  readonly wallClock: Clock
  /** Letters wait in the outbox. */
  readonly onLetters: () => void
  /** Whether webhooks may lead inside the network of the server, over plain HTTP too. */
  readonly webhooksMayLeadInside: boolean
  /** Something waits for a webhook. */
  readonly onDeliveries: () => void
}

export const webhookSealId = (accountId: number): string => `webhook:${accountId}`
