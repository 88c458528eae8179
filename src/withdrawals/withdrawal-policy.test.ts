import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accountId } from '../ids.ts'
import { DAY, HOUR } from '../time.ts'
import type { AddressEntry, Destination } from './address-entry.ts'
import { isLooser, judgeWithdrawal, noPolicy, type WithdrawalPolicy, type WithdrawalRefusal } from './withdrawal-policy.ts'

const NOW = 1_790_000_000_000_000
const ME = accountId(100_001)
const COLD = '0xDe709f2102306220921060314715629080e2fb77'

const entry = (change: Partial<AddressEntry> = {}): AddressEntry =>
  ({ id: 'w_1', accountId: ME, coin: 'USDT', network: 'ETH', address: COLD, tag: '', name: 'cold', addedAtUs: NOW - 2 * DAY, inForceAtUs: NOW - DAY, ...change })
const to = (change: Partial<Destination> = {}): Destination => ({ coin: 'USDT', network: 'ETH', address: COLD, tag: '', ...change })
const policy = (change: Partial<WithdrawalPolicy> = {}): WithdrawalPolicy => ({ ...noPolicy(ME), ...change })
const BOOK_ONLY = { onlyAddressBook: true } as const

describe('what an account lets out', () => {
  const rows: readonly (readonly [what: string, WithdrawalPolicy, readonly AddressEntry[], Destination, WithdrawalRefusal | null])[] = [
    ['without rules it goes anywhere', policy(), [], to(), null],
    ['the switch off: a book changes nothing', policy(), [entry()], to({ address: '0x0' }), null],
    ['the switch on and an empty book: nowhere', policy(BOOK_ONLY), [], to(), { reason: 'notInBook' }],
    ['to an address of the book', policy(BOOK_ONLY), [entry()], to(), null],
    ['a hexadecimal address in small letters is the same place', policy(BOOK_ONLY), [entry()], to({ address: COLD.toLowerCase() }), null],
    ['other alphabets tell small letters from capitals', policy(BOOK_ONLY), [entry({ address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' })], to({ address: 'tr7nhqjekqxgtci8q8zy4pl8otszgjlj6t' }), { reason: 'notInBook' }],
    ['another tag is another receiver', policy(BOOK_ONLY), [entry({ tag: '7' })], to({ tag: '8' }), { reason: 'notInBook' }],
    ['no tag is another receiver too', policy(BOOK_ONLY), [entry({ tag: '7' })], to(), { reason: 'notInBook' }],
    ['another network', policy(BOOK_ONLY), [entry()], to({ network: 'BSC' }), { reason: 'notInBook' }],
    ['another coin', policy(BOOK_ONLY), [entry()], to({ coin: 'USDC' }), { reason: 'notInBook' }],
    ['an entry for every coin of the network', policy(BOOK_ONLY), [entry({ coin: '' })], to({ coin: 'USDC' }), null],
    ['a new address waits', policy(BOOK_ONLY), [entry({ inForceAtUs: NOW + 23 * HOUR + 1 })], to(), { reason: 'waiting', hours: 24 }],
    ['until the very microsecond', policy(BOOK_ONLY), [entry({ inForceAtUs: NOW })], to(), null],
    ['one microsecond before is an hour still', policy(BOOK_ONLY), [entry({ inForceAtUs: NOW + 1 })], to(), { reason: 'waiting', hours: 1 }],
    ['of two entries the one in force counts', policy(BOOK_ONLY), [entry({ inForceAtUs: NOW + DAY }), entry({ coin: '' })], to(), null],
    ['of two that wait the sooner is told', policy(BOOK_ONLY), [entry({ inForceAtUs: NOW + DAY }), entry({ coin: '', inForceAtUs: NOW + 2 * HOUR })], to(), { reason: 'waiting', hours: 2 }],
    ['locked: nothing goes, the book or not', policy({ ...BOOK_ONLY, lockedUntilUs: NOW + 1 }), [entry()], to(), { reason: 'locked', untilUs: NOW + 1 }],
    ['the lock ends by itself', policy({ lockedUntilUs: NOW }), [], to(), null],
  ]
  for (const [what, rules, book, destination, expected] of rows) it(what, () => assert.deepEqual(judgeWithdrawal(rules, book, destination, NOW), expected))
})

describe('a change that lets more out than before', () => {
  const rows: readonly (readonly [what: string, Partial<WithdrawalPolicy>, Partial<WithdrawalPolicy>, boolean])[] = [
    ['the switch off', BOOK_ONLY, { onlyAddressBook: false }, true],
    ['the switch on', {}, BOOK_ONLY, false],
    ['a shorter wait', { waitingUs: 2 * DAY }, { waitingUs: DAY }, true],
    ['a longer wait', { waitingUs: DAY }, { waitingUs: 2 * DAY }, false],
    ['back to a default that is shorter', { waitingUs: 2 * DAY }, { waitingUs: null }, true],
    ['less than the default', {}, { waitingUs: 0 }, true],
    ['the lock lifted', { lockedUntilUs: NOW + DAY }, { lockedUntilUs: null }, true],
    ['the lock shortened', { lockedUntilUs: NOW + DAY }, { lockedUntilUs: NOW + HOUR }, true],
    ['the lock lengthened', { lockedUntilUs: NOW + HOUR }, { lockedUntilUs: NOW + DAY }, false],
    ['a lock that is over is none', { lockedUntilUs: NOW - 1 }, { lockedUntilUs: null }, false],
  ]
  for (const [what, before, after, expected] of rows) it(`${what}: ${expected ? 'yes' : 'no'}`, () => assert.equal(isLooser(policy(before), policy({ ...before, ...after }), DAY, NOW), expected))
})
