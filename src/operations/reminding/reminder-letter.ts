import type { Account } from '../../accounts/account.ts'
import type { ApiKey } from '../../authority/api-key.ts'
import type { Reminder } from '../../authority/reminders.ts'
import type { Letter } from '../../people/message.ts'
import { plainLine } from '../../people/person.ts'

/** One thing that somebody is told of one key. */
export interface Telling {
  readonly key: ApiKey
  readonly account: Account | undefined
  readonly reminder: Reminder
  /** It is disabled for its idleness now, by the account's policy. */
  readonly isDisabled: boolean
}

const WHAT_TO_DO: Readonly<Record<Reminder['about'], string>> = {
  end: 'Extend or rotate it', rotation: 'Rotate it, or extend it', lapse: 'Bind it to the addresses it is used from', idle: 'Delete it if nothing needs it; extend it if something does', review: 'Look at its use, then keep it, narrow it or delete it',
}

const lines = ({ key, account, reminder, isDisabled }: Telling): string[] => [
  `  ${plainLine(key.label)} (${key.id}, ${plainLine(account?.email ?? `account ${key.accountId}`)})`,
  `    ${reminder.text}${isDisabled ? ' By the policy of the account it is disabled now; enabling it opens it again.' : ''}`,
  `    ${WHAT_TO_DO[reminder.about]}: ${reminder.about === 'review' ? `./bitting review ${key.id}` : reminder.about === 'lapse' ? `./bitting keys edit ${key.id} --allow ADDRESS` : isDisabled ? `./bitting keys enable ${key.id}` : `./bitting keys extend ${key.id}`}`,
]

const subjectOf = (tellings: readonly Telling[]): string => {
  const [only, another] = tellings
  if (!only || another) return `${tellings.length} keys need you`
  const label = plainLine(only.key.label)
  switch (only.reminder.about) {
    case 'end': return only.reminder.stage === 0 ? `The key ${label} has ended` : `The key ${label} ends soon`
    case 'rotation': return `The key ${label} is to be rotated`
    case 'lapse': return only.reminder.stage === 0 ? `Trading with the key ${label} has lapsed` : `Trading with the key ${label} lapses soon`
    case 'review': return only.reminder.stage === 0 ? `The key ${label} is due for review` : `The review of the key ${label} is overdue`
    case 'idle': return only.isDisabled ? `The key ${label} was not used, and is disabled` : `Nobody uses the key ${label}`
  }
}

/** One letter for everything that one person is told in one go. */
export const reminderLetter = (to: string, tellings: readonly Telling[]): Letter => ({
  channel: 'mail', to, subject: subjectOf(tellings),
  text: `This is what your keys need:\n\n${tellings.map((telling) => lines(telling).join('\n')).join('\n\n')}\n\nEach of these is told once. What is open now: ./bitting keys attention, or API Management in the console.\n`,
})
