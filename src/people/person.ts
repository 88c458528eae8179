import type { Role } from './acts.ts'
import type { Language } from '../language.ts'
import type { TimeUs } from '../time.ts'

/** What the store keeps of people. Every record has an id and a version; a change names the version it was decided on. */
export interface Kept {
  readonly id: string
  readonly version: number
}

/** What somebody must choose anew before they may do anything else. */
export type Renewal = 'password' | 'factor'

/** `leaving`: every way in is closed already, and what other rooms hold of the person is being closed. */
export type PersonState = 'active' | 'leaving' | 'left'

export interface Person extends Kept {
  /** Normalised; unique. */
  readonly email: string
  readonly name: string
  /** E.164; null = none. */
  readonly phone: string | null
  /** PHC text; null while none was chosen. */
  readonly passwordHash: string | null
  readonly createdAtUs: TimeUs
  readonly state: PersonState
  /** Who gets the keys of a leaving person; null = they are disabled. */
  readonly keysGoTo: string | null
  /** After a lockdown; empty otherwise. */
  readonly mustRenew: readonly Renewal[]
  /** What letters to them are written in; null = they never said, and came by no page that did. */
  readonly language: Language | null
}

/** A role on an account. Its id is `person:account`. */
export interface Membership extends Kept {
  readonly personId: string
  readonly accountId: number
  readonly role: Role
  readonly sinceUs: TimeUs
}

/** A device that its person confirmed. Its token is known by its hash alone. */
export interface Device extends Kept {
  readonly personId: string
  readonly tokenHash: string
  readonly label: string
  readonly address: string
  readonly confirmedAtUs: TimeUs
  readonly lastSeenAtUs: TimeUs
}

export const membershipId = (personId: string, accountId: number): string => `${personId}:${accountId}`

/** One spelling for one address: without spaces around, in NFKC, in lower case. Undefined where it is no address. */
export const parseEmail = (text: string): string | undefined => {
  const email = text.trim().normalize('NFKC').toLowerCase()
  return email.length <= 254 && /^[^\s@<>"(),:;\\[\]]+@[a-z0-9\p{L}](?:[a-z0-9\p{L}.-]*[a-z0-9\p{L}])?\.[a-z0-9\p{L}-]{2,}$/u.test(email) && !email.includes('..') ? email : undefined
}

/** 1 to `longest` characters without control characters; undefined otherwise. */
export const parseLabel = (text: string, longest: number): string | undefined => {
  const label = text.trim().normalize('NFC')
  return label !== '' && [...label].length <= longest && !/\p{Cc}/u.test(label) ? label : undefined
}

/** What somebody else says (a browser of itself, another exchange), fit for a letter and a list: one line, without control characters, with an end. */
export const plainLine = (text: string, longest = 60): string => [...text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()].slice(0, longest).join('')

/** A name of 1 to 80 characters. It stands in letters to strangers, so it is no place for an address of the web. */
export const parseName = (text: string): string | undefined => (/\/\/|www\./i.test(text) ? undefined : parseLabel(text, 80))

/** E.164. */
export const parsePhone = (text: string): string | undefined => {
  const phone = text.replace(/[\s().-]/g, '')
  return /^\+[1-9]\d{7,14}$/.test(phone) ? phone : undefined
}
