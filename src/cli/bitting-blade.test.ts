import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeySummary } from '../operations/operator.ts'
import { PERMISSIONS } from '../permission.ts'
import { bittingBlade } from './bitting-blade.ts'
import { NOW, summary } from './stage.ts'

const blade = (change: Partial<KeySummary>): string => bittingBlade(summary(change), Date.parse(NOW), (style, text) => style === 'red' ? `<${text}>` : text)

test('a key is drawn as its bitting: bow, then eleven positions in the order of the rights', () => {
  assert.equal(blade({}), '○██▂▂▂▂▂▂▂▂▂')
  assert.equal(blade({ permissions: [] }), '○▂▂▂▂▂▂▂▂▂▂▂')
  assert.equal(blade({ allowList: { mode: 'unrestricted' }, permissions: ['reading'] }), '⊂█▂▂▂▂▂▂▂▂▂▂')
  assert.equal(blade({ permissions: ['reading', 'withdrawals'] }), '○█▂▂▂▂▂▂▂<█>▂▂')
})

test('a lapsing right is half as high, and one unused for 30 days is hollow', () => {
  assert.equal(blade({ permissions: PERMISSIONS, tradingLapsesAt: '2026-12-01T00:00:00Z', allowList: { mode: 'unrestricted' } }), '⊂█▄▄▄▄▄██<█>▄▄')
  const old = { createdAt: '2026-01-01T00:00:00Z' }
  assert.equal(blade({ ...old, lastUse: null }), '○▯▯▂▂▂▂▂▂▂▂▂')
  const lastUse = { at: NOW, address: '203.0.113.45', endpoint: 'GET /api/v3/account', perPermission: { reading: NOW, spotAndMarginTrading: '2026-10-01T00:00:00Z' } }
  assert.equal(blade({ ...old, lastUse }), '○█▯▂▂▂▂▂▂▂▂▂')
})
