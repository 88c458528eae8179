import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PERMISSION_TABLE, PERMISSIONS } from '../permission.ts'
import { readPermissions } from './permission-words.ts'
import { WrongUsage } from './wrong-usage.ts'

test('every right is known by its name, its label, the label without its verb, and its wire field', () => {
  for (const { name, label, wireField } of PERMISSION_TABLE) {
    for (const spelling of [name, label, label.replace(/^(Enable|Permits) /, ''), wireField, label.toUpperCase()]) assert.deepEqual(readPermissions('rights', spelling), [name], spelling)
  }
})

test('a list of rights is read in the order of the table, each once, and a label may have a comma of its own', () => {
  assert.deepEqual(readPermissions('rights', 'withdrawals, reading,reading'), ['reading', 'withdrawals'])
  assert.deepEqual(readPermissions('rights', 'Enable Reading, Enable Margin Loan, Repay & Transfer, futures'), ['reading', 'margin', 'futures'])
  assert.deepEqual(readPermissions('rights', PERMISSION_TABLE.map((row) => row.label).join(',')), PERMISSIONS)
  assert.deepEqual(readPermissions('rights', 'none'), [])
})

test('a right that does not exist is told with the nearest one', () => {
  assert.throws(() => readPermissions('grant', 'reading,withdrawal'), (error: unknown) => error instanceof WrongUsage && error.message === '--grant: "withdrawal" is not a right. Did you mean withdrawals?')
  for (const text of ['', ',', 'root']) assert.throws(() => readPermissions('rights', text), WrongUsage, text)
})
