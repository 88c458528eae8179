import type { DailyHours } from '../../authority/daily-hours.ts'
import type { AccountId, ApiKeyId } from '../../ids.ts'
import type { TimeUs } from '../../time.ts'
import { type CallRecord, FROM_THE_CONSOLE } from '../call-log.ts'
import type { Anomaly } from './anomaly.ts'
import { CALL_DETECTORS, noteRefusal } from './call-detectors.ts'
import { familyOf } from './call-family.ts'
import { type KeyProfile, learn, newProfile } from './key-profile.ts'
import { networkOf } from './network.ts'

export interface KeyWatchParts {
  /** Since when the owner says that the key's program is off; null = it may run. */
  readonly offSinceUs: (keyId: ApiKeyId) => TimeUs | null
  /** The key's hours, where that moment is outside of them; null where it is within, or the key has none. */
  readonly missedHours: (keyId: ApiKeyId, timeUs: TimeUs) => DailyHours | null
  readonly tell: (anomaly: Anomaly) => void
}

export interface HearingParts {
  /** Whether a key does nothing but raise the alarm. */
  readonly isCanary: (keyId: ApiKeyId) => boolean
}

/** So many that were told are remembered, so that a storm is one anomaly. What is told twice all the same is one alert. */
const MOST_REMEMBERED = 10_000
const MOST_NETWORKS_CACHED = 4_096

/** Learns what is ordinary for each key, and tells of what is not. Each call costs a few look-ups. */
export class KeyWatch {
  readonly #parts: KeyWatchParts
  readonly #profiles = new Map<ApiKeyId, KeyProfile>()
  readonly #changed = new Set<ApiKeyId>()
  readonly #told = new Set<string>()
  readonly #networks = new Map<string, string>()

  constructor(parts: KeyWatchParts) {
    this.#parts = parts
  }

  /** What an earlier process learned. */
  load(profiles: Iterable<readonly [ApiKeyId, KeyProfile]>): void {
    for (const [keyId, profile] of profiles) this.#profiles.set(keyId, profile)
  }

  profileOf(keyId: ApiKeyId): KeyProfile | undefined {
    return this.#profiles.get(keyId)
  }

  /** What was learned since it was asked last. */
  takeChanged(): readonly (readonly [ApiKeyId, KeyProfile])[] {
    const changed = [...this.#changed].flatMap((keyId) => { const profile = this.#profiles.get(keyId); return profile ? [[keyId, profile] as const] : [] })
    this.#changed.clear()
    return changed
  }

  /** The owner says that this is normal: it is part of the profile from now on. */
  accept(keyId: ApiKeyId, { evidence, timeUs }: Pick<Anomaly, 'evidence' | 'timeUs'>): void {
    const profile = this.#profiles.get(keyId)
    if (!profile) return
    if (evidence.kind === 'newNetwork' || evidence.kind === 'strangerKnocks') profile.networks[evidence.network] ??= timeUs
    if (evidence.kind === 'unusualHour') profile.hours[evidence.hour] = Math.max(1, profile.hours[evidence.hour] ?? 0)
    this.#changed.add(keyId)
  }

  hear(calls: readonly CallRecord[], { isCanary }: HearingParts = { isCanary: () => false }): void {
    for (const call of calls) if (call.keyId !== null && call.accountId !== null && call.address !== FROM_THE_CONSOLE) this.#see(call, call.keyId, call.accountId, isCanary(call.keyId))
  }

  #see(call: CallRecord, keyId: ApiKeyId, accountId: AccountId, isCanary: boolean): void {
    const { address, endpoint, timeUs } = call
    if (isCanary) return this.#tell({ accountId, keyId, timeUs, severity: 'alarm', subject: this.#networkOf(address), evidence: { kind: 'canary', address, endpoint } })
    const profile = this.#profiles.get(keyId) ?? newProfile(timeUs)
    this.#profiles.set(keyId, profile)
    this.#changed.add(keyId)
    const isAdmitted = call.reason === null || call.reason === 'venue'
    const seen = { call, isAdmitted, network: this.#networkOf(address), family: familyOf(endpoint, call.permission), offSinceUs: this.#parts.offSinceUs(keyId), missedHours: this.#parts.missedHours(keyId, timeUs) }
    noteRefusal(profile, call)
    for (const detect of CALL_DETECTORS) {
      const detected = detect(seen, profile)
      if (detected) this.#tell({ accountId, keyId, timeUs, ...detected })
    }
    if (isAdmitted) learn(profile, { timeUs, address, network: seen.network, family: seen.family })
  }

  #tell(anomaly: Anomaly): void {
    const id = `${anomaly.keyId ?? anomaly.accountId} ${anomaly.evidence.kind} ${anomaly.subject}`
    if (this.#told.has(id)) return
    if (this.#told.size >= MOST_REMEMBERED) for (const oldest of this.#told) { this.#told.delete(oldest); break }
    this.#told.add(id)
    this.#parts.tell(anomaly)
  }

  #networkOf(address: string): string {
    const known = this.#networks.get(address)
    if (known !== undefined) return known
    if (this.#networks.size >= MOST_NETWORKS_CACHED) this.#networks.clear()
    const network = networkOf(address)
    this.#networks.set(address, network)
    return network
  }
}
