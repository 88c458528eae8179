import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '../time.ts'
import { HOME, GateScene, MAIN, NOON, anAct } from '../../test/harness/gate-scene.ts'
import { type AccountPolicy, DEFAULT_POLICY, presetUnder, readPolicyChange } from './account-policy.ts'
import type { NewKey } from './authority.ts'

test('what a policy may become is a table: right values are taken, wrong ones told with their field', () => {
  const right: readonly Partial<AccountPolicy>[] = [
    {}, { keysManageKeys: true }, { unrestrictedTrading: 'forbidden' }, { afterIdle: 'disable' }, { maxKeys: 1 }, { maxKeys: 10_000 }, { products: [] }, { products: ['futures'] },
    { guardRails: { symbols: ['BTCUSDT'] } }, { guardRails: {} }, { presets: { 'grid-bot': { periodDays: 30, mostEntries: 5, furtherRights: ['margin'] } } }, { presets: { dashboard: { isOffered: false } } },
    { nameAddresses: true, heartbeatAddresses: true, movesPerDay: 3 },
  ]
  for (const change of right) assert.deepEqual(readPolicyChange(change), { ok: true, change })
  const wrong: readonly (readonly [unknown, string])[] = [
    [null, ''], ['x', ''], [[], ''], [{ colour: 'red' }, 'colour'], [{ keysManageKeys: 'yes' }, 'keysManageKeys'], [{ unrestrictedTrading: 'allowed' }, 'unrestrictedTrading'], [{ afterIdle: 'delete' }, 'afterIdle'],
    [{ maxKeys: 0 }, 'maxKeys'], [{ maxKeys: 1.5 }, 'maxKeys'], [{ maxKeys: '5' }, 'maxKeys'], [{ products: ['options'] }, 'products'], [{ products: ['margin', 'margin'] }, 'products'],
    [{ guardRails: { symbols: 'BTCUSDT' } }, 'guardRails'], [{ guardRails: { symbols: ['btcusdt'] } }, 'guardRails'], [{ guardRails: { symbols: Array.from({ length: 31 }, (_, n) => `A${n}USDT`) } }, 'guardRails'], [{ guardRails: { speed: 1 } }, 'guardRails'],
    [{ presets: { nonsense: {} } }, 'presets'], [{ presets: { dashboard: { rights: ['everything'] } } }, 'presets'], [{ presets: { dashboard: { mostEntries: 21 } } }, 'presets'], [{ presets: { dashboard: { periodDays: 0 } } }, 'presets'],
    [{ presets: JSON.parse('{"__proto__": {}}') }, 'presets'], [{ toString: true }, 'toString'], [{ movesPerDay: 0 }, 'movesPerDay'],
  ]
  for (const [value, field] of wrong) {
    const read = readPolicyChange(value)
    assert.deepEqual(read.ok ? 'taken' : read.fields.map((one) => one.field), [field], JSON.stringify(value))
  }
})

test('a policy narrows and widens presets, and takes them away', () => {
  assert.equal(presetUnder(DEFAULT_POLICY, 'grid-bot')?.periodDays, 90)
  const preset = presetUnder({ presets: { 'grid-bot': { periodDays: 30, mostEntries: 2, furtherRights: ['margin'] } } }, 'grid-bot')
  assert.deepEqual([preset?.periodDays, preset?.entries, preset?.furtherRights, preset?.rights], [30, { least: 1, most: 2 }, ['margin'], ['reading', 'spotAndMarginTrading']])
  assert.equal(presetUnder({ presets: { 'grid-bot': { isOffered: false } } }, 'grid-bot'), undefined)
})

const rulesBroken = async (policy: Partial<AccountPolicy>, wish: Partial<NewKey>, prepare = 0): Promise<string> => {
  const scene = new GateScene()
  for (let n = 0; n < prepare; n += 1) await scene.key()
  scene.policy = { ...DEFAULT_POLICY, ...policy }
  const created = await scene.authority.create({ accountId: MAIN.id, environment: 'live', label: 'one', kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: [HOME] }, ...wish }, anAct())
  return created.ok ? JSON.stringify(created.key.guardRails) : created.violations.map(({ rule }) => rule).join(' ')
}

test('each rule that an account sets for its keys is held when one is made', async () => {
  const unrestricted = { allowList: { mode: 'unrestricted' }, permissions: ['reading', 'spotAndMarginTrading'] } as const
  const rows: readonly (readonly [Partial<AccountPolicy>, Partial<NewKey>, string, number?])[] = [
    [{}, unrestricted, '{}'],
    [{ unrestrictedTrading: 'forbidden' }, unrestricted, 'unrestrictedForbidden'],
    [{ unrestrictedTrading: 'forbidden' }, { ...unrestricted, permissions: ['reading'] }, '{}'],
    [{ unrestrictedTrading: 'forbidden' }, { ...unrestricted, environment: 'testnet' }, '{}'],
    [{ unrestrictedTrading: 'forbidden' }, { permissions: ['spotAndMarginTrading'] }, '{}'],
    [{ maxKeys: 2 }, {}, '{}', 1], [{ maxKeys: 2 }, {}, 'tooManyKeys', 2],
    [{}, { preset: 'grid-bot' }, '{}'], [{ presets: { 'grid-bot': { isOffered: false } } }, { preset: 'grid-bot' }, 'preset'],
    [{ presets: { dashboard: { rights: ['reading', 'futures'] } } }, { preset: 'dashboard', permissions: ['reading', 'futures'] }, '{}'], [{}, { preset: 'dashboard', permissions: ['reading', 'futures'] }, 'presetRights'],
    [{ presets: { dashboard: { periodDays: 7 } } }, { preset: 'dashboard', periodDays: 8 }, 'period'],
    [{ guardRails: { symbols: ['BTCUSDT'] } }, {}, '{"symbols":["BTCUSDT"]}'], [{ guardRails: { symbols: ['BTCUSDT'] } }, { guardRails: { symbols: ['ETHUSDT'] } }, '{"symbols":["ETHUSDT"]}'],
    [{}, { guardRails: { symbols: Array.from({ length: 30 }, (_, n) => `A${n}USDT`) } }, JSON.stringify({ symbols: Array.from({ length: 30 }, (_, n) => `A${n}USDT`) })],
    [{}, { guardRails: { symbols: Array.from({ length: 31 }, (_, n) => `A${n}USDT`) } }, 'guardRails'], [{}, { guardRails: { symbols: ['btc-usdt'] } }, 'guardRails'],
  ]
  for (const [policy, wish, expected, prepare] of rows) assert.equal(await rulesBroken(policy, wish, prepare), expected, JSON.stringify([policy, wish]))
})

test('a policy that comes to forbid unrestricted trading closes what is there at the next request, and taking away stays possible', async () => {
  const scene = new GateScene()
  const held = await scene.key({ allowList: { mode: 'unrestricted' } })
  const order = { method: 'POST', path: '/api/v3/order' }
  assert.equal(scene.outcome(held, order), 'admitted')
  scene.policy = { ...DEFAULT_POLICY, unrestrictedTrading: 'forbidden' }
  assert.deepEqual([scene.outcome(held, order), scene.outcome(held)], ['unrestrictedForbidden', 'admitted'])
  assert.ok((await scene.authority.edit(held.key.id, { label: 'still editable' }, anAct(NOON + DAY))).ok)
  assert.ok((await scene.authority.edit(held.key.id, { allowList: { mode: 'trusted', entries: [HOME] } }, anAct(NOON + DAY))).ok)
  assert.equal(scene.outcome(held, order), 'admitted')
})
