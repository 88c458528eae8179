import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Permission, PERMISSIONS } from '../permission.ts'
import { DAY } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { keyWith, SAMPLE_NOW as NOW } from './key.samples.ts'
import { PLAIN_LIFE } from './key-life.ts'
import { type Grade, type RiskChange, riskOf } from './risk.ts'

const ENDS = { expiresAtUs: NOW + 90 * DAY } as const
const ANYWHERE = { allowList: { mode: 'unrestricted' } } as const
const TRADE: readonly Permission[] = ['reading', 'spotAndMarginTrading']
const aged = (days: number): Partial<ApiKey> => ({ createdAtUs: NOW - days * DAY })
const usedToday = (...permissions: readonly Permission[]) => ({ timeUs: NOW, perPermission: Object.fromEntries(permissions.map((permission) => [permission, NOW])) })

interface Row {
  readonly key: ApiKey
  readonly use?: ReturnType<typeof usedToday>
  readonly grade: Grade
  readonly best: RiskChange['change'] | null
  readonly says: RegExp
}

const ROWS: Readonly<Record<string, Row>> = {
  'reading, bound, ending': { key: keyWith(['reading'], ENDS), grade: 'A', best: null, says: /low and never none/ },
  'reading without an end': { key: keyWith(['reading']), grade: 'B', best: 'end', says: /no end/ },
  'reading from anywhere': { key: keyWith(['reading'], { ...ENDS, ...ANYWHERE }), grade: 'B', best: 'bind', says: /from anywhere/ },
  'reading from anywhere for ever': { key: keyWith(['reading'], ANYWHERE), grade: 'C', best: 'bind', says: /from anywhere/ },
  'no right at all': { key: keyWith([], ENDS), grade: 'A', best: null, says: /market data alone/ },
  'trading, bound, ending': { key: keyWith(TRADE, ENDS), grade: 'C', best: null, says: /without any withdrawal, bad trades/ },
  'trading for ever': { key: keyWith(TRADE), grade: 'C', best: 'end', says: /no end/ },
  'trading from anywhere': { key: keyWith(TRADE, { ...ENDS, ...ANYWHERE }), grade: 'D', best: 'bind', says: /from anywhere/ },
  'trading from anywhere for ever': { key: keyWith(TRADE, ANYWHERE), grade: 'E', best: 'bind', says: /from anywhere/ },
  'trading spot and futures': { key: keyWith([...TRADE, 'futures'], ENDS), grade: 'C', best: 'split', says: /spot and futures: one leak opens both/ },
  'trading futures and options': { key: keyWith(['futures', 'vanillaOptions'], ENDS), grade: 'C', best: null, says: /2 products/ },
  'trading from a wide block': { key: keyWith(TRADE, { ...ENDS, allowList: { mode: 'trusted', entries: ['198.51.100.0/24'] } }), grade: 'C', best: 'narrow', says: /wide block/ },
  'trading from four places': { key: keyWith(TRADE, { ...ENDS, allowList: { mode: 'trusted', entries: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] } }), grade: 'C', best: 'narrow', says: /4 listed places/ },
  'trading from nowhere': { key: keyWith(TRADE, { ...ENDS, allowList: { mode: 'trusted', entries: [] } }), grade: 'C', best: null, says: /bad trades/ },
  'trading with an old secret': { key: keyWith(TRADE, { ...ENDS, ...aged(200) }), use: usedToday(...TRADE), grade: 'C', best: 'rotate', says: /200 days old/ },
  'trading with a very old secret': { key: keyWith(TRADE, { ...ENDS, ...aged(400) }), use: usedToday(...TRADE), grade: 'D', best: 'rotate', says: /400 days old/ },
  'trading, of which only reading is used': { key: keyWith(TRADE, { ...ENDS, ...aged(40) }), use: usedToday('reading'), grade: 'C', best: 'revoke', says: /not used for 30 days: Enable Spot & Margin Trading/ },
  'trading, used by nobody': { key: keyWith(TRADE, { ...ENDS, ...aged(70) }), grade: 'C', best: 'disable', says: /70 days, and nobody would miss it/ },
  'trading, rotated by warning only': { key: keyWith(TRADE, { life: { ...PLAIN_LIFE, afterPeriod: 'warn', rotationDueAtUs: NOW + DAY } }), grade: 'C', best: 'end', says: /no end/ },
  'trading, disabled after its period': { key: keyWith(TRADE, { life: { ...PLAIN_LIFE, afterPeriod: 'disable', rotationDueAtUs: NOW + DAY } }), grade: 'C', best: null, says: /bad trades/ },
  'moving funds': { key: keyWith(['reading', 'universalTransfer'], ENDS), grade: 'C', best: null, says: /moves funds/ },
  'withdrawing, as careful as can be': { key: keyWith(['withdrawals'], ENDS), use: usedToday('withdrawals'), grade: 'D', best: null, says: /tier of its own/ },
  'withdrawing, and never used': { key: keyWith(['reading', 'withdrawals'], ENDS), grade: 'D', best: 'revoke', says: /tier of its own/ },
  'withdrawing for ever from many places': { key: keyWith(['withdrawals'], { allowList: { mode: 'trusted', entries: ['198.51.100.0/24'] } }), use: usedToday('withdrawals'), grade: 'E', best: 'end', says: /wide block/ },
  'on the testnet': { key: keyWith(PERMISSIONS, { ...ANYWHERE, environment: 'testnet' }), grade: 'A', best: null, says: /testnet alone/ },
}

for (const [name, { key, use, grade, best, says }] of Object.entries(ROWS)) {
  test(`the grade of a key: ${name} is ${grade}`, () => {
    const risk = riskOf(key, use, NOW)
    assert.equal(risk.grade, grade)
    assert.equal(risk.best?.change ?? null, best)
    assert.match(risk.reasons.join('\n'), says)
  })
}

test('no right makes a grade better, and withdrawals never leave D', () => {
  for (const permission of PERMISSIONS) {
    for (const base of [[], ['reading'], TRADE] as const) {
      const [without, having] = [riskOf(keyWith(base, ENDS), undefined, NOW), riskOf(keyWith([...base, permission], ENDS), undefined, NOW)]
      assert.ok(having.grade >= without.grade, `${permission} on ${base.join('+')}`)
      assert.ok(having.reasons.length > 0)
    }
  }
  for (const further of [{}, ENDS, { ...ENDS, ...aged(1) }]) assert.ok(riskOf(keyWith(['withdrawals'], further), undefined, NOW).grade >= 'D')
})

test('the change that is advised lowers the risk, and says to which grade', () => {
  const { grade, best } = riskOf(keyWith(TRADE, ANYWHERE), undefined, NOW)
  assert.deepEqual([grade, best?.gradeAfter], ['E', 'C'])
  assert.deepEqual(riskOf(keyWith(['reading', 'withdrawals'], ENDS), undefined, NOW).best?.permissions, ['withdrawals'])
})
