import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { NOW_US, inTemporaryFolder } from './samples.ts'
import { StoredSealing } from './sealing-keys.ts'
import { openStore } from './store.ts'

let made = 0
const randomBytes = (length: number): Uint8Array => new Uint8Array(length).fill(made++)

const withFolder = (use: (folder: string, open: (environment?: Record<string, string>) => Promise<StoredSealing>) => Promise<void>): Promise<void> =>
  inTemporaryFolder(async (folder) => {
    const store = await openStore({ folder, nowUs: NOW_US })
    try {
      await use(folder, (environment = {}) => StoredSealing.open({ folder, environment, randomBytes, sentinel: store.sentinel }))
    } finally {
      await store.close()
    }
  })

const KEY_ID = 'k_1'
const SECRET = new Uint8Array([1, 2, 3])

describe('the sealing key', () => {
  it('is made once, for its owner alone, and opens later what it sealed', () => withFolder(async (folder, open) => {
    const sealed = (await open()).sealer.seal(SECRET, KEY_ID)
    assert.equal(statSync(join(folder, 'sealing.key')).mode & 0o777, 0o600)
    assert.match(readFileSync(join(folder, 'sealing.key'), 'utf8'), /^1:[A-Za-z0-9+/]{43}=\n$/)
    assert.equal((await open()).sealer.open(sealed, KEY_ID).ok, true)
  }))

  it('that is gone is not made anew for a store that is sealed', () => withFolder(async (folder, open) => {
    await open()
    rmSync(join(folder, 'sealing.key'))
    await assert.rejects(open(), { fault: 'sealing key', message: /sealing\.key is missing/ })
    assert.equal(existsSync(join(folder, 'sealing.key')), false)
  }))

  it('that is another one is refused, from a file and from the environment', () => withFolder(async (folder, open) => {
    await open()
    const other = `1:${Buffer.alloc(32, 200).toString('base64')}`
    await assert.rejects(open({ BITTING_SEALING_KEY: other }), { fault: 'sealing key' })
    writeFileSync(join(folder, 'elsewhere.key'), other, { mode: 0o600 })
    await assert.rejects(open({ BITTING_SEALING_KEY_FILE: join(folder, 'elsewhere.key') }), { fault: 'sealing key' })
    await open()
  }))

  it('that others can read is refused, and the text says how to close it', () => withFolder(async (folder, open) => {
    await open()
    chmodSync(join(folder, 'sealing.key'), 0o640)
    await assert.rejects(open(), { fault: 'sealing key', message: /mode 640.*chmod 600/ })
  }))

  it('that is malformed is refused without being told', () => withFolder(async (_folder, open) => {
    for (const text of ['1:short', 'c2VjcmV0', `${'a'.repeat(44)}`]) {
      await assert.rejects(open({ BITTING_SEALING_KEY: text }), (error: Error) => error.name === 'StoreError' && !error.message.includes(text))
    }
    await assert.rejects(open({ BITTING_SEALING_KEY: ' ' }), { fault: 'sealing key' })
  }))

  it('rotates so that the store opens wherever it is cut short', () => withFolder(async (_folder, open) => {
    const before = await open()
    const sealedBefore = before.sealer.seal(SECRET, KEY_ID)
    const added = await before.add()
    assert.ok(added.ok)
    // Cut short before anything was sealed anew, or with a part of it: both keys are at hand.
    const sealedAfter = added.value.seal(SECRET, KEY_ID)
    const between = await open()
    assert.deepEqual([sealedBefore, sealedAfter].map((sealed) => between.sealer.open(sealed, KEY_ID).ok), [true, true])
    const after = await open()
    assert.equal(after.sealer.currentVersion, 2)
    assert.equal(before.sealer.currentVersion, 2, 'whoever asks for it hears of it at once')
    assert.equal(after.sealer.open(sealedAfter, KEY_ID).ok, true)
  }))
})
