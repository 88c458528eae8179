import type { Language } from '../language.ts'
import type { Role } from './acts.ts'
import type { LinkKind } from './link.ts'
import type { ToldChange } from './told-change.ts'

/** A letter as it is worded. */
export interface Written {
  readonly subject: string
  readonly text: string
}

/** What opened or closed a way in, told afterwards so that a theft is seen. */
export type Notice =
  | { readonly is: 'deviceSignedIn' | 'oldTokenUsed' | 'lockedDown' | 'recoveryCodesReplaced' | 'passwordChanged' | 'passwordChangedByLink' | 'phoneSet' | 'phoneRemoved' }
  | { readonly is: 'factorAdded' | 'factorRemoved'; readonly label: string }

/** A change as letters quote it: its sentence, which is what a confirmation is bound to, and the same as a code where there is one. */
export interface QuotedChange {
  readonly sentence: string
  readonly told?: ToldChange | null | undefined
}

export interface Invited {
  readonly inviter: { readonly name: string; readonly email: string }
  readonly accountId: number
  readonly role: Role
}

/** Every letter of this room in one language. Devices and addresses are those that somebody came from. */
export interface PeopleLetters {
  deviceCode(code: string, device: string, address: string): Written
  stepUpCode(code: string, changes: readonly QuotedChange[]): Written
  /** The same for a telephone. */
  stepUpText(code: string, changes: readonly QuotedChange[]): string
  invitation(url: string, invited: Invited): Written
  signUp(url: string): Written
  passwordReset(url: string): Written
  /** To whoever signs up with an address that has an account. */
  knownAddress(): Written
  notice(notice: Notice, device: string, address: string): Written
}

export type LettersIn = (language: Language) => PeopleLetters

/** Where a link leads; its token stands in the fragment, which browsers send to no server. */
export const linkUrl = (consoleUrl: string, kind: LinkKind, token: string): string =>
  `${consoleUrl}/${{ firstOwner: 'set-up', invitation: 'invitation', signUp: 'sign-up', passwordReset: 'new-password' }[kind]}#${token}`
