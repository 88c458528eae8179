import type { LinkKind } from './link.ts'
import { plainLine } from './person.ts'

interface Words {
  readonly subject: string
  readonly text: string
}

const NOT_YOU = 'If this was not you, ignore this message, and change your password if you did sign in before.'

export const deviceCodeLetter = (code: string, device: string, address: string): Words => ({
  subject: 'Confirm a new device',
  text: `Somebody signed in to Bitting with your password from a device that was not seen before:\n\n  ${plainLine(device)}, from ${address}\n\nTo let this device in, type this code: ${code}\n\nIt is good for 10 minutes. ${NOT_YOU}\n`,
})

export const stepUpLetter = (code: string, sentences: readonly string[]): Words => ({
  subject: sentences.length === 1 ? 'Confirm a change' : `Confirm ${sentences.length} changes`,
  text: `You are about to confirm exactly this:\n\n${sentences.map((sentence) => `  - ${sentence}`).join('\n')}\n\nThe code is ${code}. It confirms nothing else, and is good for 5 minutes.\n\nIf you did not ask for this, do not give the code to anybody: somebody is using your session. End it under Settings.\n`,
})

export const stepUpText = (code: string, sentences: readonly string[]): string => `Bitting: ${code} confirms ${sentences.length === 1 ? sentences[0] ?? '' : `${sentences.length} changes`}`.slice(0, 300)

const LINKS: Readonly<Record<Exclude<LinkKind, 'firstOwner'>, (url: string, detail: string) => Words>> = {
  invitation: (url, detail) => ({ subject: 'You are invited to Bitting', text: `${detail}\n\nTo accept, open this link within 7 days:\n\n  ${url}\n\nWhoever has the link can accept in your place: do not pass it on.\n` }),
  signUp: (url) => ({ subject: 'Finish signing up', text: `To finish signing up to Bitting, open this link within a day:\n\n  ${url}\n\nIf you did not ask for this, ignore it.\n` }),
  passwordReset: (url) => ({ subject: 'Choose a new password', text: `To choose a new password for Bitting, open this link within an hour:\n\n  ${url}\n\nYour authenticator or passkey is asked for as before. ${NOT_YOU}\n` }),
}

export const linkLetter = (kind: Exclude<LinkKind, 'firstOwner'>, url: string, detail = ''): Words => LINKS[kind](url, detail)

export const knownAddressLetter = (): Words => ({
  subject: 'You have an account already',
  text: 'Somebody asked to sign up to Bitting with this address, which has an account already. Nothing was changed. If it was you, sign in, or choose a new password there.\n',
})

/** Told after something that opens or closes ways in, so that a theft is seen. */
export const noticeLetter = (what: string, device: string, address: string): Words => ({
  subject: what,
  text: `${what}.\n\n  ${plainLine(device)}, from ${address}\n\nIf this was not you: sign in, end every session under Settings, and choose a new password.\n`,
})

/** Where a link leads; its token stands in the fragment, which browsers send to no server. */
export const linkUrl = (consoleUrl: string, kind: LinkKind, token: string): string =>
  `${consoleUrl}/${{ firstOwner: 'set-up', invitation: 'invitation', signUp: 'sign-up', passwordReset: 'new-password' }[kind]}#${token}`
