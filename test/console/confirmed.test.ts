import assert from 'node:assert/strict'
import { test } from 'node:test'
import { confirmedIn } from '../../console/src/features/audit/confirmed.ts'
import { chinese } from '../../console/src/words/chinese.ts'
import { english } from '../../console/src/words/english.ts'
import type { AuditEntrySummary } from '../../src/operations/record/list.ts'
import { changeOf } from '../../src/people/changes.ts'

const { sentence, told } = changeOf.addTotp('phone')
const entryWith = (after: AuditEntrySummary['after'], act = 'stepUp.confirm'): AuditEntrySummary =>
  ({ sequence: 1, at: '2026-11-27T00:00:00.000Z', actor: 'person:p_1', source: '127.0.0.1', act, subject: 'u_1', names: {}, factors: [], before: null, after })
// Plain JSON, as the record keeps it.
const toldAsKept = JSON.parse(JSON.stringify(told)) as AuditEntrySummary['after']

test('the record says in words what was confirmed, in the reader\'s language', () => {
  const entry = entryWith({ changes: [sentence, 'SENTENCE'], told: [toldAsKept, null], factors: ['totp'], digest: '' })
  assert.equal(confirmedIn(entry, english), `${sentence} SENTENCE`)
  assert.equal(confirmedIn(entry, chinese), '设置身份验证器“phone”。 SENTENCE')
})

test('a row of before says its sentence, and another act is told by its subject', () => {
  assert.equal(confirmedIn(entryWith({ changes: [sentence], factors: ['totp'], digest: '' }), chinese), sentence)
  assert.equal(confirmedIn(entryWith({ changes: [sentence] }, 'key.edit'), english), null)
})
