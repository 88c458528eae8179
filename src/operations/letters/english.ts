import type { QuotedChange } from '../../people/letters.ts'
import { plainLine } from '../../people/person.ts'
import { ALERT_TITLES, alertSentence } from '../../watch/alerts/alert-words.ts'
import type { Became } from '../approvals/maker-letter.ts'
import type { ReminderWords } from '../reminding/reminder-letter.ts'
import type { LetterWords } from './letter-words.ts'

const NOT_YOU = 'If this was not you, ignore this message, and change your password if you did sign in before.'

const people: LetterWords['people'] = {
  deviceCode: (code, device, address) => ({
    subject: 'Confirm a new device',
    text: `Somebody signed in to Bitting with your password from a device that was not seen before:\n\n  ${plainLine(device)}, from ${address}\n\nTo let this device in, type this code: ${code}\n\nIt is good for 10 minutes. ${NOT_YOU}\n`,
  }),
  stepUpCode: (code, changes) => ({
    subject: changes.length === 1 ? 'Confirm a change' : `Confirm ${changes.length} changes`,
    text: `You are about to confirm exactly this:\n\n${changes.map(({ sentence }) => `  - ${sentence}`).join('\n')}\n\nThe code is ${code}. It confirms nothing else, and is good for 5 minutes.\n\nIf you did not ask for this, do not give the code to anybody: somebody is using your session. End it under Settings.\n`,
  }),
  stepUpText: (code, changes) => `Bitting: ${code} confirms ${changes.length === 1 ? changes[0]?.sentence ?? '' : `${changes.length} changes`}`.slice(0, 300),
  invitation: (url, { inviter, accountId, role }) => ({
    subject: 'You are invited to Bitting',
    text: `${inviter.name} (${inviter.email}) invites you to account ${accountId} as ${role}.\n\nTo accept, open this link within 7 days:\n\n  ${url}\n\nWhoever has the link can accept in your place: do not pass it on.\n`,
  }),
  signUp: (url) => ({ subject: 'Finish signing up', text: `To finish signing up to Bitting, open this link within a day:\n\n  ${url}\n\nIf you did not ask for this, ignore it.\n` }),
  passwordReset: (url) => ({ subject: 'Choose a new password', text: `To choose a new password for Bitting, open this link within an hour:\n\n  ${url}\n\nYour authenticator or passkey is asked for as before. ${NOT_YOU}\n` }),
  knownAddress: () => ({
    subject: 'You have an account already',
    text: 'Somebody asked to sign up to Bitting with this address, which has an account already. Nothing was changed. If it was you, sign in, or choose a new password there.\n',
  }),
  notice: (notice, device, address) => {
    const what = NOTICES[notice.is]('label' in notice ? notice.label : '')
    return { subject: what, text: `${what}.\n\n  ${plainLine(device)}, from ${address}\n\nIf this was not you: sign in, end every session under Settings, and choose a new password.\n` }
  },
}

const NOTICES: Readonly<Record<Parameters<LetterWords['people']['notice']>[0]['is'], (label: string) => string>> = {
  deviceSignedIn: () => 'A new device signed in',
  oldTokenUsed: () => 'A session was ended, because an old copy of its token was used',
  lockedDown: () => 'Your account was locked down: choose a new password and set up a new second factor',
  factorAdded: (label) => `A new way to sign in was set up: ${label}`,
  factorRemoved: (label) => `A way to sign in was removed: ${label}`,
  recoveryCodesReplaced: () => 'Your recovery codes were replaced',
  passwordChanged: () => 'Your password was changed',
  passwordChangedByLink: () => 'Your password was changed by a mailed link',
  phoneSet: () => 'Another telephone number for codes was set',
  phoneRemoved: () => 'Your telephone number for codes was removed',
}

const reminderSubject: ReminderWords['subject'] = (label, { reminder: { about, stage }, isDisabled }) => {
  switch (about) {
    case 'end': return stage === 0 ? `The key ${label} has ended` : `The key ${label} ends soon`
    case 'rotation': return `The key ${label} is to be rotated`
    case 'lapse': return stage === 0 ? `Trading with the key ${label} has lapsed` : `Trading with the key ${label} lapses soon`
    case 'review': return stage === 0 ? `The key ${label} is due for review` : `The review of the key ${label} is overdue`
    case 'idle': return isDisabled ? `The key ${label} was not used, and is disabled` : `Nobody uses the key ${label}`
  }
}

const nothingDone = (wasHeld: boolean): string => (wasHeld ? 'Nothing left: what was held for it is yours to use again.' : 'Nothing was changed.')

const became = (what: Became): { readonly subject: string; readonly told: string } => {
  switch (what.is) {
    case 'approved': return { subject: 'Your change was approved', told: `It was approved by ${what.approvers}, and is carried out as soon as the server runs.` }
    case 'done': return { subject: 'Your change was carried out', told: `It was approved by ${what.approvers}, and carried out.` }
    case 'failed': return { subject: 'Your change could not be carried out', told: `It was approved by ${what.approvers}, but could not be carried out: ${what.why}\n${nothingDone(what.wasHeld)}` }
    case 'rejected': return { subject: 'Your change was refused', told: `${what.by ?? 'Somebody'} refused it. ${nothingDone(what.wasHeld)}` }
    case 'expired': return { subject: 'Your change was not approved in time', told: `It waited ${what.hours} hours, and not enough people approved it. ${nothingDone(what.wasHeld)} Ask anew if you still need it.` }
  }
}

const change = ({ sentence }: QuotedChange): string => sentence

export const english: LetterWords = {
  people,
  test: (asker, consoleUrl) => ({
    subject: 'A test letter from Bitting',
    text: `Mail from Bitting arrives here: codes, links and alerts will too.\n\nAsked for by ${asker ?? 'the operator'}, at ${consoleUrl}/settings?of=mail. Nothing is to be done.\n`,
  }),
  reminder: {
    subject: reminderSubject, subjectOfMany: (count) => `${count} keys need you`, account: (id) => `account ${id}`, sentence: ({ reminder }) => reminder.text,
    isDisabled: 'By the policy of the account it is disabled now; enabling it opens it again.',
    whatToDo: { end: 'Extend or rotate it', rotation: 'Rotate it, or extend it', lapse: 'Bind it to the addresses it is used from', idle: 'Delete it if nothing needs it; extend it if something does', review: 'Look at its use, then keep it, narrow it or delete it' },
    opening: 'This is what your keys need:', closing: 'Each of these is told once. What is open now: ./bitting keys attention, or API Management in the console.',
  },
  alert: {
    title: ({ alert, key, accountEmail }) => `${key === null ? `The account ${plainLine(accountEmail)}` : `${alert.kind === 'canary' ? 'The canary' : 'The key'} ${plainLine(key.label)}`}: ${ALERT_TITLES[alert.kind]}`,
    subjectOfMany: (count) => `${count} alerts about your keys`, lookNow: 'look now', sentence: alertSentence,
    frozen: 'Its rights to act were taken away at once, by your policy. Give them back:', close: 'Close it:', leaked: 'If it leaked:', normal: 'If this is as it should be:',
    opening: 'This was out of the ordinary:', closing: (consoleUrl) => `Each of these is told once. All of them, with what shows it: ${consoleUrl}/alerts`,
  },
  external: {
    subject: (label) => `The key ${label} at another exchange needs you`, subjectOfMany: (count) => `${count} keys at other exchanges need you`, concern: (concern) => concern,
    opening: 'This is what your keys at other exchanges need:', closing: 'Each of these is told once, for as long as it stands. All of them: ./bitting external',
  },
  decider: {
    subject: 'A change waits for your approval', change, asked: (by) => `${by.is === 'operator' ? 'The operator' : by.is === 'key' ? `A program with the key ${by.name}` : by.name} asks for this:`,
    waits: (until, needed) => `It waits until ${until} for ${needed === 1 ? 'one person' : `${needed} people`} to approve it. You may approve or reject it.`, where: (url) => `It is looked at and decided in the console: ${url}`,
    decidesNothing: 'Nothing in this letter decides: the console asks for your own factors.', noMore: 'So much is asked for just now that you get no more letters of it within this hour: look at the page.',
  },
  maker: { became, change, asked: (at) => `You asked for this at ${at}:`, all: (url) => `All you asked for: ${url}` },
}
