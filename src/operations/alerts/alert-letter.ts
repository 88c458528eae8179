import type { ApiKey } from '../../authority/api-key.ts'
import type { Letter } from '../../people/message.ts'
import { plainLine } from '../../people/person.ts'
import type { Alert } from '../../watch/alerts/alert.ts'
import { ALERT_TITLES, alertSentence } from '../../watch/alerts/alert-words.ts'

/** One alert as a person is told of it. */
export interface AlertTelling {
  readonly alert: Alert
  readonly key: ApiKey | null
  readonly accountEmail: string
}

const whoseOf = ({ alert, key, accountEmail }: AlertTelling): string => (key === null ? `The account ${plainLine(accountEmail)}` : `${alert.kind === 'canary' ? 'The canary' : 'The key'} ${plainLine(key.label)}`)

/** `The key grid-bot: used from a new network` */
export const alertTitle = (telling: AlertTelling): string => `${whoseOf(telling)}: ${ALERT_TITLES[telling.alert.kind]}`

const lines = (telling: AlertTelling): string[] => {
  const { alert, key } = telling
  return [
    `  ${alertTitle(telling)}${alert.severity === 'alarm' ? '  (look now)' : ''}`,
    `    ${plainLine(alertSentence(alert.evidence))}`,
    ...(alert.frozen === null ? [] : [`    Its rights to act were taken away at once, by your policy. Give them back: ./bitting alerts thaw ${alert.id}`]),
    ...(key === null ? [] : [`    ${key.isEnabled ? `Close it: ./bitting keys disable ${key.id}    ` : ''}If it leaked: ./bitting lockdown ${key.id}`]),
    `    If this is as it should be: ./bitting alerts normal ${alert.id}`,
  ]
}

/** One letter for all that one person is told in one go. */
export const alertLetter = (to: string, tellings: readonly AlertTelling[], consoleUrl: string): Letter => {
  const [only, another] = tellings
  return {
    channel: 'mail', to, subject: only && !another ? alertTitle(only) : `${tellings.length} alerts about your keys`,
    text: `This was out of the ordinary:\n\n${tellings.map((telling) => lines(telling).join('\n')).join('\n\n')}\n\nEach of these is told once. All of them, with what shows it: ${consoleUrl}/alerts\n`,
  }
}
