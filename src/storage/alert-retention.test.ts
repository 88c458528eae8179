import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Sealer } from '../authority/sealing.ts'
import { accountId, apiKeyId } from '../ids.ts'
import { alertRetentionOf } from '../open-alert-retention.ts'
import { DAY, type TimeUs } from '../time.ts'
import type { Alert, AlertStore } from '../watch/alerts/alert.ts'
import { openStore } from './store.ts'

const NOW_US = Date.UTC(2026, 5, 1) * 1_000

const anAlert = (id: string, lastUs: TimeUs, more: Partial<Alert> = {}): Alert => ({
  id, version: 1, accountId: accountId(101), keyId: apiKeyId('k_1'), kind: 'unusualHour', subject: id, severity: 'warning', evidence: { kind: 'unusualHour', hour: 3, address: '203.0.113.7', endpoint: 'GET /api/v3/account', usualHours: [9], daysKnown: 20 },
  firstUs: lastUs, lastUs, count: 1, state: 'open', decidedBy: null, decidedAtUs: null, frozen: null, toldAtUs: null, ...more,
})

const inStore = async (use: (alerts: AlertStore) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-alerts-'))
  try {
    const store = await openStore({ folder, nowUs: NOW_US })
    const noSealer = (): Sealer => assert.fail('no letter is written')
    await use(store.alerts.store({ sealer: noSealer, newLetterId: () => 'm_1' }))
    await store.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const idsOf = (alerts: AlertStore): readonly string[] => alerts.list({ seen: 'all', limit: 1_000 }).map(({ id }) => id).sort()

test('alerts that were last seen too long ago go; what took rights that nobody gave back stays', () => inStore(async (alerts) => {
  for (const alert of [anAlert('old', NOW_US - 31 * DAY), anAlert('seen again', NOW_US - 29 * DAY, { firstUs: NOW_US - 90 * DAY }), anAlert('frozen', NOW_US - 90 * DAY, { frozen: ['spotAndMarginTrading'] }), anAlert('given back', NOW_US - 90 * DAY, { frozen: ['spotAndMarginTrading'], state: 'settled' })]) await alerts.insert(alert)
  const delivery = { id: 'wh_1', version: 1, accountId: accountId(101), body: '{}', state: 'sent', attempts: 1, nextTryAtUs: 0, createdAtUs: NOW_US - 31 * DAY, fault: null } as const
  await alerts.queue(delivery)
  await alerts.queue({ ...delivery, id: 'wh_2', state: 'waiting' })
  assert.equal(await alerts.forget({ maxAgeDays: 30, maxRows: 100 }, NOW_US), 2)
  assert.deepEqual(idsOf(alerts), ['frozen', 'seen again'])
  assert.deepEqual(alerts.deliveriesOf(accountId(101), 10).map(({ id }) => id), ['wh_2'])
}))

test('of too many alerts the oldest go, but for those of the last day, which a start may look at again', () => inStore(async (alerts) => {
  for (let at = 0; at < 10; at += 1) await alerts.insert(anAlert(`a${at}`, NOW_US - (10 - at) * DAY))
  assert.equal(await alerts.forget({ maxAgeDays: 365, maxRows: 4 }, NOW_US), 6)
  assert.deepEqual(idsOf(alerts), ['a6', 'a7', 'a8', 'a9'])
  for (let at = 0; at < 5; at += 1) await alerts.insert(anAlert(`b${at}`, NOW_US - at))
  assert.equal(await alerts.forget({ maxAgeDays: 365, maxRows: 1 }, NOW_US), 3)
  assert.deepEqual(idsOf(alerts), ['a9', 'b0', 'b1', 'b2', 'b3', 'b4'])
}))

test('alerts are kept for a year, a hundred thousand of them, and the environment decides otherwise', () => {
  assert.deepEqual(alertRetentionOf({}), { maxAgeDays: 365, maxRows: 100_000 })
  assert.deepEqual(alertRetentionOf({ BITTING_ALERT_DAYS: '90', BITTING_ALERT_ROWS: '5000' }), { maxAgeDays: 90, maxRows: 5_000 })
  assert.throws(() => alertRetentionOf({ BITTING_ALERT_DAYS: 'ever' }), /BITTING_ALERT_DAYS is .*whole number/)
})
