import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { Operator } from '../operations/operator.ts'
import { done, refused } from '../operations/outcome.ts'
import { type ControlSocket, openControlSocket } from '../server/control-socket.ts'
import { findRunningServer } from './remote-operator.ts'
import { actor, summary } from './stage.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'bitting-control-'))

/** As long as a data folder's path may well be, and too long for a socket. */
const deepFolder = (): string => {
  const deep = join(folder(), 'd'.repeat(60), 'd'.repeat(60))
  mkdirSync(deep, { recursive: true })
  return deep
}

const serving = async (dataFolder: string, acts: Partial<Operator>, use: (socket: ControlSocket, operator: Operator) => Promise<void>): Promise<unknown[]> => {
  const faults: unknown[] = []
  const socket = await openControlSocket(dataFolder, actor(acts), (error) => void faults.push(error))
  try {
    const found = await findRunningServer(dataFolder)
    assert.ok(found.ok && found.value)
    await use(socket, found.value.operator)
  } finally {
    await socket.close()
  }
  return faults
}

const post = (address: string, path: string, body: string, method = 'POST'): Promise<{ status: number; body: string }> => new Promise((resolve, reject) => {
  const call = request({ socketPath: address, method, path, agent: false }, (response) => {
    let text = ''
    response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
  })
  call.on('error', reject).end(body)
})

for (const [name, makeFolder] of [['a data folder', folder], ['a data folder whose path is too long for a socket', deepFolder]] as const) {
  test(`every act goes through the socket of ${name} and comes back as it was`, async () => {
    const dataFolder = makeFolder()
    const heard: unknown[] = []
    const nobody = { as: null, stepUp: null }
    const says = <Value>(value: Value) => async (...list: unknown[]) => { heard.push(list); return done(value) }
    const created = { key: summary({ label: 'ключ 🔑' }), secretKey: 'bis1', remarks: [] }
    const edited = { before: summary(), after: summary(), remarks: [] }
    const wish = { label: 'ключ 🔑', kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: ['::1'] }, environment: 'live', expiresInDays: 3 } as const
    const stepUp = { id: 'u_1', email: 'e', sentences: ['Make it.'], told: [null], requirement: [['mailCode'], ['totp']], given: [], expiresAt: '' } as const
    const auditReport = { rows: 1, head: 'h', firstBadRow: null, checkpoints: 0, newestCheckpoint: null, fault: null }
    const explanation = { requestId: 'r', at: '', request: '', address: '', answer: '', status: 0, code: null, what: '', remedy: '', steps: [], signedPayload: null, keyId: null, refusal: null, venue: null }
    await serving(dataFolder, {
      keysCreate: says(created), keysList: says([]), keysShow: says(summary()), keysStillUsed: says(null), keysEdit: says(edited), keysDisable: says(summary()), keysEnable: says(summary()), keysDelete: says({ ...summary(), cancelledOrders: null }), keysReview: says(stepUp), stepUpShow: says(stepUp), stepUpAnswer: says(stepUp), stepUpSendCode: says(null), presetsList: says([]),
      accountsList: says([]), explain: says(explanation), explainLast: says(explanation), sealingKeyRotate: says({ version: 2, resealed: 3 }), backup: says({ file: '/f', bytes: 1 }), auditVerify: says(auditReport), auditList: says([]), auditExport: says({ file: '/f', rows: 3 }),
      outboxList: says([]), demoCode: says({ email: 'e', code: '123456', secondsLeft: 9, isUsed: false, fresh: '123456' }),
    }, async ({ address }, operator) => {
      assert.equal(lstatSync(address).mode & 0o777, 0o600)
      if (dirname(address) !== dataFolder) assert.equal(lstatSync(dirname(address)).mode & 0o777, 0o700)
      assert.deepEqual(await operator.keysCreate(wish, { as: 'e', stepUp: 'u_1' }), done(created))
      assert.deepEqual(await operator.keysList({ account: 7 }), done([]))
      assert.deepEqual(await operator.keysShow('a'), done(summary()))
      assert.deepEqual(await operator.keysEdit('a', { expiresInDays: null, grant: ['futures'] }), done(edited))
      assert.deepEqual(await operator.keysDisable('a'), done(summary()))
      assert.deepEqual(await operator.keysEnable('a'), done(summary()))
      assert.deepEqual(await operator.keysDelete('a', true), done({ ...summary(), cancelledOrders: null }))
      assert.deepEqual(await operator.keysReview([{ act: 'create', wish }, { act: 'edit', wish: { key: 'k', change: {} } }, { act: 'enable', wish: { key: 'k' } }], 'e'), done(stepUp))
      assert.deepEqual(await operator.stepUpShow('u_1'), done(stepUp))
      assert.deepEqual(await operator.stepUpAnswer('u_1', { factor: 'totp', code: '1' }), done(stepUp))
      assert.deepEqual(await operator.stepUpSendCode('u_1'), done(null))
      assert.deepEqual(await operator.presetsList(null), done([]))
      assert.deepEqual(await operator.accountsList(), done([]))
      assert.deepEqual(await operator.explain('r'), done(explanation))
      assert.deepEqual(await operator.explainLast('a'), done(explanation))
      assert.deepEqual(await operator.sealingKeyRotate(), done({ version: 2, resealed: 3 }))
      assert.deepEqual(await operator.backup('/f'), done({ file: '/f', bytes: 1 }))
      assert.deepEqual(await operator.auditVerify(), done(auditReport))
      assert.deepEqual(await operator.auditList({ act: 'key.', limit: 3 }), done([]))
      assert.deepEqual(await operator.auditExport('/f'), done({ file: '/f', rows: 3 }))
    })
    assert.deepEqual(heard, [[wish, { as: 'e', stepUp: 'u_1' }], [{ account: 7 }], ['a'], ['a', { expiresInDays: null, grant: ['futures'] }, nobody], ['a'], ['a', nobody], ['a', true], [[{ act: 'create', wish }, { act: 'edit', wish: { key: 'k', change: {} } }, { act: 'enable', wish: { key: 'k' } }], 'e'], ['u_1'], ['u_1', { factor: 'totp', code: '1' }], ['u_1'], [null], [], ['r'], ['a'], [], ['/f'], [], [{ act: 'key.', limit: 3 }], ['/f']])
  })
}

test('a refusal travels whole, and a fault of the server is told without stopping it', async () => {
  const faults = await serving(folder(), { keysShow: async () => refused('keyUnknown', 'No key.', 'List them.'), accountsList: async () => { throw new Error('boom') } }, async (_, operator) => {
    assert.deepEqual(await operator.keysShow('x'), refused('keyUnknown', 'No key.', 'List them.'))
    const failed = await operator.accountsList()
    assert.ok(!failed.ok && failed.refused.message.includes('boom'))
    assert.equal((await operator.keysShow('x')).ok, false)
  })
  assert.deepEqual(faults.map(String), ['Error: boom'])
})

test('what is not an act with its arguments is refused before anything is done', async () => {
  let calls = 0
  await serving(folder(), { keysShow: async () => { calls += 1; return done(summary()) }, keysCreate: async () => { calls += 1; return refused('x', 'x', 'x') } }, async ({ address }) => {
    const wish = { label: 'x', kind: 'hmac', permissions: [], allowList: { mode: 'unrestricted' }, environment: 'live' }
    const cases: readonly (readonly [string, string, number, string?])[] = [
      ['/keys-show', '["x"]', 404, 'GET'], ['/keysShow', '["x"]', 404], ['/constructor', '[]', 404], ['/', '[]', 404],
      ['/keys-show', '', 400], ['/keys-show', '{}', 400], ['/keys-show', '[]', 400], ['/keys-show', '[1]', 400], ['/keys-show', '["x","y"]', 400], ['/keys-show', '["x"', 400],
      ['/keys-show', JSON.stringify(['x'.repeat(2_000_000)]), 400],
      ...[{ environment: 'prod' }, { kind: 'dsa' }, { permissions: ['root'] }, { allowList: { mode: 'everyone' } }, { allowList: { mode: 'trusted' } }, { expiresInDays: '3' }, { more: 1 }, { label: null }]
        .map((part): readonly [string, string, number] => ['/keys-create', JSON.stringify([{ ...wish, ...part }, { as: null, stepUp: null }]), 400]),
      ['/keys-create', JSON.stringify([wish, { as: 7, stepUp: null }]), 400], ['/keys-create', JSON.stringify([wish]), 400], ['/step-up-answer', '["u_1",{"factor":"passkey","code":"1"}]', 400], ['/keys-review', '[[{"act":"withdraw","wish":{}}],null]', 400],
    ]
    for (const [path, body, status, method] of cases) assert.equal((await post(address, path, body, method)).status, status, `${path} ${body.slice(0, 100)}`)
  })
  assert.equal(calls, 0)
})

test('a socket that a killed server left is taken over, and counts as no server before', async () => {
  const dataFolder = folder()
  assert.deepEqual(await findRunningServer(join(dataFolder, 'nowhere')), done(undefined))
  spawnSync(process.execPath, ['-e', `require('net').createServer().listen(${JSON.stringify(join(dataFolder, 'control.sock'))}, () => process.kill(process.pid, 'SIGKILL'))`])
  assert.ok(existsSync(join(dataFolder, 'control.sock')))
  assert.deepEqual(await findRunningServer(dataFolder), done(undefined))
  await serving(dataFolder, { keysShow: async () => done(summary()) }, async (_, operator) => assert.equal((await operator.keysShow('x')).ok, true))
  assert.ok(!existsSync(join(dataFolder, 'control.sock')))
})

test('a folder for the socket that somebody else could have made is not used', async () => {
  const dataFolder = deepFolder()
  const first = await openControlSocket(dataFolder, actor({}), () => {})
  const noted = readFileSync(join(dataFolder, 'control.path'), 'utf8')
  assert.equal(noted, first.address)
  await first.close()
  const place = dirname(first.address)
  assert.ok(!existsSync(place))
  symlinkSync(folder(), place)
  await assert.rejects(openControlSocket(dataFolder, actor({}), () => {}), /is not ours/)
})
