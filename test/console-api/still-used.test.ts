import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CallPage } from '../../src/operations/calls-list.ts'
import type { CreatedKey, MadeFromKey, StillUsed } from '../../src/operations/operator.ts'
import { bitting } from '../harness/bitting-command.ts'
import { signedCall } from '../harness/signed-request.ts'
import { consoleHouse, MAIN } from './console-house.ts'

const [MOVED, STAYS, OTHER] = ['203.0.113.5', '203.0.113.6', '203.0.113.7']

describe('during a rotation, and after it', () => {
  const house = consoleHouse()
  const asFile = ({ key, secretKey }: Pick<CreatedKey, 'key' | 'secretKey'>) => ({ apiKey: key.apiKey, secretKey: secretKey ?? '', permissions: [] })
  const call = async (key: Pick<CreatedKey, 'key' | 'secretKey'>, address: string): Promise<number> => (await signedCall(house.server.demo.rest, asFile(key), 'GET', '/api/v3/account', {}, { 'x-bitting-address': address })).status
  const usesOf = (id: string): Promise<StillUsed | null> => house.owner.browser.must('GET', `/api/keys/${id}/still-used`)

  /** A key called before, and its successor. */
  const rotated = async (label: string, overlapHours?: number): Promise<readonly [CreatedKey, MadeFromKey]> => {
    const made = await house.owner.change('POST', '/api/keys', { account: MAIN, label, kind: 'hmac', environment: 'live', allowList: { mode: 'trusted', entries: [MOVED, STAYS, OTHER] } })
    const old = made.body.value as CreatedKey
    assert.equal(await call(old, OTHER), 200)
    assert.equal(await usesOf(old.key.id), null, 'nothing took its place')
    const next = await house.owner.change('POST', `/api/keys/${old.key.id}/rotate`, { kind: 'hmac', ...(overlapHours !== undefined && { overlapHours }) })
    assert.equal(next.status, 200, JSON.stringify(next.body))
    return [old, next.body.value as MadeFromKey]
  }

  it('API, command line and call log say which address still uses the old key, and which has moved', async () => {
    const [old, next] = await rotated('overlapping', 24)
    assert.deepEqual((await usesOf(old.key.id))?.addresses, [], 'what was before the rotation counts no more')
    assert.equal(await call(old, MOVED), 200)
    assert.equal(await call(next, MOVED), 200)
    for (let times = 0; times < 2; times += 1) assert.equal(await call(old, STAYS), 200)
    const uses = await usesOf(old.key.id)
    assert.equal(uses?.successor, next.key.id)
    assert.deepEqual(uses.addresses.map(({ address, calls, refused, endpoint, usesSuccessor }) => [address, calls, refused, endpoint, usesSuccessor]), [[STAYS, 2, 0, 'GET /api/v3/account', false], [MOVED, 1, 0, 'GET /api/v3/account', true]])
    assert.equal(await usesOf(next.key.id), null)

    const shown = await bitting('keys', 'show', old.key.id, '--data', house.server.dataFolder)
    assert.match(shown.stdout, new RegExp(`Still used since it was rotated to ${next.key.id}`))
    assert.match(shown.stdout, new RegExp(`${STAYS}\\s+2\\s+0 .*GET /api/v3/account\\s+not used from there`))
    assert.match(shown.stdout, new RegExp(`${MOVED}\\s+1\\s+0 .*GET /api/v3/account\\s+used from there too`))
    const json = JSON.parse((await bitting('keys', 'show', old.key.id, '--json', '--data', house.server.dataFolder)).stdout) as { stillUsed: StillUsed }
    assert.deepEqual(json.stillUsed, uses)

    assert.match((await bitting('log', '--key', old.key.id, '--data', house.server.dataFolder)).stdout, /overlapping \(old key\) +203\.0\.113\.6 /)
    const { calls } = await house.owner.browser.must<CallPage>('GET', `/api/calls?key=${old.key.id}`)
    assert.deepEqual([...new Set(calls.map(({ successor }) => successor))], [next.key.id])
    const { calls: newer } = await house.owner.browser.must<CallPage>('GET', `/api/calls?key=${next.key.id}`)
    assert.deepEqual([...new Set(newer.map(({ successor }) => successor))], [null])
  })

  it('whoever is refused with the retired key is told too, on a moved calendar as well', async () => {
    await house.owner.browser.must('POST', '/api/calendar', { seconds: 20 * 86_400 })
    const [old, next] = await rotated('handed over')
    assert.equal(await call(next, MOVED), 200)
    assert.equal(await call(old, STAYS), 401)
    const uses = await usesOf(old.key.id)
    assert.deepEqual(uses?.addresses.map(({ address, calls, refused, usesSuccessor }) => [address, calls, refused, usesSuccessor]), [[STAYS, 1, 1, false]])
    const shown = await bitting('keys', 'show', old.key.id, '--data', house.server.dataFolder)
    assert.match(shown.stdout, new RegExp(`${STAYS}\\s+1\\s+1 `))
    await house.owner.browser.must('POST', '/api/calendar', { seconds: null })
  })

  it('a successor that was deleted is none, and nobody is told of keys that are not theirs', async () => {
    const [old, next] = await rotated('given up')
    const trader = await house.joined('tom@example.org', 'trader')
    assert.equal((await trader.send('GET', `/api/keys/${old.key.id}/still-used`)).status, 404)
    assert.equal((await house.owner.change('DELETE', `/api/keys/${next.key.id}`)).status, 200)
    assert.equal(await usesOf(old.key.id), null)
  })
})
