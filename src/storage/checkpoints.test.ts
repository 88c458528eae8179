import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { readPublicKeys, verifyExport } from '../audit/export-lines.ts'
import { AUDIT_KEY_FILE, AUDIT_PUBLIC_FILE, AuditSigningKey } from './audit-signing-key.ts'
import { verifyCopy } from './audit-store.ts'
import { inTemporaryFolder, NOW_US, sampleAccount, sampleEntry, sampleRecord } from './samples.ts'
import { MAIN_FILE, openStore } from './store.ts'

const makeKey = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const openKey = (folder: string, environment: Readonly<Record<string, string>> = {}): AuditSigningKey => AuditSigningKey.open({ folder, environment, makeKey })

/** A store with ten rows, checkpointed at the fourth and the last, and closed. */
const madeIn = async (folder: string): Promise<AuditSigningKey> => {
  const store = await openStore({ folder, nowUs: NOW_US })
  const key = openKey(folder)
  for (let n = 1; n <= 10; n += 1) {
    await store.accounts.save(sampleAccount(n), sampleEntry('account.open', `${n}`))
    store.journal('live').append(sampleRecord(n))
    await store.journal('live').settled()
    if (n === 4) assert.equal(await store.checkpoints.make(key, NOW_US), true)
  }
  assert.equal(await store.checkpoints.make(key, NOW_US + 1), true)
  assert.equal(await store.checkpoints.make(key, NOW_US + 2), false, 'nothing new to attest')
  await store.close()
  return key
}

test('checkpoints attest a store; tampering with rows, checkpoints or the journal in its file is found, by a copy and the public key alone', () => inTemporaryFolder(async (folder) => {
  const { publicKeys } = await madeIn(folder)
  const main = join(folder, MAIN_FILE)
  const tampered = async (...statements: readonly string[]) => {
    const copy = join(folder, 'copy.db')
    copyFileSync(main, copy)
    const database = new DatabaseSync(copy)
    for (const statement of statements) assert.ok(Number(database.prepare(statement).run().changes) > 0, statement)
    database.close()
    const { firstBadRow, fault } = await verifyCopy(copy, publicKeys)
    for (const file of [copy, `${copy}-wal`, `${copy}-shm`]) rmSync(file, { force: true })
    return [firstBadRow, fault] as const
  }
  assert.deepEqual(await verifyCopy(main, publicKeys).then(({ rows, firstBadRow, checkpoints, newestCheckpoint, fault }) => ({ rows, firstBadRow, checkpoints, newestCheckpoint, fault })),
    { rows: 10, firstBadRow: null, checkpoints: 2, newestCheckpoint: { sequence: 10, timeUs: NOW_US + 1 }, fault: null })
  assert.equal((await tampered("update audit set actor = 'nobody' where sequence = 6"))[0], 6)
  assert.equal((await tampered('delete from audit where sequence = 1'))[0], 1)
  const [cut, text] = await tampered('delete from audit where sequence > 8')
  assert.equal(cut, 9)
  assert.match(text ?? '', /Rows 9 to 10 are missing/)
  assert.match((await tampered('update audit_checkpoints set body = replace(body, \'"timeUs":1\', \'"timeUs":2\') where sequence = 10'))[1] ?? '', /was changed/)
  assert.match((await tampered("update journal_live set command = '{}' where sequence = 10"))[1] ?? '', /Record 10 of the live journal/)
  assert.match((await verifyCopy(main, openKey(folder, { BITTING_AUDIT_KEY: makeKey() }).publicKey.export({ type: 'spki', format: 'pem' }).toString())).fault ?? '', /not among those given/)
}))

test('an export is JSON lines in a file of its owner alone, checks itself, and is never written over another', () => inTemporaryFolder(async (folder) => {
  const { publicKeys } = await madeIn(folder)
  const store = await openStore({ folder, nowUs: NOW_US })
  try {
    store.audit.publicKeys = publicKeys
    const file = join(folder, 'record.jsonl')
    assert.deepEqual(await store.audit.export(file), { rows: 10 })
    assert.equal(statSync(file).mode & 0o777, 0o600)
    await assert.rejects(store.audit.export(file), /EEXIST/)
    const read = verifyExport(readFileSync(file, 'utf8').split('\n'), readPublicKeys(readFileSync(join(folder, AUDIT_PUBLIC_FILE), 'utf8')))
    assert.ok(read.ok)
    assert.deepEqual([read.verification.rows, read.verification.checkpoints, read.verification.fault], [10, 2, null])
  } finally {
    await store.close()
  }
}))

test('the signing key lies beside the store, private, or comes from the environment; another one does not make the former useless', () => inTemporaryFolder((folder) => {
  const first = openKey(folder)
  assert.equal(first.isNew, true)
  assert.equal(statSync(join(folder, AUDIT_KEY_FILE)).mode & 0o777, 0o600)
  const again = openKey(folder)
  assert.deepEqual([again.isNew, again.keyId], [false, first.keyId])
  const pem = makeKey()
  const given = openKey(folder, { BITTING_AUDIT_KEY: pem })
  assert.notEqual(given.keyId, first.keyId)
  assert.equal(readPublicKeys(given.publicKeys).length, 2)
  const elsewhere = join(folder, 'elsewhere.key')
  writeFileSync(elsewhere, pem, { mode: 0o600 })
  assert.equal(openKey(folder, { BITTING_AUDIT_KEY_FILE: elsewhere }).keyId, given.keyId)
  writeFileSync(join(folder, 'open.key'), pem, { mode: 0o644 })
  assert.throws(() => openKey(folder, { BITTING_AUDIT_KEY_FILE: join(folder, 'open.key') }), /read by others/)
  assert.throws(() => openKey(folder, { BITTING_AUDIT_KEY: 'rubbish' }), /no Ed25519 private key/)
  assert.ok(existsSync(join(folder, AUDIT_PUBLIC_FILE)))
}))

test('the record is found by act, actor, subject and time, newest first, page after page', () => inTemporaryFolder(async (folder) => {
  const store = await openStore({ folder, nowUs: NOW_US })
  try {
    const rows: readonly (readonly [string, string, string])[] = [['key.create', 'k_1', 'person:p_1'], ['key.edit', 'k_1', 'person:p_2'], ['key.edit', 'k_2', 'person:p_1'], ['keyring.edit', 'r', 'person:p_1'], ['account.open', '1', 'system']]
    for (const [index, [act, subject, actor]] of rows.entries()) await store.audit.record({ ...sampleEntry(act, subject), actor, timeUs: NOW_US + index })
    const found = (filter: Parameters<typeof store.audit.find>[0], limit = 10): string => store.audit.find(filter, limit).map(({ sequence }) => sequence).join(' ')
    assert.equal(found({}), '5 4 3 2 1')
    assert.equal(found({ act: 'key.' }), '3 2 1')
    assert.equal(found({ act: 'key.edit' }), '3 2')
    assert.equal(found({ subject: 'k_1' }), '2 1')
    assert.equal(found({ actor: 'person:p_1', act: 'key.' }), '3 1')
    assert.equal(found({ sinceUs: NOW_US + 1, untilUs: NOW_US + 3 }), '4 3 2')
    assert.equal(found({}, 2), '5 4')
    assert.equal(found({ before: 4 }, 2), '3 2')
  } finally {
    await store.close()
  }
}))
