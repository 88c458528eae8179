import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { NOW_US, inTemporaryFolder, sampleEntry, sampleKey, sampleRecord } from '../samples.ts'
import { openStore } from '../store.ts'
import type { Store } from '../store.ts'
import { restoreBackup } from './backup.ts'

const open = (folder: string): Promise<Store> => openStore({ folder, nowUs: NOW_US })

const withBackup = (use: (parts: { backup: string; folder: string; store: Store }) => Promise<void>): Promise<void> =>
  inTemporaryFolder(async (parent) => {
    const store = await open(join(parent, 'data'))
    try {
      await store.keys.insert(sampleKey(1), sampleEntry('key.create'))
      const backup = join(parent, 'store.backup')
      await store.backup(backup)
      await use({ backup, folder: join(parent, 'restored'), store })
    } finally {
      await store.close()
    }
  })

describe('a backup', () => {
  it('taken under load is one moment of the store, and restores to it', { timeout: 60_000 }, () => inTemporaryFolder(async (parent) => {
    const store = await open(join(parent, 'data'))
    const journal = store.journal('live')
    let sequence = 0
    let isDone = false
    const load = (async () => {
      while (!isDone) {
        for (let n = 0; n < 20; n++) journal.append(sampleRecord(++sequence))
        await Promise.all([journal.settled(), store.keys.insert(sampleKey(sequence), sampleEntry('key.create', `k_${sequence}`))])
      }
    })()
    while (sequence < 20_000) await new Promise((resolve) => setTimeout(resolve, 5))
    const durableBefore = [...journal.recordsAfter(0)].length
    const { bytes, notice } = await store.backup(join(parent, 'store.backup'))
    isDone = true
    await load
    assert.equal(bytes, statSync(join(parent, 'store.backup')).size)
    assert.match(notice, /sealing key is not in it/)
    assert.equal(statSync(join(parent, 'store.backup')).mode & 0o777, 0o600)

    restoreBackup(join(parent, 'store.backup'), join(parent, 'restored'), NOW_US)
    const restored = await open(join(parent, 'restored'))
    const records = [...restored.journal('live').recordsAfter(0)]
    assert.ok(records.length >= durableBefore && records.length <= sequence)
    assert.deepEqual(records, [...journal.recordsAfter(0)].slice(0, records.length))
    // Records, keys and audit rows of one commit came together.
    const keys = [...restored.keys.all()]
    assert.equal(keys.length, records.length / 20)
    assert.deepEqual(restored.audit.head(), [...store.audit.rowsAfter(keys.length - 1)].map(({ sequence: at, hash }) => ({ sequence: at, hash }))[0])
    await Promise.all([store.close(), restored.close()])
  }))

  it('never overwrites a file', () => withBackup(async ({ backup, store }) => {
    const before = readFileSync(backup)
    await assert.rejects(store.backup(backup), { fault: 'exists already', message: /never overwrites/ })
    assert.ok(readFileSync(backup).equals(before))
  }))

  it('that cannot be written says so, and the store goes on', () => withBackup(async ({ backup, store }) => {
    await assert.rejects(store.backup(join(backup, 'inside-a-file')), { name: 'StoreError' })
    await store.keys.insert(sampleKey(2), sampleEntry('key.create'))
  }))
})

describe('a restore', () => {
  it('gives the same store, private, ready to go on', () => withBackup(async ({ backup, folder, store }) => {
    restoreBackup(backup, folder, NOW_US)
    assert.equal(statSync(join(folder, 'bitting.db')).mode & 0o777, 0o600)
    const restored = await open(folder)
    assert.deepEqual([...restored.keys.all()], [...store.keys.all()])
    assert.deepEqual(await restored.audit.verify(), await store.audit.verify())
    await restored.keys.insert(sampleKey(2), sampleEntry('key.create'))
    await restored.close()
  }))

  it('refuses where a store is, and leaves it as it is', () => withBackup(async ({ backup, folder }) => {
    await (await open(folder)).close()
    const before = readFileSync(join(folder, 'bitting.db'))
    assert.throws(() => restoreBackup(backup, folder, NOW_US), { fault: 'exists already' })
    assert.ok(readFileSync(join(folder, 'bitting.db')).equals(before))
  }))

  it('refuses where a running process has the folder', () => withBackup(async ({ backup, folder }) => {
    const running = await open(folder)
    assert.throws(() => restoreBackup(backup, folder, NOW_US), { fault: 'held by another process' })
    await running.close()
  }))

  it('refuses a backup that is damaged, foreign or not there, and leaves nothing behind', () => withBackup(async ({ backup, folder }) => {
    const bytes = readFileSync(backup)
    bytes.fill(0x5a, 4096, 4096 * 8)
    writeFileSync(backup, bytes)
    assert.throws(() => restoreBackup(backup, folder, NOW_US), { fault: 'damaged', message: /store\.backup/ })
    writeFileSync(backup, 'a letter')
    assert.throws(() => restoreBackup(backup, folder, NOW_US), { fault: 'damaged', message: /store\.backup/ })
    assert.throws(() => restoreBackup(`${backup}.missing`, folder, NOW_US), { fault: 'not found' })
    assert.equal(existsSync(join(folder, 'bitting.db')), false)
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('bitting')), [])
  }))
})
