import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, it } from 'node:test'
import type { ExternalKeySummary } from '../../src/operations/operator.ts'
import { consoleHouse, MAIN } from './console-house.ts'

const PATH = '/api/external-keys'

describe('keys of other exchanges over the console API', () => {
  const house = consoleHouse('--sign-up', 'open')
  let knocks = 0
  const inside = createServer((_request, response) => { knocks += 1; response.end('{}') })
  after(() => inside.close())
  const wish = { account: MAIN, label: 'far bot', url: 'https://localhost:9', apiKey: 'A'.repeat(64), secret: 'S'.repeat(64), preset: 'grid-bot' }

  it('enters one by a fresh factor, and tells its secret to nobody', async () => {
    const { browser } = house.owner
    assert.equal((await browser.send('POST', PATH, wish)).status, 428)
    assert.deepEqual(await browser.must('GET', PATH), [])
    const added = await house.owner.changed<ExternalKeySummary>('POST', PATH, wish)
    assert.deepEqual([added.label, added.hasSecret, added.preset, added.lastExaminedAt], ['far bot', true, 'grid-bot', null])
    assert.ok(!JSON.stringify([added, await browser.must('GET', PATH)]).includes(wish.secret))
  })

  it('refuses what cannot be, naming the field', async () => {
    for (const [change, field] of [
      [{ label: ' ' }, 'label'], [{ label: 'FAR bot' }, 'label'], [{ url: 'https://192.168.1.1' }, 'url'], [{ url: 'http://api.example.com' }, 'url'], [{ url: 'https://api.example.com/?a=1' }, 'url'], [{ apiKey: 'short' }, 'apiKey'],
      [{ secret: '' }, 'secret'], [{ secret: wish.apiKey }, 'secret'], [{ secret: '-----BEGIN PRIVATE KEY-----' }, 'secret'], [{ preset: 'nobody' }, 'preset'],
    ] as const) {
      const answer = await house.owner.browser.send('POST', PATH, { ...wish, label: 'other', ...change })
      assert.deepEqual([answer.status, answer.body.refused?.fields?.[0]?.field], [400, field], JSON.stringify(change))
    }
    assert.equal((await house.owner.browser.send('POST', PATH, { ...wish, label: 'other', more: 1 })).status, 400)
  })

  it('calls nothing inside the network, though a name leads there', async () => {
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve))
    const added = await house.owner.changed<ExternalKeySummary>('POST', PATH, { ...wish, label: 'inside', url: `https://localhost:${(inside.address() as AddressInfo).port}` })
    const examined = await house.owner.browser.must<ExternalKeySummary>('POST', `${PATH}/${added.id}/examination`)
    assert.match(examined.fault ?? '', /no address of the internet/)
    assert.equal(knocks, 0)
  })

  it('shows it to those who may see it, and lets nobody else examine or forget it', async () => {
    const [key] = await house.owner.browser.must<ExternalKeySummary[]>('GET', PATH)
    assert.ok(key)
    const [auditor, approver, trader, tenant] = [await house.joined('ada@example.org', 'auditor'), await house.joined('ann@example.org', 'approver'), await house.joined('tom@example.org', 'trader'), (await house.tenant('other@example.net')).browser]
    assert.equal((await auditor.must<ExternalKeySummary[]>('GET', PATH)).length, 2)
    for (const stranger of [approver, trader, tenant]) {
      assert.deepEqual(await stranger.must('GET', PATH), [])
      assert.equal((await stranger.send('POST', `${PATH}/${key.id}/examination`)).status, 404)
      assert.equal((await stranger.send('DELETE', `${PATH}/${key.id}`)).status, 404)
    }
    assert.equal((await auditor.send('POST', `${PATH}/${key.id}/examination`)).status, 403)
    assert.equal((await auditor.send('DELETE', `${PATH}/${key.id}`)).status, 403)
    assert.equal((await tenant.send('POST', PATH, wish)).status, 404, 'an account that is not theirs')
    assert.equal((await house.owner.browser.send('DELETE', `${PATH}/${key.id}`)).status, 428)
    await house.owner.changed('DELETE', `${PATH}/${key.id}`)
    assert.equal((await house.owner.browser.must<ExternalKeySummary[]>('GET', PATH)).length, 1)
  })

  it('changes its label, its user type and what signs for it by a fresh factor, and nothing else of it', async () => {
    const { browser } = house.owner
    const key = await house.owner.changed<ExternalKeySummary>('POST', PATH, { account: MAIN, label: 'changing', url: wish.url, apiKey: 'C'.repeat(64), preset: 'dashboard' })
    const path = `${PATH}/${key.id}`
    assert.equal((await browser.send('PATCH', path, { label: 'changed' })).status, 428)
    for (const [change, field] of [[{ label: ' ' }, 'label'], [{ label: 'INSIDE' }, 'label'], [{ preset: 'nobody' }, 'preset'], [{ secret: 'C'.repeat(64) }, 'secret']] as const) {
      const answer = await browser.send('PATCH', path, change)
      assert.deepEqual([answer.status, answer.body.refused?.fields?.[0]?.field], [400, field], JSON.stringify(change))
    }
    for (const change of [{ apiKey: 'D'.repeat(64) }, { url: 'https://elsewhere.example.org' }]) assert.equal((await browser.send('PATCH', path, change)).status, 400)
    for (const change of [{}, { label: 'changing', preset: 'dashboard' }]) assert.equal((await browser.send('PATCH', path, change)).body.refused?.code, 'nothingToChange')
    const changed = await house.owner.changed<ExternalKeySummary>('PATCH', path, { label: 'changed', preset: 'tax-records', secret: 'T'.repeat(64) })
    assert.deepEqual([changed.label, changed.preset, changed.hasSecret, changed.apiKey], ['changed', 'tax-records', true, key.apiKey])
    assert.ok(changed.nextExaminationAt !== null && Date.parse(changed.nextExaminationAt) <= Date.now(), 'it is examined with the next round')
    assert.deepEqual((await browser.must<ExternalKeySummary[]>('GET', PATH)).find(({ id }) => id === key.id)?.label, 'changed')
    assert.ok(!JSON.stringify([changed, await browser.must('GET', PATH), await browser.must('GET', '/api/audit?act=external.edit')]).includes('T'.repeat(64)))
    const auditor = await house.joined('eve@example.org', 'auditor')
    assert.equal((await auditor.send('PATCH', path, { label: 'theirs' })).status, 403)
    assert.equal((await (await house.tenant('another@example.net')).browser.send('PATCH', path, { label: 'theirs' })).status, 404)
  })

  it('lets a trader have keys of their own, which other traders do not see', async () => {
    const trader = await house.enrolled('tess@example.org', 'trader')
    const added = await trader.changed<ExternalKeySummary>('POST', PATH, { account: MAIN, label: 'mine', url: wish.url, apiKey: 'B'.repeat(64), preset: 'dashboard' })
    assert.deepEqual((await trader.browser.must<ExternalKeySummary[]>('GET', PATH)).map(({ label }) => label), ['mine'])
    assert.equal((await trader.browser.send('POST', `${PATH}/${added.id}/examination`)).body.refused?.code, 'noSecret')
    assert.deepEqual(await (await house.joined('tim@example.org', 'trader')).must('GET', PATH), [])
  })
})
