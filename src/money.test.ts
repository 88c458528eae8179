import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownAmount } from './money.ts'

test('sentences show thousands apart, and no zeroes that say nothing', () => {
  const shown: Readonly<Record<string, string>> = { '0': '0', '5': '5', '999': '999', '1000': '1,000', '50000.00': '50,000', '1234567.10000000': '1,234,567.1', '0.00998500': '0.009985', '-1500.5': '-1,500.5', '12345.12345678': '12,345.12345678' }
  for (const [decimal, text] of Object.entries(shown)) assert.equal(shownAmount(decimal), text)
})
