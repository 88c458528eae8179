import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callRetentionOf } from './open-call-retention.ts'
import { DEFAULT_RETENTION } from './storage/call-log.ts'

test('calls are kept for 30 days, ten million rows or 4 GiB, and the environment decides otherwise', () => {
  assert.deepEqual(callRetentionOf({}), DEFAULT_RETENTION)
  assert.deepEqual([DEFAULT_RETENTION.maxAgeDays, DEFAULT_RETENTION.maxRows, DEFAULT_RETENTION.maxBytes], [30, 10_000_000, 4 * 1024 ** 3])
  const kept = callRetentionOf({ BITTING_CALL_LOG_DAYS: '7', BITTING_CALL_LOG_MIB: '100', BITTING_CALL_COUNTS_DAYS: '800' })
  assert.deepEqual([kept.maxAgeDays, kept.maxBytes, kept.dayDays], [7, 104_857_600, 800])
  for (const text of ['0', '-1', '1.5', 'many']) assert.throws(() => callRetentionOf({ BITTING_CALL_LOG_ROWS: text }), /BITTING_CALL_LOG_ROWS is .*whole number/)
})
