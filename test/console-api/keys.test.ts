import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, it } from 'node:test'
import type { AttentionItem, CreatedKey, EditedKey, KeySummary, MadeFromKey } from '../../src/operations/operator.ts'
import type { KeyDraft } from '../../src/operations/keys/draft.ts'
import { consoleHouse } from './console-house.ts'

const HERE = { mode: 'trusted', entries: ['127.0.0.1'] }
const publicKey = (): string => generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()

describe('keys over the console API', () => {
  const house = consoleHouse()

  const done = <Value>(method: string, path: string, body?: unknown): Promise<Value> => house.owner.changed(method, path, body)

  it('a draft tells what a key would be while it is still being chosen, and makes nothing', async () => {
    const before = await house.owner.browser.must<KeySummary[]>('GET', '/api/keys')
    const wish = { account: 100_001, label: '', kind: 'ed25519', permissions: ['reading', 'withdrawals'], allowList: { mode: 'unrestricted' }, environment: 'live', expiresInDays: 90 }
    const draft = await house.owner.browser.must<KeyDraft>('POST', '/api/keys/draft', wish)
    assert.match(draft.sentence, /^Reads and withdraws, from any address, ends in 90 days\.$/)
    assert.equal(draft.risk.tier, 'move out')
    assert.deepEqual([...new Set(draft.faults.map(({ field }) => field))].sort(), ['allowList', 'label', 'publicKey'])
    const safer = await house.owner.browser.must<KeyDraft>('POST', '/api/keys/draft', { ...wish, label: 'a', kind: 'hmac', permissions: ['reading'], allowList: HERE })
    assert.deepEqual([safer.risk.grade, safer.faults], ['A', []])
    assert.deepEqual((await house.owner.browser.must<KeySummary[]>('GET', '/api/keys')).map(({ id }) => id), before.map(({ id }) => id))
  })

  it('a key is made by factors, shown once, edited, rotated, disabled, enabled, extended and deleted', async () => {
    const wish = { account: 100_001, label: 'console bot', kind: 'hmac', preset: 'grid-bot', allowList: HERE, environment: 'live' }
    const asked = await house.owner.browser.send('POST', '/api/keys', wish)
    assert.equal(asked.status, 428)
    assert.match(asked.body.stepUp?.sentences[0] ?? '', /^Make the key "console bot" for /)
    const created = await done<CreatedKey>('POST', '/api/keys', wish)
    assert.match(created.secretKey ?? '', /^bis1/)
    assert.deepEqual([created.key.preset, created.key.periodDays, created.key.permissions], ['grid-bot', 90, ['reading', 'spotAndMarginTrading']])
    const path = `/api/keys/${created.key.id}`
    assert.equal(JSON.stringify(await house.owner.browser.must('GET', path)).includes(created.secretKey ?? '-'), false, 'it is never shown again')
    const edited = await done<EditedKey>('PATCH', path, { revoke: ['spotAndMarginTrading'], addAddresses: ['198.51.100.7'], guardRails: { symbols: ['BTCUSDT'] } })
    assert.deepEqual([edited.after.permissions, edited.after.allowList, edited.after.guardRails], [['reading'], { mode: 'trusted', entries: ['127.0.0.1', '198.51.100.7'] }, { symbols: ['BTCUSDT'] }])
    assert.deepEqual((await done<EditedKey>('PATCH', path, { guardRails: { symbols: null } })).after.guardRails, {})
    assert.equal((await done<KeySummary>('POST', `${path}/disable`)).state, 'disabled')
    assert.equal((await done<KeySummary>('POST', `${path}/enable`)).state, 'enabled')
    assert.equal((await done<EditedKey>('POST', `${path}/extend`, { days: 200 })).after.expiresAt?.slice(0, 4), new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 4))
    const rotated = await done<MadeFromKey>('POST', `${path}/rotate`, { kind: 'ed25519', publicKey: publicKey() })
    assert.deepEqual([rotated.secretKey, rotated.key.lineage.predecessor, rotated.key.lineage.isAsleep, rotated.former.lineage.successor], [null, created.key.id, true, rotated.key.id])
    const copied = await done<CreatedKey>('POST', `${path}/copy-to-testnet`, { kind: 'hmac' })
    assert.deepEqual([copied.key.environment, copied.key.permissions, copied.key.allowList], ['testnet', ['reading'], edited.after.allowList])
    assert.equal((await done<KeySummary>('DELETE', `${path}?cancelOpenOrders=true`)).state, 'deleted')
    assert.equal((await house.owner.browser.must<KeySummary[]>('GET', '/api/keys')).some(({ id }) => id === created.key.id), false)
    assert.equal((await house.owner.browser.must<KeySummary[]>('GET', '/api/keys?includeDeleted=true&account=100001')).some(({ id }) => id === created.key.id), true)
  })

  it('what is wrong is told with its field and reason before anybody is asked for a code, and nothing is made', async () => {
    const wish = { account: 100_001, label: 'x', kind: 'hmac', allowList: HERE, environment: 'live' }
    const fields = async (body: unknown, method = 'POST', path = '/api/keys'): Promise<unknown> => {
      const answer = await house.owner.browser.send(method, path, body)
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      return answer.body.refused?.fields?.map(({ field }) => field)
    }
    assert.deepEqual(await fields({ ...wish, label: '' }), ['label'])
    assert.deepEqual(await fields({ ...wish, allowList: { mode: 'trusted', entries: ['300.1.1.1'] } }), ['allowList'])
    assert.deepEqual(await fields({ ...wish, permissions: ['everything'] }), ['permissions.0'])
    assert.deepEqual(await fields({ ...wish, preset: 'no such' }), ['preset'])
    assert.deepEqual(await fields({ ...wish, kind: 'rsa', publicKey: generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' }) }), ['publicKey'])
    assert.deepEqual(await fields({ ...wish, kind: 'ed25519', publicKey: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) }), ['publicKey'])
    assert.deepEqual(await fields({ ...wish, holder: 'p_1' }), [''])
    assert.deepEqual(await fields({ label: 7 }, 'PATCH', '/api/keys/k_x'), ['label'])
    const unknown = await house.owner.browser.send('POST', '/api/keys/k_nothing/disable')
    assert.deepEqual([unknown.status, unknown.body.refused?.code], [404, 'unknownSubject'])
  })

  it('a reviewed set closes several keys with one confirmation, and a second tab that changed one of them meanwhile is not run over', async () => {
    const make = (label: string): Promise<CreatedKey> => done('POST', '/api/keys', { account: 100_001, label, kind: 'hmac', allowList: HERE, environment: 'live' })
    const [one, two, three] = [await make('first'), await make('second'), await make('third')]
    const requests = [one, two, three].map(({ key }) => ({ method: 'POST', path: `/api/keys/${key.id}/disable` }))
    const asked = await house.owner.browser.must<{ id: string; requirement: string[][]; sentences: string[] }>('POST', '/api/step-ups', { requests })
    assert.equal(asked.sentences.length, 3)
    await done('PATCH', `/api/keys/${two.key.id}`, { label: 'renamed in another tab' })
    await house.owner.confirm(asked)
    const statuses = []
    for (const { method, path } of requests) statuses.push((await house.owner.browser.send(method, path, undefined, { 'bitting-step-up': asked.id })).status)
    assert.deepEqual(statuses, [200, 409, 200])
    const together = await done<KeySummary[]>('POST', '/api/keys/disable', { keys: [one.key.id, two.key.id] })
    assert.deepEqual(together.map(({ state }) => state), ['disabled', 'disabled'])
  })

  it('presets, endpoints and attention are told', async () => {
    const presets = await house.owner.browser.must<{ name: string }[]>('GET', '/api/presets?account=100001')
    assert.ok(presets.some(({ name }) => name === 'market-maker'))
    const all = await house.owner.browser.must<{ path: string; permission: string }[]>('GET', '/api/endpoints')
    const read = await house.owner.browser.must<{ path: string; permission: string }[]>('GET', '/api/endpoints?rights=reading')
    assert.ok(all.length > read.length)
    assert.deepEqual([...new Set(read.map((row) => row.permission))].sort(), ['anyKey', 'none', 'reading'])
    const attention = await house.owner.browser.must<AttentionItem[]>('GET', '/api/keys/attention')
    assert.ok(attention.some(({ about }) => about === 'risk'))
  })
})
