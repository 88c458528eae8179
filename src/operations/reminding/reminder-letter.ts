import type { Account } from '../../accounts/account.ts'
import type { ApiKey } from '../../authority/api-key.ts'
import type { Reminder } from '../../authority/reminders.ts'
import type { Letter } from '../../people/message.ts'
import { plainLine } from '../../people/person.ts'
import type { TimeUs } from '../../time.ts'

/** One thing that somebody is told of one key. */
export interface Telling {
  readonly key: ApiKey
  readonly account: Account | undefined
  readonly reminder: Reminder
  /** It is disabled for its idleness now, by the account's policy. */
  readonly isDisabled: boolean
  /** On the authority's calendar. */
  readonly nowUs: TimeUs
}

export interface ReminderWords {
  subject(label: string, telling: Telling): string
  subjectOfMany(count: number): string
  account(id: number): string
  sentence(telling: Telling): string
  readonly isDisabled: string
  readonly whatToDo: Readonly<Record<Reminder['about'], string>>
  readonly opening: string
  readonly closing: string
}

const command = ({ key: { id }, reminder: { about }, isDisabled }: Telling): string => {
  switch (about) {
    case 'review': return `./bitting review ${id}`
    case 'lapse': return `./bitting keys edit ${id} --allow ADDRESS`
    case 'end': case 'rotation': case 'idle': return isDisabled ? `./bitting keys enable ${id}` : `./bitting keys extend ${id}`
  }
}

const lines = (telling: Telling, words: ReminderWords): string[] => {
  const { key, account, reminder, isDisabled } = telling
  return [
    `  ${plainLine(key.label)} (${key.id}, ${plainLine(account?.email ?? words.account(key.accountId))})`,
    `    ${words.sentence(telling)}${isDisabled ? ` ${words.isDisabled}` : ''}`,
    `    ${words.whatToDo[reminder.about]}: ${command(telling)}`,
  ]
}

/** One letter for everything that one person is told in one go. */
export const reminderLetter = (to: string, tellings: readonly Telling[], words: ReminderWords): Letter => {
  const [only, another] = tellings
  return {
    channel: 'mail', to, subject: only && !another ? words.subject(plainLine(only.key.label), only) : words.subjectOfMany(tellings.length),
    text: `${words.opening}\n\n${tellings.map((telling) => lines(telling, words).join('\n')).join('\n\n')}\n\n${words.closing}\n`,
  }
}
