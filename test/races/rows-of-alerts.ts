import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import type { AlertSummary } from '../../src/operations/operator.ts'
import { signedCall } from '../harness/signed-request.ts'
import { MAIN } from '../console-api/console-house.ts'
import { type ChangeRow, newKey, type RaceScene } from './change-row.ts'

/** An alarm of a key whose program is said to be off; the policy takes its rights to act. */
const alarm = async (scene: RaceScene): Promise<string> => {
  const { house } = scene
  const { key, secretKey } = await newKey(scene, 'off', ['reading', 'spotAndMarginTrading'])
  await house.owner.change('PATCH', `/api/accounts/${MAIN}/policy`, { onAlarm: 'freeze' })
  await house.owner.changed('PUT', `/api/keys/${key.id}/program`, { isOff: true })
  await signedCall(house.server.demo.rest, { apiKey: key.apiKey, secretKey: secretKey ?? '', permissions: [] }, 'GET', '/api/v3/account')
  for (let tries = 0; tries < 60; tries += 1) {
    const alert = (await house.owner.browser.must<AlertSummary[]>('GET', '/api/alerts')).find((one) => one.keyId === key.id && one.frozen.length > 0)
    if (alert) return `/api/alerts/${alert.id}`
    await delay(50)
  }
  return assert.fail('no alarm')
}

export const ROWS_OF_ALERTS: readonly ChangeRow[] = [
  { route: 'POST /api/alerts/{id}/decision', isFree: true, race: 'one', wish: async (scene) => ({ path: `${await alarm(scene)}/decision`, body: { as: 'settled' } }) },
  { route: 'POST /api/alerts/{id}/thaw', race: 'one', wish: async (scene) => ({ path: `${await alarm(scene)}/thaw` }) },
  { route: 'PATCH /api/accounts/{account}/alert-settings', race: 'one', wish: (_scene, turn) => ({ path: `/api/accounts/${MAIN}/alert-settings`, body: { change: { digestHour: 1 + turn } } }) },
  { route: 'POST /api/sandbox/calls', isFree: true, race: 'each', wish: () => ({ path: '/api/sandbox/calls', body: { environment: 'live', method: 'GET', path: '/api/v3/time' } }) },
  { route: 'POST /api/sandbox/deposits', isFree: true, race: 'each', wish: () => ({ path: '/api/sandbox/deposits', body: { environment: 'live', account: MAIN, coin: 'USDT', amount: '1' } }) },
]
