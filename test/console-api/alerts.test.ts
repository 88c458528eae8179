import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { AlertSettings, AlertSummary, KeySummary } from '../../src/operations/operator.ts'
import { signedCall } from '../harness/signed-request.ts'
import type { Browser } from './browser.ts'
import { consoleHouse, MAIN } from './console-house.ts'

describe('alerts over the console API', () => {
  const house = consoleHouse()

  /** The alerts that somebody sees, once there is one of these. */
  const seen = async (browser: Browser, kind: AlertSummary['kind']): Promise<readonly AlertSummary[]> => {
    for (let tries = 0; tries < 300; tries += 1) {
      const alerts = await browser.must<AlertSummary[]>('GET', '/api/alerts')
      if (alerts.some((alert) => alert.kind === kind)) return alerts
      await delay(100)
    }
    return assert.fail(`no ${kind}`)
  }

  it('shows an alert to those who may see the key, with its evidence, and lets the owner call it normal', async () => {
    const { owner, server: { demo } } = house
    await signedCall(demo.rest, demo.keys.read, 'GET', '/api/v3/account')
    await signedCall(demo.rest, demo.keys.read, 'GET', '/api/v3/account', {}, { 'x-bitting-address': '198.51.100.77' })
    const [alert] = await seen(owner.browser, 'strangerKnocks')
    assert.deepEqual([alert?.kind, alert?.keyLabel, alert?.state, alert?.evidence], ['strangerKnocks', 'read', 'open', { kind: 'strangerKnocks', address: '198.51.100.77', network: '198.51.100.0/24', endpoint: 'GET /api/v3/account' }])
    const [trader, auditor, approver] = [await house.joined('tom@example.org', 'trader'), await house.joined('ada@example.org', 'auditor'), await house.joined('ann@example.org', 'approver')]
    const tenant = await house.tenant('other@example.net')
    assert.deepEqual(await trader.must('GET', '/api/alerts'), [], 'it is of no key of theirs')
    assert.deepEqual(await approver.must('GET', '/api/alerts'), [])
    assert.deepEqual(await tenant.browser.must('GET', '/api/alerts'), [])
    assert.equal((await seen(auditor, 'strangerKnocks'))[0]?.id, alert?.id)
    const path = `/api/alerts/${alert?.id}/decision`
    assert.equal((await auditor.send('POST', path, { as: 'normal' })).status, 403)
    for (const stranger of [trader, tenant.browser]) assert.equal((await stranger.send('POST', path, { as: 'normal' })).status, 404)
    assert.equal((await owner.browser.must<AlertSummary>('POST', path, { as: 'normal' })).state, 'normal')
    assert.equal((await owner.browser.send('POST', path, { as: 'settled' })).body.refused?.code, 'alreadyDecided')
    assert.deepEqual(await owner.browser.must('GET', '/api/alerts?state=open'), [])
  })

  it('changes how people hear of alerts by factors, tells the secret once, and refuses what cannot be', async () => {
    const { owner } = house
    const path = `/api/accounts/${MAIN}/alert-settings`
    const before = await owner.browser.must<AlertSettings>('GET', path)
    assert.deepEqual([before.mail, before.quietHours, before.webhookUrl], ['atOnce', null, null])
    for (const [change, field] of [
      [{ digestHour: 24 }, 'digestHour'], [{ timeZone: 'Europe/Nowhere' }, 'timeZone'], [{ quietHours: { from: '22:00', until: '22:00', timeZone: 'UTC' } }, 'quietHours'], [{ quietHours: { from: '25:00', until: '07:00', timeZone: 'UTC' } }, 'quietHours'],
      [{ webhookUrl: 'javascript:alert(1)' }, 'webhookUrl'], [{ webhookUrl: 'https://user:secret@example.org/' }, 'webhookUrl'],
      [{ webhookUrl: 'http://hooks.example.org/' }, 'webhookUrl'], [{ webhookUrl: 'https://127.0.0.1:9/hook' }, 'webhookUrl'],
    ] as const) {
      const answer = await owner.browser.send('PATCH', path, { change })
      assert.deepEqual([answer.status, answer.body.refused?.fields?.[0]?.field], [400, field], JSON.stringify(change))
    }
    assert.equal((await owner.browser.send('PATCH', path, { change: { mail: 'off' } })).status, 428)
    const told = await owner.changed<{ settings: AlertSettings; webhookSecret: string | null }>('PATCH', path, { change: { webhookUrl: 'https://localhost:9/hook', quietHours: { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin' } } })
    assert.match(told.webhookSecret ?? '', /^biw1\w{40}$/)
    assert.equal((await owner.changed<{ webhookSecret: string | null }>('PATCH', path, { change: { mail: 'digest' } })).webhookSecret, null)
    assert.equal((await owner.browser.must<AlertSettings>('GET', path)).quietHours?.timeZone, 'Europe/Berlin')
    assert.equal((await house.joined('eve@example.org', 'trader').then((trader) => trader.send('PATCH', path, { change: { mail: 'off' } }))).status, 403)
  })

  it('posts nothing into the network of the server, and says why', async () => {
    const { owner, server: { demo } } = house
    const key = (await owner.browser.must<KeySummary[]>('GET', `/api/keys?account=${MAIN}`)).find(({ label }) => label === 'trade')
    assert.equal((await owner.browser.must<{ offSince: string | null }>('GET', `/api/keys/${key?.id}/program`)).offSince, null)
    await owner.browser.must('PUT', `/api/keys/${key?.id}/program`, { isOff: true })
    await signedCall(demo.rest, demo.keys.trade, 'GET', '/api/v3/account')
    await seen(owner.browser, 'offProgram')
    for (let tries = 0; ; tries += 1) {
      const [delivery] = await owner.browser.must<{ state: string; attempts: number; fault: string | null }[]>('GET', `/api/accounts/${MAIN}/webhook-deliveries`)
      if (delivery && delivery.attempts > 0) {
        assert.deepEqual([delivery.state, delivery.fault], ['waiting', 'localhost is 127.0.0.1, which is no address of the internet'])
        break
      }
      assert.ok(tries < 300, 'nothing was tried')
      await delay(100)
    }
  })
})
