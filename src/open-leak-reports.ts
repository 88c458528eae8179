import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fetchedKeys, GITHUB_KEYS_URL, keysInFile, type ReportKeys } from './delivery/report-keys.ts'
import type { House } from './open-house.ts'
import { hearLeakReport } from './operations/leaks/hear-report.ts'
import type { LeakReportParts } from './server/leak-report-handler.ts'
import type { Clock } from './time.ts'
import { readReportKeys } from './watch/leaks/github-report.ts'
import { logFault } from './system-log.ts'

/** Where the keys come from that sign reports of leaks, as the environment decides; null: none are heard, which is how it is unless somebody asks. Throws with words for people. */
export const reportKeysOf = (environment: Readonly<Record<string, string | undefined>>, clock: Clock): ReportKeys | null => {
  const { BITTING_GITHUB_KEYS_FILE: file, BITTING_GITHUB_LEAKS: fetches = '' } = environment
  if (fetches !== '' && fetches !== 'yes') throw new Error(`BITTING_GITHUB_LEAKS is "${fetches}"; it is yes, or left out`)
  if (!file) return fetches === 'yes' ? fetchedKeys(GITHUB_KEYS_URL, clock) : null
  if (fetches === 'yes') throw new Error('BITTING_GITHUB_KEYS_FILE and BITTING_GITHUB_LEAKS name two places for the same keys: leave one of them out')
  const path = resolve(file)
  if (!readReportKeys(readFileSync(path, 'utf8'))) throw new Error(`BITTING_GITHUB_KEYS_FILE: ${path} holds no current public key of P-256; it is what ${GITHUB_KEYS_URL} serves`)
  return keysInFile(path)
}

/** What takes reports of leaks, but for where a caller stands. */
export const openLeakReports = (house: House, environment: Readonly<Record<string, string | undefined>>): Omit<LeakReportParts, 'addressOf'> => {
  const { authority, keyParts, accounts, policies, alerts, calendar, clock } = house
  const hearing = { authority, keys: keyParts.keys, keyFinder: keyParts.keyFinder, accounts, policies, alerts: alerts.parts.alerts, desk: alerts.desk, clock: calendar, wallClock: clock }
  return {
    keys: reportKeysOf(environment, clock), clock, onFault: (error) => logFault('A report of leaks could not be taken', error),
    hear: (sightings, from) => hearLeakReport(sightings, { actor: 'leak:github', source: from }, hearing),
  }
}
