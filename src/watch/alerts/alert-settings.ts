import type { AuditEntry } from '../../audit/entry.ts'
import type { SealedSecret } from '../../authority/api-key.ts'
import type { Confirmation, Kept } from '../../confirmation.ts'
import type { AccountId } from '../../ids.ts'
import { HOUR, MINUTE, type TimeUs } from '../../time.ts'
import type { Alert } from './alert.ts'

/** Hours in which no mail is sent, by the clock of a place. */
export interface QuietHours {
  /** `22:00`; where it is later than `until`, the night lies between. */
  readonly from: string
  readonly until: string
  /** IANA name: `Europe/Berlin`. */
  readonly timeZone: string
}

/** How the people of an account want to hear of alerts. */
export interface AlertSettings {
  readonly mail: 'atOnce' | 'digest' | 'off'
  /** The hour at which a digest goes out, in `timeZone`: 0 to 23. */
  readonly digestHour: number
  readonly timeZone: string
  readonly quietHours: QuietHours | null
  /** Alarms are told at once, in quiet hours and where a digest is asked for. */
  readonly alarmsBreakThrough: boolean
  /** Where each alert is posted; null = nowhere. */
  readonly webhookUrl: string | null
}

export const DEFAULT_ALERT_SETTINGS: AlertSettings = Object.freeze({ mail: 'atOnce', digestHour: 8, timeZone: 'UTC', quietHours: null, alarmsBreakThrough: true, webhookUrl: null })

export interface KeptAlertSettings {
  readonly accountId: AccountId
  readonly version: number
  readonly settings: AlertSettings
  /** Signs what is posted; null where nothing is. */
  readonly webhookSecret: SealedSecret | null
}

export interface AlertSettingsStore {
  of(accountId: AccountId): KeptAlertSettings | undefined
  save(kept: KeptAlertSettings, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
}

export const isTimeZone = (name: string): boolean => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch {
    return false
  }
}

export const isTimeOfDay = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Minutes since midnight at that place. */
const minuteAt = (timeUs: TimeUs, timeZone: string): number => {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(timeUs / 1_000)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0)
  return part('hour') * 60 + part('minute')
}

export const isQuiet = (quietHours: QuietHours | null, nowUs: TimeUs): boolean => {
  if (quietHours === null) return false
  const [from, until, now] = [minutesOf(quietHours.from), minutesOf(quietHours.until), minuteAt(nowUs, quietHours.timeZone)]
  return from <= until ? now >= from && now < until : now >= from || now < until
}

/** Whether the digest's hour began since the alert came up: a digest that was missed goes out late rather than never. */
const isDigestDue = ({ digestHour, timeZone }: AlertSettings, firstUs: TimeUs, nowUs: TimeUs): boolean => {
  const minutesSince = (minuteAt(nowUs, timeZone) - digestHour * 60 + 24 * 60) % (24 * 60)
  return nowUs - minutesSince * MINUTE - (nowUs % MINUTE) >= firstUs || nowUs - firstUs >= 25 * HOUR
}

/** Whether mail tells of an alert now. */
export const isToldNow = (alert: Pick<Alert, 'severity' | 'firstUs'>, settings: AlertSettings, nowUs: TimeUs): boolean => {
  if (settings.mail === 'off') return false
  if (alert.severity === 'alarm' && settings.alarmsBreakThrough) return true
  return !isQuiet(settings.quietHours, nowUs) && (settings.mail === 'atOnce' || isDigestDue(settings, alert.firstUs, nowUs))
}
