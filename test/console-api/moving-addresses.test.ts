import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DEFAULT_POLICY } from '../../src/authority/account-policy.ts'
import { heartbeatSignature } from '../../src/authority/moving-address.ts'
import type { BoundAddress } from '../../src/operations/moving-addresses/bind.ts'
import type { MovingAddressSummary } from '../../src/operations/moving-addresses/list.ts'
import type { CreatedKey, KeySummary } from '../../src/operations/operator.ts'
import { consoleHouse, MAIN } from './console-house.ts'

describe('moving addresses over the console API', () => {
  const house = consoleHouse()
  const beat = (id: string, token: string, from: string) => {
    const timestamp = Date.now()
    return house.stranger(from).send('POST', '/api/heartbeat', { id, timestamp, signature: heartbeatSignature(Buffer.from(token), id, timestamp) })
  }

  it('an entry is bound by factors, its token is told once, it moves, is listed, and is taken off again', async () => {
    const { owner } = house
    const { key } = await owner.changed<CreatedKey>('POST', '/api/keys', { account: MAIN, label: 'at home', kind: 'hmac', allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' })
    const path = `/api/keys/${key.id}/moving-addresses`
    const wish = { source: 'heartbeat', within: ['198.51.100.0/24'] }
    await owner.changed('PATCH', `/api/accounts/${MAIN}/policy`, { heartbeatAddresses: false })
    assert.equal((await owner.browser.send('POST', path, wish)).body.refused?.code, 'addressForbidden', 'the account has to allow it first')
    await owner.changed('PATCH', `/api/accounts/${MAIN}/policy`, { heartbeatAddresses: true, nameAddresses: true })
    const faulty = await owner.browser.send('POST', path, { source: 'name', name: 'localhost', within: ['198.51.100.0/24'] })
    assert.deepEqual([faulty.status, faulty.body.refused?.fields?.[0]?.field], [400, 'name'])
    const asked = await owner.browser.send('POST', path, wish)
    assert.deepEqual([asked.status, asked.body.stepUp?.sentences.length], [428, 1])
    const bound = await owner.changed<BoundAddress>('POST', path, wish)
    assert.match(bound.token ?? '', /^bih1\w{40}$/)
    assert.deepEqual((await beat(bound.id, 'another', '198.51.100.9')).body.refused?.code, 'notHeard')
    assert.deepEqual((await beat(bound.id, bound.token ?? '', '198.51.100.9')).body.value, { address: '198.51.100.9', is: 'moved' })
    assert.equal((await beat(bound.id, bound.token ?? '', '203.0.113.99')).body.refused?.code, 'tooMany', 'nor is one right behind it heard')
    assert.deepEqual((await owner.browser.must<KeySummary>('GET', `/api/keys/${key.id}`)).allowList, { mode: 'trusted', entries: ['203.0.113.45', '198.51.100.9'] })
    const [listed] = await owner.browser.must<MovingAddressSummary[]>('GET', path)
    assert.deepEqual([listed?.id, listed?.entries, listed?.movesInLastDay, listed?.fault], [bound.id, ['198.51.100.9'], 1, null])
    assert.deepEqual([listed?.keyLabel, listed?.state, listed?.movesLeft], ['at home', 'moves', DEFAULT_POLICY.movesPerDay - 1])
    assert.ok(listed?.lastMovedAt)
    assert.deepEqual(await owner.browser.must('GET', '/api/moving-addresses'), [listed])
    await owner.changed('PATCH', `/api/accounts/${MAIN}/policy`, { heartbeatAddresses: false, movesPerDay: 1 })
    const [stayed] = await owner.browser.must<MovingAddressSummary[]>('GET', '/api/moving-addresses')
    assert.deepEqual([stayed?.state, stayed?.movesLeft], ['stays', 0])
    assert.equal(owner.browser.heard.filter((text) => text.includes(bound.token ?? '-')).length, 1)
    await owner.changed('DELETE', `/api/moving-addresses/${bound.id}`)
    assert.deepEqual(await owner.browser.must('GET', path), [])
    assert.deepEqual((await owner.browser.must<KeySummary>('GET', `/api/keys/${key.id}`)).allowList, { mode: 'trusted', entries: ['203.0.113.45'] })
  })

  it('a trader neither sees nor moves entries of keys that are not theirs, and an auditor sees and moves none', async () => {
    const { owner } = house
    const key = (await owner.browser.must<KeySummary[]>('GET', `/api/keys?account=${MAIN}`)).find(({ label }) => label === 'read')
    const path = `/api/keys/${key?.id}/moving-addresses`
    const [trader, auditor] = [await house.joined('tom@example.org', 'trader'), await house.joined('ada@example.org', 'auditor')]
    assert.equal((await trader.send('GET', path)).status, 404)
    await owner.changed('PATCH', `/api/accounts/${MAIN}/policy`, { heartbeatAddresses: true })
    const { id } = await owner.changed<BoundAddress>('POST', path, { source: 'heartbeat', within: ['198.51.100.0/24'] })
    assert.deepEqual((await trader.send('GET', '/api/moving-addresses')).body.value, [])
    assert.deepEqual(((await auditor.send('GET', '/api/moving-addresses')).body.value as MovingAddressSummary[]).map((one) => one.id), [id])
    assert.equal((await trader.send('POST', path, { source: 'heartbeat', within: ['198.51.100.0/24'] })).status, 404)
    assert.equal((await auditor.send('GET', path)).status, 200)
    assert.equal((await auditor.send('POST', path, { source: 'heartbeat', within: ['198.51.100.0/24'] })).status, 403)
    assert.equal((await owner.browser.send('DELETE', '/api/moving-addresses/d_nothing')).status, 404)
  })
})

describe('a step-up after a reload', () => {
  const house = consoleHouse()

  it('is told to whoever began it, as it stands, and goes on', async () => {
    const { owner } = house
    const path = `/api/accounts/${MAIN}/invitations`
    const wish = { email: 'tess@example.org', role: 'owner' }
    const { body: { stepUp } } = await owner.browser.send('POST', path, wish)
    assert.ok(stepUp)
    const seen = () => owner.browser.must<{ given: string[]; isConfirmed: boolean; sentences: string[]; triesLeft: number }>('GET', `/api/step-ups/${stepUp.id}`)
    assert.deepEqual(await seen().then(({ given, isConfirmed, sentences }) => [given, isConfirmed, sentences]), [[], false, stepUp.sentences])
    await owner.answer(stepUp.id, { factor: 'mailCode', code: await house.mailed(owner.email, /The code is (\d{8})/) })
    assert.deepEqual((await seen()).given, ['mailCode'])
    const rest = stepUp.requirement.filter((group) => !group.includes('mailCode'))
    await owner.confirm({ ...stepUp, requirement: rest })
    assert.equal((await seen()).isConfirmed, true)
    await owner.browser.must('POST', path, wish, { 'bitting-step-up': stepUp.id })
    const other = await house.joined('tom@example.org', 'auditor')
    for (const id of [stepUp.id, 'u_nothing']) {
      const hidden = await other.send('GET', `/api/step-ups/${id}`)
      assert.deepEqual([hidden.status, hidden.body.refused?.code], [403, 'stepUpForeign'], 'one answer, whether there is such a step-up or not')
    }
  })
})
