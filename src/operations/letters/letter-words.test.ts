import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Approval, ApprovalState } from '../../approvals/approval.ts'
import { keyWith, SAMPLE_NOW } from '../../authority/key.samples.ts'
import type { Reminder } from '../../authority/reminders.ts'
import { accountId } from '../../ids.ts'
import { LANGUAGES } from '../../language.ts'
import type { Notice, Written } from '../../people/letters.ts'
import { DAY, HOUR } from '../../time.ts'
import type { Alert } from '../../watch/alerts/alert.ts'
import type { Evidence } from '../../watch/anomalies/anomaly.ts'
import type { ConcernAbout } from '../../watch/external/concerns.ts'
import { PROBES } from '../../watch/external/examination.ts'
import type { ExternalKey } from '../../watch/external/external-key.ts'
import { alertLetter } from '../alerts/alert-letter.ts'
import { type AskedBy, deciderLetter } from '../approvals/decider-letter.ts'
import { makerLetter } from '../approvals/maker-letter.ts'
import { externalLetter } from '../external/external-letter.ts'
import { reminderLetter, type Telling } from '../reminding/reminder-letter.ts'
import { codeInLetter } from './code-in-letter.ts'
import { LETTER_WORDS, type LetterWords } from './letter-words.ts'

// What each letter is made of is one word, so that whatever else is Latin in a letter of another script was left untranslated.

const URL_OF = 'https://b.example/#token'
const CODE = '12345678'
const CHANGE = { sentence: 'SENTENCE' }
const key = keyWith(['reading'], { label: 'grid' })
const MAIN = accountId(100_001)

/** One row a kind: a kind without a row does not compile. */
type EachOf<Kind extends string, Row> = { readonly [One in Kind]: Row }

const NOTICES: EachOf<Notice['is'], true> = { deviceSignedIn: true, oldTokenUsed: true, lockedDown: true, recoveryCodesReplaced: true, passwordChanged: true, passwordChangedByLink: true, phoneSet: true, phoneRemoved: true, factorAdded: true, factorRemoved: true }

const EVIDENCE: { readonly [Kind in Evidence['kind']]: Extract<Evidence, { kind: Kind }> } = {
  newNetwork: { kind: 'newNetwork', address: '9.9.9.9', network: '9.9.9.0/24', endpoint: 'ENDPOINT', knownNetworks: ['1.1.1.0/24'] },
  strangerKnocks: { kind: 'strangerKnocks', address: '9.9.9.9', network: '9.9.9.0/24', endpoint: 'ENDPOINT' },
  newFamily: { kind: 'newFamily', family: 'FAMILY', endpoint: 'ENDPOINT', address: '9.9.9.9', knownFamilies: ['OTHER'] },
  unusualHour: { kind: 'unusualHour', hour: 3, address: '9.9.9.9', endpoint: 'ENDPOINT', usualHours: [9, 10], daysKnown: 7 },
  rateJump: { kind: 'rateJump', callsInMinute: 999, most: 10, usual: 5, address: '9.9.9.9' },
  refusalBurst: { kind: 'refusalBurst', refusals: 20, withinUs: 90_000_000, reasons: { signatureWrong: 20 }, addresses: ['9.9.9.9'], isFromKnownNetwork: false },
  offProgram: { kind: 'offProgram', address: '9.9.9.9', endpoint: 'ENDPOINT', offSinceUs: SAMPLE_NOW },
  outsideHours: { kind: 'outsideHours', address: '9.9.9.9', endpoint: 'ENDPOINT', from: '09:00', until: '17:00', zone: 'UTC' },
  awayFromMarket: { kind: 'awayFromMarket', symbol: 'BTCUSDT', side: 'BUY', fills: 3, worstPercent: 12, counterparties: [MAIN] },
  roundTrips: { kind: 'roundTrips', symbol: 'BTCUSDT', counterparty: MAIN, fills: 40, turns: 20, withinUs: HOUR },
  newWithdrawalAddress: { kind: 'newWithdrawalAddress', asset: 'USDT', network: 'TRX', address: 'TAddress', amount: '50', knownAddresses: 2 },
  canary: { kind: 'canary', address: '9.9.9.9', endpoint: 'ENDPOINT' },
  leakFound: { kind: 'leakFound', leaked: 'key', where: 'https://x.example', source: 'SOURCE', isDisabled: false },
}

const REMINDERS: EachOf<Reminder['about'], readonly number[]> = { end: [7, 0], rotation: [7, 0], lapse: [7, 0], idle: [60], review: [0, 14] }
const CONCERNS: { readonly [Is in ConcernAbout['is']]: readonly Extract<ConcernAbout, { is: Is }>[] } = {
  rotation: [{ is: 'rotation', dueInHours: 30 }, { is: 'rotation', dueInHours: -30 }], grade: [{ is: 'grade', grade: 'E' }], silence: [{ is: 'silence', forHours: 30 }], finding: PROBES.map((probe) => ({ is: 'finding', probe, verdict: 'fault' })),
}
const STATES: EachOf<Extract<ApprovalState, 'approved' | 'done' | 'failed' | 'rejected' | 'expired'>, true> = { approved: true, done: true, failed: true, rejected: true, expired: true }

const ASKED_BY: EachOf<AskedBy['is'], AskedBy> = { person: { is: 'person', name: 'Olga' }, key: { is: 'key', name: 'grid' }, operator: { is: 'operator' } }

const external: ExternalKey = {
  id: 'x_1', version: 1, accountId: MAIN, label: 'grid', url: 'https://x.example', apiKey: 'KEY', secret: null, preset: 'dashboard', holderId: null, enteredAtUs: 0, createdAtUs: null, examination: null, lastExaminedAtUs: null,
  nextExaminationAtUs: 0, fault: null, faultSinceUs: null, told: [],
}
const approvalIn = (state: ApprovalState): Approval => ({
  id: 'a_1', version: 1, accountId: MAIN, operation: 'withdrawal.release', wish: null, change: { act: 'money.withdraw', accountId: MAIN, subject: 'w_1', details: null, sentence: 'SENTENCE' }, digest: '', maker: 'person:p_1', makerPersonId: 'p_1', needed: 1, state,
  votes: [{ personId: 'p_2', atUs: 0, factors: [] }], madeAtUs: 0, expiresAtUs: 72 * HOUR, recordedAtUs: 0, closedAtUs: null, closedBy: 'person:p_2', remark: { code: null, text: 'REMARK' },
})
const telling = (about: Reminder['about'], stage: number): Telling =>
  ({ key, account: undefined, reminder: { about, stage, atUs: SAMPLE_NOW + (stage === 7 ? stage : -stage) * DAY, text: 'SENTENCE' }, isDisabled: false, nowUs: SAMPLE_NOW })

const alertOf = (evidence: Evidence): Alert => ({ id: 'al_1', version: 1, accountId: MAIN, keyId: key.id, kind: evidence.kind, subject: '', severity: 'alarm', evidence, firstUs: 0, lastUs: 0, count: 1, state: 'open', decidedBy: null, decidedAtUs: null, frozen: ['reading'], toldAtUs: null })

/** Every letter, with what stands in it whatever the language. */
const LETTERS: readonly (readonly [name: string, write: (words: LetterWords) => Written, ...holds: readonly string[]])[] = [
  ['a code for a device', ({ people }) => people.deviceCode(CODE, 'DEVICE', '9.9.9.9'), CODE, 'DEVICE', '9.9.9.9'],
  ['a code for a change', ({ people }) => people.stepUpCode(CODE, [CHANGE]), CODE, 'SENTENCE'],
  ['a code for several', ({ people }) => people.stepUpCode(CODE, [CHANGE, { sentence: 'OTHER' }]), CODE, 'SENTENCE', 'OTHER'],
  ['a code on a telephone', ({ people }) => ({ subject: people.stepUpText(CODE, [CHANGE, CHANGE]), text: people.stepUpText(CODE, [CHANGE]) }), CODE, 'SENTENCE'],
  ['an invitation', ({ people }) => people.invitation(URL_OF, { inviter: { name: 'Olga', email: 'o@x.example' }, accountId: MAIN, role: 'auditor' }), URL_OF, 'Olga', 'o@x.example', String(MAIN)],
  ['a sign-up', ({ people }) => people.signUp(URL_OF), URL_OF], ['a new password', ({ people }) => people.passwordReset(URL_OF), URL_OF], ['an address that is known', ({ people }) => people.knownAddress()],
  ...Object.keys(NOTICES).map((is) => [`a notice: ${is}`, ({ people }: LetterWords) => people.notice({ is, label: 'LABEL' } as Notice, 'DEVICE', '9.9.9.9'), 'DEVICE', '9.9.9.9'] as const), // NOTICES has the names of notices and no others.
  ['a test', (words) => words.test('Olga', 'https://b.example'), 'Olga', 'https://b.example/settings?of=mail'],
  // REMINDERS has the kinds of reminders and no others.
  ...Object.entries(REMINDERS).flatMap(([about, stages]) => stages.map((stage) => [`a reminder: ${about} at ${stage}`, ({ reminder }: LetterWords) => reminderLetter('', [telling(about as Reminder['about'], stage)], reminder), 'grid', key.id] as const)),
  ['several reminders', ({ reminder }) => reminderLetter('', [telling('idle', 90), { ...telling('end', 7), isDisabled: true }], reminder), 'grid'],
  ...Object.values(EVIDENCE).map((evidence) => [`an alert: ${evidence.kind}`, ({ alert }: LetterWords) => alertLetter('', [{
    alert: alertOf(evidence), key, accountEmail: 'o@x.example',
  }], 'https://b.example', alert), 'grid', 'al_1', 'https://b.example/alerts'] as const),
  ...Object.values(CONCERNS).flat().map((about) => [`another exchange: ${about.is}`, (words: LetterWords) => externalLetter('', [{ key: external, concerns: [{ id: '', text: 'TEXT', remedy: null, about }] }], words.external), 'grid', 'x_1'] as const),
  ...Object.values(ASKED_BY).map((by) => [`what waits for somebody: asked for by ${by.is}`, ({ decider }: LetterWords) => deciderLetter(approvalIn('waiting'), by, 'https://b.example', decider), 'SENTENCE', '1970-01-04 00:00 UTC', 'https://b.example/approvals (a_1)'] as const),
  ...Object.keys(STATES).map((state) => [`what became of a request: ${state}`, ({ maker }: LetterWords): Written => {
    const written = makerLetter(approvalIn(state as ApprovalState), { nameOf: () => 'Bela', consoleUrl: 'https://b.example', isCarriedOutNow: false }, maker) // STATES has names of states and no others.
    assert.ok(written)
    return written
  }, 'SENTENCE', 'https://b.example/approvals', 'a_1'] as const),
]

/** Commands, addresses and what stands in capitals are the same in every language. */
const bare = (text: string): string => text.replaceAll(/\.\/bitting [\w -]+|https?:\S+|\S+@\S+|\bAPI\b|\bSecret\b|\bBitting\b|\bNTP\b|\/api\/v3|\bUTC\b|signatureWrong|grid|Olga|Bela|TAddress|\b(?:al|a|x|k)_\w+/g, '')

test('every letter is written in every language, with the same in it', () => {
  for (const [name, write, ...holds] of LETTERS) {
    for (const language of LANGUAGES) {
      const { subject, text } = write(LETTER_WORDS[language])
      assert.ok(subject !== '' && text.trim() !== '', `${name} in ${language}`)
      for (const part of holds) assert.ok(`${subject}\n${text}`.includes(part), `${name} in ${language} lacks ${part}:\n${text}`)
    }
  }
})

test('a letter of an alert tells its evidence whole', () => {
  for (const language of LANGUAGES) {
    const words = LETTER_WORDS[language].alert
    for (const evidence of Object.values(EVIDENCE)) {
      const { text } = alertLetter('', [{ alert: alertOf(evidence), key, accountEmail: 'o@x.example' }], 'https://b.example', words)
      assert.ok(text.includes(`    ${words.sentence(evidence)}\n`), `${language}: ${text}`)
    }
  }
})

test('the code of a letter is found in every language, whatever digits it quotes', () => {
  for (const language of LANGUAGES) {
    const { people } = LETTER_WORDS[language]
    assert.equal(codeInLetter(people.stepUpCode(CODE, [{ sentence: 'a key called 87654321' }]).text), CODE, language)
    assert.equal(codeInLetter(people.deviceCode(CODE, '87654321', '9.9.9.9').text), CODE, language)
    assert.equal(codeInLetter(people.passwordReset(URL_OF).text), undefined, language)
  }
})

test('a letter in Chinese has no English left in it', () => {
  for (const [name, write] of LETTERS) {
    const { subject, text } = write(LETTER_WORDS['zh-Hans'])
    for (const part of [subject, text]) {
      assert.match(part, /\p{Script=Han}/u, name)
      assert.doesNotMatch(bare(part), /[a-z]{3,}/, `${name}:\n${part}`)
    }
  }
})
