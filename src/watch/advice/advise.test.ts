import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { accountId, apiKeyId } from '../../ids.ts'
import { PERMISSIONS, type Permission, permissionBits, permissionsOf } from '../../permission.ts'
import { DAY, HOUR } from '../../time.ts'
import type { KeyProgram, KeyUse } from '../call-uses.ts'
import { advise, type AdviceQuestion } from './advise.ts'
import { coversAddress } from './covered-address.ts'
import { sharedDays } from './shared-key.ts'

const NOW = Date.UTC(2026, 5, 1) * 1_000
const KEY = apiKeyId('k_1')

const use = (rights: readonly Permission[], more: Partial<KeyUse> = {}): KeyUse => ({
  keyId: KEY, accountId: accountId(1), address: '203.0.113.7', endpoint: rights.includes('spotAndMarginTrading') ? 'POST /api/v3/order' : 'GET /api/v3/account', permission: rights[0] ?? null, rights: permissionBits(rights),
  symbol: null, status: 200, code: null, reason: null, calls: 100, weight: 100, firstUs: NOW - 20 * DAY, lastUs: NOW - HOUR, ...more,
})
const key = (rights: readonly Permission[], more: Partial<AdviceQuestion['key']> = {}): AdviceQuestion['key'] =>
  ({ permissions: permissionBits(rights), allowList: { mode: 'trusted', entries: ['203.0.113.7'] }, guardRails: {}, createdAtUs: NOW - 60 * DAY, ...more })
const advised = (of: AdviceQuestion['key'], uses: readonly KeyUse[], allUses = uses) => advise({ key: of, uses, allUses, nowUs: NOW })
const changeOf = (of: AdviceQuestion['key'], uses: readonly KeyUse[]) => { const advice = advised(of, uses); return advice.is === 'narrower' ? advice.change : advice.is }

const TRADE = use(['spotAndMarginTrading'], { symbol: 'BTCUSDT' })
const READ = use(['reading'])

test('what was not needed is to be taken away, and nothing else', () => {
  const rows: readonly (readonly [string, AdviceQuestion['key'], readonly KeyUse[], unknown])[] = [
    ['a right that no call needed', key(['reading', 'spotAndMarginTrading']), [READ], { revoke: ['spotAndMarginTrading'] }],
    ['a right that a parameter needed stays', key(['reading', 'spotAndMarginTrading', 'margin']), [READ, use(['spotAndMarginTrading', 'margin'], { symbol: null })], 'fits'],
    ['a key that may be used from anywhere is bound to where it was used from', key(['reading'], { allowList: { mode: 'unrestricted' } }), [READ, use(['reading'], { address: '198.51.100.9' })], { allowList: { mode: 'trusted', entries: ['198.51.100.9', '203.0.113.7'] } }],
    ['an entry that nobody used goes', key(['reading'], { allowList: { mode: 'trusted', entries: ['203.0.113.7', '198.51.100.0/24'] } }), [READ], { allowList: { mode: 'trusted', entries: ['203.0.113.7'] } }],
    ['a block stays while something inside it called', key(['reading'], { allowList: { mode: 'trusted', entries: ['203.0.113.0/24'] } }), [READ], 'fits'],
    ['only the markets that were traded', key(['spotAndMarginTrading']), [TRADE, use(['spotAndMarginTrading'], { symbol: 'ETHUSDT' })], { guardRails: { symbols: ['BTCUSDT', 'ETHUSDT'] } }],
    ['no markets where one call named none', key(['spotAndMarginTrading']), [TRADE, use(['spotAndMarginTrading'], { symbol: null })], 'fits'],
    ['what was refused at the gate needed nothing', key(['reading'], { allowList: { mode: 'unrestricted' } }), [READ, use([], { address: '192.0.2.66', reason: 'signatureWrong' })], { allowList: { mode: 'trusted', entries: ['203.0.113.7'] } }],
    ['what the venue refused was let in, and needed its right', key(['reading', 'spotAndMarginTrading']), [READ, use(['spotAndMarginTrading'], { symbol: 'BTCUSDT', reason: 'venue', status: 400 })], { guardRails: { symbols: ['BTCUSDT'] } }],
  ]
  for (const [name, of, uses, expected] of rows) assert.deepEqual(changeOf(of, uses), expected, name)
})

test('little use or a young key says nothing', () => {
  assert.equal(advised(key(['reading', 'withdrawals']), [use(['reading'], { calls: 49 })]).is, 'tooEarly')
  assert.equal(advised(key(['reading', 'withdrawals'], { createdAtUs: NOW - 6 * DAY }), [READ]).is, 'tooEarly')
})

test('what it would have refused is told from all that is known, the most recent first', () => {
  const old = use(['withdrawals'], { endpoint: 'POST /sapi/v1/capital/withdraw/apply', calls: 2, lastUs: NOW - 50 * DAY })
  const elsewhere = use(['reading'], { address: '198.51.100.9', calls: 7, lastUs: NOW - 40 * DAY })
  const advice = advised(key(['reading', 'withdrawals'], { allowList: { mode: 'unrestricted' } }), [READ], [READ, old, elsewhere])
  assert.ok(advice.is === 'narrower')
  assert.deepEqual(advice.wouldHaveRefused.map(({ why, calls, endpoint }) => [why, calls, endpoint]), [['address', 7, 'GET /api/v3/account'], ['right', 2, 'POST /sapi/v1/capital/withdraw/apply']])
})

test('whatever the use was, the advice would have let all of it in, and never widens', () => {
  const someRights = fc.uniqueArray(fc.constantFrom(...PERMISSIONS), { minLength: 1, maxLength: 5 })
  const someUse = fc.record({ rights: someRights, address: fc.constantFrom('203.0.113.7', '203.0.113.8', '198.51.100.9', '2001:db8::1'), symbol: fc.constantFrom(null, 'BTCUSDT', 'ETHUSDT'), reason: fc.constantFrom(null, 'venue', 'signatureWrong') })
  fc.assert(fc.property(fc.array(someUse, { minLength: 1, maxLength: 8 }), someRights, fc.constantFrom<AdviceQuestion['key']['allowList']>({ mode: 'unrestricted' }, { mode: 'trusted', entries: ['203.0.113.0/24', '198.51.100.9', '2001:db8::/32'] }), (wishes, held, allowList) => {
    const uses = wishes.map((wish) => use(wish.rights, { address: wish.address, symbol: wish.symbol, reason: wish.reason }))
    const of = key(held, { allowList })
    const advice = advised(of, uses)
    if (advice.is !== 'narrower') return
    assert.deepEqual(advice.wouldHaveRefused, [])
    for (const right of advice.change.revoke ?? []) assert.ok(permissionsOf(of.permissions).includes(right))
    for (const entry of advice.change.allowList?.entries ?? []) assert.ok(allowList.mode === 'unrestricted' || allowList.entries.some((one) => one === entry || coversAddress(one, entry)))
  }), { numRuns: 300 })
})

const program = (more: Partial<KeyProgram>): KeyProgram => ({ keyId: KEY, dayUs: NOW - DAY, address: '203.0.113.7', client: 'ccxt', calls: 100, firstUs: NOW - DAY, lastUs: NOW - HOUR, clockMs: { least: -5, mean: 0, greatest: 9 }, ...more })

test('a key that several programs use at once is pointed out, with what tells them apart', () => {
  const rows: readonly (readonly [string, readonly KeyProgram[], string | null])[] = [
    ['one program', [program({})], null],
    ['another client at the same time', [program({}), program({ client: 'python-binance' })], 'clients'],
    ['another network at the same time', [program({}), program({ address: '198.51.100.9' })], 'networks'],
    ['another address of the same block', [program({}), program({ address: '203.0.113.99' })], null],
    ['another clock at the same address', [program({}), program({ client: null, clockMs: { least: 3_900, mean: 4_000, greatest: 4_100 } })], 'clocks'],
    ['one after the other: it moved', [program({ lastUs: NOW - 12 * HOUR }), program({ address: '198.51.100.9', firstUs: NOW - 11 * HOUR })], null],
    ['somebody at a prompt', [program({}), program({ client: 'curl', calls: 3 })], null],
    ['long ago', [program({ dayUs: NOW - 40 * DAY }), program({ dayUs: NOW - 40 * DAY, client: 'curl' })], null],
  ]
  for (const [name, programs, why] of rows) assert.equal(sharedDays(programs, NOW)[0]?.why ?? null, why, name)
})
