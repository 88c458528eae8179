import type { AccountDirectory } from '../../accounts/account-directory.ts'
import type { ApiKey } from '../../authority/api-key.ts'
import { reviewReminders } from '../../authority/key-review.ts'
import type { Authority } from '../../authority/authority.ts'
import type { KeyStore } from '../../authority/key-store.ts'
import type { PolicyDirectory } from '../../authority/policy-directory.ts'
import { IDLE_AT_DAYS, type Reminder, remindersOf } from '../../authority/reminders.ts'
import type { Letter } from '../../people/message.ts'
import type { PeopleStore } from '../../people/people-store.ts'
import type { Clock, TimeUs } from '../../time.ts'
import { wordsFor } from '../letters/letter-words.ts'
import { ByReader, readersOf } from './readers.ts'
import { reminderLetter, type Telling } from './reminder-letter.ts'

/** What was told already, kept durably. */
export interface ReminderLog {
  wasTold(id: string): boolean
  /** Notes these and puts the letters into the outbox, all or nothing. Rejects where one of them was noted in between. */
  tell(ids: readonly string[], letters: readonly Letter[], nowUs: TimeUs): Promise<void>
}

export interface RemindingParts {
  readonly authority: Authority
  readonly keys: KeyStore
  /** Keys that something may have to be said of; the rest of a large store is not looked at. */
  readonly candidates: (nowUs: TimeUs) => Iterable<ApiKey>
  readonly accounts: AccountDirectory
  readonly policies: PolicyDirectory
  readonly people: Pick<PeopleStore, 'byId' | 'find'>
  readonly log: ReminderLog
  /** Letters wait in the outbox. */
  readonly onLetters: () => void
  /** The authority's calendar. */
  readonly clock: Clock
  readonly wallClock: Clock
}

/** So many keys in one letter: a mail has an end. */
const MOST_IN_A_LETTER = 100
const DISABLED_AFTER_DAYS = Math.max(...IDLE_AT_DAYS)

/** A date that moves makes it another reminder: an extended key is told of again when its new date is near. */
const idOf = (key: ApiKey, { about, stage, atUs }: Reminder): string => `${key.id}:${about}:${stage}:${atUs}`

const isIdleToTheEnd = ({ about, stage }: Reminder): boolean => about === 'idle' && stage >= DISABLED_AFTER_DAYS

/**
 * Tells people what their keys need, each thing once: ends, rotations and lapses at 14, 7 and 1 days and when they have come, idleness at 60, 75 and
 * 90 days, reviews when they are due and when they are overdue. Where the account's policy says so, a key that was idle for 90 days is disabled then; its letter was written first, so nothing is ever
 * closed in silence. @returns how many letters were written and how many keys were disabled
 */
export const remind = async (parts: RemindingParts): Promise<{ readonly letters: number; readonly disabled: number }> => {
  const nowUs = parts.clock.nowUs()
  const byReader = new ByReader<Telling>()
  const ids = new Set<string>()
  const idle: ApiKey[] = []
  for (const key of parts.candidates(nowUs)) {
    const account = parts.accounts.byId(key.accountId)
    const reminders = [...remindersOf(key, await parts.keys.lastUse(key.id), nowUs), ...reviewReminders(key, account ? parts.policies.of(account).reviewEveryDays : null, nowUs)]
    if (reminders.length === 0) continue
    const isClosedWhenIdle = account !== undefined && parts.policies.of(account).afterIdle === 'disable'
    if (isClosedWhenIdle && reminders.some(isIdleToTheEnd)) idle.push(key)
    const untold = reminders.filter((reminder) => !parts.log.wasTold(idOf(key, reminder)))
    if (untold.length === 0) continue
    const readers = await readersOf(key, key.accountId, account?.parentId ?? null, parts.people)
    for (const reminder of untold) {
      // Without anybody to read it, it is told as soon as there is somebody.
      if (readers.length > 0) ids.add(idOf(key, reminder))
      for (const reader of readers) byReader.add(reader, { key, account, reminder, isDisabled: isClosedWhenIdle && isIdleToTheEnd(reminder), nowUs })
    }
  }
  const letters = byReader.all().flatMap(({ reader: { email, language }, tellings }) => partsOf(tellings, MOST_IN_A_LETTER).map((some) => reminderLetter(email, some, wordsFor(language).reminder)))
  if (letters.length > 0) {
    await parts.log.tell([...ids], letters, parts.wallClock.nowUs())
    parts.onLetters()
  }
  let disabled = 0
  for (const { id } of idle) {
    // Looked at again: somebody may have used or extended it while the letters were written.
    const key = await parts.authority.byId(id)
    if (!key || !remindersOf(key, await parts.keys.lastUse(id), nowUs).some(isIdleToTheEnd)) continue
    if ((await parts.authority.disable(id, { actor: 'system', source: 'idle', nowUs, recordedAtUs: parts.wallClock.nowUs() })).ok) disabled += 1
  }
  return { letters: letters.length, disabled }
}

const partsOf = <Item>(items: readonly Item[], size: number): Item[][] => {
  const parts: Item[][] = []
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size))
  return parts
}
