import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anAct, ELSEWHERE, GateScene, HOME, MAIN, NOON } from '../../test/harness/gate-scene.ts'
import { permissionsOf } from '../permission.ts'
import { DAY, SECOND } from '../time.ts'
import { keyWith, SAMPLE_NOW as NOW } from './key.samples.ts'
import { type AfterPeriod, closureOf, dueAtUs, extended, lifeFrom, lifeText, PLAIN_LIFE, withAfterPeriod } from './key-life.ts'
import { PRESETS } from './presets.ts'

const ONE = { mode: 'trusted', entries: [HOME] } as const

test('the table of user types: rights, addresses, period and what follows', () => {
  const table = PRESETS.map(({ name, rights, furtherRights, entries, periodDays, afterPeriod, needsApproval }) =>
    `${name}: ${[...rights, ...furtherRights.map((right) => `(${right})`)].join('+')}; ${entries.least}–${entries.most}; ${periodDays}; ${afterPeriod}${needsApproval ? '; approval' : ''}`)
  assert.deepEqual(table, [
    'dashboard: reading; 1–1; 180; expire',
    'grid-bot: reading+spotAndMarginTrading; 1–1; 90; expire',
    'market-maker: reading+spotAndMarginTrading; 1–3; 60; expire',
    'arbitrage: reading+spotAndMarginTrading; 1–2; 60; expire',
    'custody-settlement: reading+spotAndMarginTrading+(withdrawals); 1–1; 30; expire; approval',
    'one-time-script: reading+spotAndMarginTrading; 1–1; 1; delete',
    'tax-records: reading; 1–1; 30; expire',
    'portfolio-tracker: reading; 1–1; 180; expire',
    'data-analysis: reading; 1–1; 180; expire',
    'canary: ; 0–0; 365; warn',
  ])
})

test('a key of a preset has its rights and its end, and remembers it', async () => {
  for (const preset of PRESETS) {
    const scene = new GateScene()
    const { key } = await scene.key({ preset: preset.name, permissions: undefined, allowList: { mode: 'trusted', entries: [HOME].slice(0, preset.entries.most) } }, NOON)
    assert.deepEqual(permissionsOf(key.permissions), preset.rights, preset.name)
    const endUs = NOON + preset.periodDays * DAY
    assert.equal(dueAtUs(key), endUs, preset.name)
    assert.deepEqual(scene.authority.byText(key.text)?.life, { ...PLAIN_LIFE, preset: preset.name, periodDays: preset.periodDays, afterPeriod: preset.afterPeriod, rotationDueAtUs: preset.afterPeriod === 'warn' ? endUs : null })
    assert.deepEqual(closureOf(key, endUs - 1), null)
    assert.deepEqual(closureOf(key, endUs), preset.afterPeriod === 'warn' ? null : 'keyExpired', preset.name)
  }
})

test('a wish beyond its preset is refused with the field and the reason, and nothing is made', async () => {
  const scene = new GateScene()
  const rows = [
    [{ preset: 'gridbot' }, 'preset', /"gridbot" is not a preset; there are dashboard/],
    [{ preset: 'dashboard', permissions: ['reading', 'spotAndMarginTrading'] }, 'presetRights', /"Enable Spot & Margin Trading" is more than the preset dashboard needs/],
    [{ preset: 'grid-bot', permissions: ['withdrawals'] }, 'presetRights', /more than the preset grid-bot/],
    [{ preset: 'grid-bot', allowList: { mode: 'unrestricted' } }, 'presetAddresses', /bound to its addresses: a list of 1 entry/],
    [{ preset: 'grid-bot', allowList: { mode: 'trusted', entries: [] } }, 'presetAddresses', /has a list of 1 entry; this one has 0/],
    [{ preset: 'grid-bot', allowList: { mode: 'trusted', entries: [HOME, ELSEWHERE] } }, 'presetAddresses', /this one has 2/],
    [{ preset: 'arbitrage', allowList: { mode: 'trusted', entries: [HOME, ELSEWHERE, '192.0.2.9'] } }, 'presetAddresses', /1 to 2 entries/],
    [{ preset: 'grid-bot', periodDays: 91 }, 'period', /lives 90 days at a time/],
    [{ periodDays: 0 }, 'period', /from 1 to/],
  ] as const
  for (const [further, rule, text] of rows) {
    const made = await scene.authority.create({ accountId: MAIN.id, environment: 'live', label: 'x', kind: 'hmac', allowList: ONE, ...further }, anAct())
    assert.ok(!made.ok, JSON.stringify(further))
    assert.deepEqual(made.violations.map((violation) => violation.rule), [rule])
    assert.match(made.violations[0]?.text ?? '', text)
  }
  assert.equal(scene.store.keys.size, 0)
  assert.ok((await scene.key({ preset: 'custody-settlement', permissions: ['reading', 'withdrawals'], allowList: ONE })).key.replayGuard, 'withdrawals are optional there')
  assert.equal((await scene.key({ preset: 'grid-bot', permissions: ['reading'], periodDays: 7, allowList: ONE })).key.expiresAtUs, NOON + 7 * DAY, 'less is always allowed')
})

test('what follows a period: it ends, is disabled until extended, or goes on', async () => {
  const rows: readonly (readonly [AfterPeriod, string | null])[] = [['expire', 'keyExpired'], ['delete', 'keyExpired'], ['disable', 'keyDisabled'], ['warn', null]]
  for (const [afterPeriod, closure] of rows) {
    const scene = new GateScene()
    const { key } = await scene.key({ periodDays: 60, afterPeriod })
    assert.equal(dueAtUs(key), NOON + 60 * DAY)
    assert.equal(closureOf(key, NOON + 60 * DAY - 1), null)
    assert.equal(closureOf(key, NOON + 60 * DAY), closure, afterPeriod)
    const later = await scene.authority.extend(key.id, null, anAct(NOON + 61 * DAY))
    if (afterPeriod === 'delete') assert.deepEqual(later.ok ? [] : later.violations.map(({ rule }) => rule), ['oneTime'])
    else {
      assert.ok(later.ok)
      assert.equal(dueAtUs(later.key), NOON + 121 * DAY)
      assert.equal(closureOf(later.key, NOON + 61 * DAY), null)
    }
  }
})

test('enabling a key that its period closed gives it another period; one that ended stays ended', async () => {
  const scene = new GateScene()
  const closed = await scene.key({ periodDays: 60, afterPeriod: 'disable' })
  const enabled = await scene.authority.enable(closed.key.id, anAct(NOON + 70 * DAY))
  assert.ok(enabled.ok && closureOf(enabled.key, NOON + 70 * DAY) === null)
  const ended = await scene.key({ periodDays: 60 })
  const still = await scene.authority.enable(ended.key.id, anAct(NOON + 70 * DAY))
  assert.ok(still.ok && closureOf(still.key, NOON + 70 * DAY) === 'keyExpired')
})

test('extending never takes time away, and marks a key without an end as still needed', () => {
  const far = keyWith(['reading'], { expiresAtUs: NOW + 400 * DAY })
  assert.equal(extended(far, 30, NOW).expiresAtUs, NOW + 400 * DAY)
  const endless = extended(keyWith(['reading']), null, NOW + SECOND)
  assert.deepEqual([endless.expiresAtUs, endless.life.extendedAtUs], [null, NOW + SECOND])
  assert.equal(extended(keyWith(['reading'], { expiresAtUs: NOW }), null, NOW).expiresAtUs, NOW + 90 * DAY)
})

test('another ending of the period keeps its date', () => {
  const key = keyWith(['reading'], { expiresAtUs: NOW + 60 * DAY, life: { ...PLAIN_LIFE, periodDays: 60 } })
  for (const [path, expected] of [[['warn'], [null, NOW + 60 * DAY]], [['disable', 'warn'], [null, NOW + 60 * DAY]], [['warn', 'expire'], [NOW + 60 * DAY, null]]] as const) {
    const changed = path.reduce(withAfterPeriod, key)
    assert.deepEqual([changed.expiresAtUs, changed.life.rotationDueAtUs], expected, path.join(' → '))
    assert.equal(dueAtUs(changed), dueAtUs(key))
  }
})

test('a plain life is kept as nothing, any other as what differs', () => {
  assert.equal(lifeText({ ...PLAIN_LIFE }), null)
  const life = { ...PLAIN_LIFE, preset: 'grid-bot', periodDays: 90 }
  assert.equal(lifeText(life), '{"preset":"grid-bot","periodDays":90}')
  assert.deepEqual(lifeFrom(lifeText(life)), life)
})

test('a sooner end that somebody asked for outlives a change of what follows the period', () => {
  const key = keyWith(['reading'], { createdAtUs: NOW, expiresAtUs: NOW + 10 * DAY, life: { ...PLAIN_LIFE, periodDays: 60 } })
  const warned = withAfterPeriod(key, 'warn')
  assert.deepEqual([warned.expiresAtUs, warned.life.rotationDueAtUs], [NOW + 10 * DAY, NOW + 60 * DAY])
  const again = withAfterPeriod(warned, 'expire')
  assert.deepEqual([again.expiresAtUs, again.life.rotationDueAtUs], [NOW + 10 * DAY, null])
})
