import type { ApiKey } from '../../authority/api-key.ts'
import type { Letter } from '../../people/message.ts'
import { plainLine } from '../../people/person.ts'
import type { Alert } from '../../watch/alerts/alert.ts'
import type { Evidence } from '../../watch/anomalies/anomaly.ts'

/** One alert as a person is told of it. */
export interface AlertTelling {
  readonly alert: Alert
  readonly key: ApiKey | null
  readonly accountEmail: string
}

export interface AlertWords {
  /** `The key grid-bot: used from a new network` */
  title(telling: AlertTelling): string
  subjectOfMany(count: number): string
  readonly lookNow: string
  sentence(evidence: Evidence): string
  readonly frozen: string
  readonly close: string
  readonly leaked: string
  readonly normal: string
  readonly opening: string
  closing(consoleUrl: string): string
}

/** Addresses, programs and markets stand in it: it is never cut where it is honest. */
const MOST_LETTERS_OF_EVIDENCE = 1_000

const lines = (telling: AlertTelling, words: AlertWords): string[] => {
  const { alert, key } = telling
  return [
    `  ${words.title(telling)}${alert.severity === 'alarm' ? `  (${words.lookNow})` : ''}`,
    `    ${plainLine(words.sentence(alert.evidence), MOST_LETTERS_OF_EVIDENCE)}`,
    ...(alert.frozen === null ? [] : [`    ${words.frozen} ./bitting alerts thaw ${alert.id}`]),
    ...(key === null ? [] : [`    ${key.isEnabled ? `${words.close} ./bitting keys disable ${key.id}    ` : ''}${words.leaked} ./bitting lockdown ${key.id}`]),
    `    ${words.normal} ./bitting alerts normal ${alert.id}`,
  ]
}

/** One letter for all that one person is told in one go. */
export const alertLetter = (to: string, tellings: readonly AlertTelling[], consoleUrl: string, words: AlertWords): Letter => {
  const [only, another] = tellings
  return {
    channel: 'mail', to, subject: only && !another ? words.title(only) : words.subjectOfMany(tellings.length),
    text: `${words.opening}\n\n${tellings.map((telling) => lines(telling, words).join('\n')).join('\n\n')}\n\n${words.closing(consoleUrl)}\n`,
  }
}
