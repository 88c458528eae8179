import type { ApiKey } from '../../authority/api-key.ts'
import type { AccountId } from '../../ids.ts'
import { PERMISSION_TABLE, type Permission, permissionsOf } from '../../permission.ts'
import { MINUTE, type TimeUs } from '../../time.ts'
import { type Alert, identityOf } from '../../watch/alerts/alert.ts'
import { DEFAULT_ALERT_SETTINGS, isToldNow } from '../../watch/alerts/alert-settings.ts'
import { ALERT_TITLES, alertSentence } from '../../watch/alerts/alert-words.ts'
import type { Anomaly } from '../../watch/anomalies/anomaly.ts'
import { wordsFor } from '../letters/letter-words.ts'
import { ByReader, type Reader, readersOf } from '../reminding/readers.ts'
import { alertLetter, type AlertTelling } from './alert-letter.ts'
import type { AlertParts } from './alert-parts.ts'
import { logFault } from '../../system-log.ts'

/** So many wait to be written; what comes on top during a storm is dropped, and said so. */
const MOST_WAITING = 1_000
const MOST_REMEMBERED = 10_000
/** A repeated anomaly is counted at most so often. */
const COUNTED_EVERY_US = MINUTE

const SEES: ReadonlySet<Permission> = new Set(PERMISSION_TABLE.filter(({ tier }) => tier === 'see').map(({ name }) => name))

/** Makes alerts of anomalies, each once, and tells people of them. */
export class AlertDesk {
  readonly #parts: AlertParts
  #lastTurn: Promise<unknown> = Promise.resolve()
  #waiting = 0
  /** When each was taken last, the longest ago first: what comes again at once needs no look into the store. */
  readonly #lastTaken = new Map<string, TimeUs>()
  /** Anomalies that came while too many waited. */
  dropped = 0

  constructor(parts: AlertParts) {
    this.#parts = parts
  }

  /** Takes an anomaly; it is an alert when the promise resolves. Never rejects: a store that fails is told of elsewhere. */
  take(anomaly: Anomaly): Promise<void> {
    const identity = identityOf(anomaly)
    if (this.#isCounted(identity, anomaly.timeUs)) return Promise.resolve()
    if (this.#waiting >= MOST_WAITING) {
      this.#lastTaken.delete(identity)
      this.dropped += 1
      return Promise.resolve()
    }
    this.#waiting += 1
    return this.#inTurn(() => this.#take(anomaly)).catch((error: unknown) => {
      this.#lastTaken.delete(identity)
      logFault('An alert could not be kept', error)
    }).finally(() => { this.#waiting -= 1 })
  }

  /** Goes on with what a crash interrupted: rights that were to be taken are taken, unless somebody changed the key since. */
  async resume(): Promise<void> {
    for (const alert of this.#parts.alerts.list({ seen: 'all', state: 'open', limit: MOST_WAITING })) {
      const key = alert.keyId === null || alert.frozen === null ? undefined : await this.#parts.authority.byId(alert.keyId)
      if (key && key.changedAtUs < alert.firstUs) await this.#freeze(key)
    }
  }

  /** Resolves when everything that was taken so far is an alert. */
  async settled(): Promise<void> {
    await this.#lastTurn
  }

  /** Tells of what is to be told now. @returns how many letters were written */
  tell(): Promise<number> {
    return this.#inTurn(() => this.#tell())
  }

  /** Whether it was taken so shortly before that it is not counted again; otherwise it is noted as taken now. */
  #isCounted(identity: string, timeUs: TimeUs): boolean {
    const lastUs = this.#lastTaken.get(identity)
    if (lastUs !== undefined && Math.abs(timeUs - lastUs) < COUNTED_EVERY_US) return true
    this.#lastTaken.delete(identity)
    this.#lastTaken.set(identity, timeUs)
    if (this.#lastTaken.size > MOST_REMEMBERED) for (const oldest of this.#lastTaken.keys()) { this.#lastTaken.delete(oldest); break }
    return false
  }

  async #take(anomaly: Anomaly): Promise<void> {
    const { alerts, authority, randomText, onDeliveries } = this.#parts
    const known = alerts.byIdentity(identityOf(anomaly))
    if (known) {
      if (anomaly.timeUs - known.lastUs >= COUNTED_EVERY_US) await alerts.update({ ...known, version: known.version + 1, lastUs: anomaly.timeUs, count: known.count + 1 }, null)
      return
    }
    const key = anomaly.keyId === null ? undefined : await authority.byId(anomaly.keyId)
    const frozen = this.#toBeFrozen(anomaly, key)
    const alert: Alert = {
      id: `al_${randomText(16)}`, version: 1, accountId: anomaly.accountId, keyId: anomaly.keyId, kind: anomaly.evidence.kind, subject: anomaly.subject, severity: anomaly.severity, evidence: anomaly.evidence,
      firstUs: anomaly.timeUs, lastUs: anomaly.timeUs, count: 1, state: 'open', decidedBy: null, decidedAtUs: null, frozen: frozen.length > 0 ? frozen : null, toldAtUs: null,
    }
    // The intention first: a crash in between is gone on with at the next start.
    await alerts.insert(alert)
    if (key && frozen.length > 0) await this.#freeze(key)
    await this.#post(alert, key ?? null)
    onDeliveries()
  }

  /** What the account's policy takes from the key by itself: every right but those that look. */
  #toBeFrozen({ accountId, severity }: Anomaly, key: ApiKey | undefined): readonly Permission[] {
    const account = this.#parts.accounts.byId(accountId)
    const acts = account !== undefined && this.#parts.policies.of(account).onAlarm === 'freeze'
    return !key || !acts || severity !== 'alarm' || key.deletedAtUs !== null ? [] : permissionsOf(key.permissions).filter((permission) => !SEES.has(permission))
  }

  async #freeze(key: ApiKey): Promise<void> {
    const { authority, clock, wallClock } = this.#parts
    const left = permissionsOf(key.permissions).filter((permission) => SEES.has(permission))
    const frozen = await authority.edit(key.id, { permissions: left }, { actor: 'system', source: 'watch', nowUs: clock.nowUs(), recordedAtUs: wallClock.nowUs() })
    if (!frozen.ok) logFault(`A key could not be frozen: ${frozen.violations.map(({ text }) => text).join(' ')}`, undefined, { key: key.id })
  }

  async #post(alert: Alert, key: ApiKey | null): Promise<void> {
    const { alerts, accounts, wallClock, randomText, consoleUrl } = this.#parts
    if (this.#settingsOf(alert.accountId).webhookUrl === null) return
    const body = JSON.stringify({
      type: 'alert', id: alert.id, at: new Date(alert.firstUs / 1_000).toISOString(), severity: alert.severity, kind: alert.kind, title: ALERT_TITLES[alert.kind], text: alertSentence(alert.evidence),
      account: { id: alert.accountId, email: accounts.byId(alert.accountId)?.email ?? null }, key: key && { id: key.id, label: key.label }, frozen: alert.frozen ?? [], evidence: alert.evidence, url: `${consoleUrl()}/alerts`,
    })
    const nowUs = wallClock.nowUs()
    await alerts.queue({ id: `wh_${randomText(16)}`, version: 1, accountId: this.#mainOf(alert.accountId), body, state: 'waiting', attempts: 0, nextTryAtUs: nowUs, createdAtUs: nowUs, fault: null })
  }

  async #tell(): Promise<number> {
    const { alerts, wallClock, consoleUrl, onLetters } = this.#parts
    const nowUs = wallClock.nowUs()
    const due = alerts.untold().filter((alert) => isToldNow(alert, this.#settingsOf(alert.accountId), nowUs))
    if (due.length === 0) return 0
    const byReader = new ByReader<AlertTelling>()
    for (const alert of due) for (const [reader, telling] of await this.#tellingsOf(alert)) byReader.add(reader, telling)
    const letters = byReader.all().map(({ reader: { email, language }, tellings }) => alertLetter(email, tellings, consoleUrl(), wordsFor(language).alert))
    await alerts.tell(due.map((alert) => ({ ...alert, version: alert.version + 1, toldAtUs: nowUs })), letters, nowUs)
    onLetters()
    return letters.length
  }

  async #tellingsOf(alert: Alert): Promise<readonly (readonly [Reader, AlertTelling])[]> {
    const { authority, accounts, people } = this.#parts
    const account = accounts.byId(alert.accountId)
    const key = alert.keyId === null ? null : await authority.byId(alert.keyId) ?? null
    const readers = await readersOf({ holderId: key?.holderId ?? null }, alert.accountId, account?.parentId ?? null, people)
    return readers.map((reader) => [reader, { alert, key, accountEmail: account?.email ?? `account ${alert.accountId}` }])
  }

  #settingsOf(accountId: AccountId) {
    return this.#parts.settings.of(this.#mainOf(accountId))?.settings ?? DEFAULT_ALERT_SETTINGS
  }

  /** A sub-account has the settings of the account above it. */
  #mainOf(accountId: AccountId): AccountId {
    return this.#parts.accounts.byId(accountId)?.parentId ?? accountId
  }

  #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const turn = this.#lastTurn.then(act)
    this.#lastTurn = turn.catch(() => undefined)
    return turn
  }
}
