import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { type AuditRow, GENESIS, nextRow } from './chain.ts'
import { keyIdOf, signCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import type { AuditEntry } from './entry.ts'
import { exportLines, readPublicKeys, verifyExport } from './export-lines.ts'
import { verifyRecord } from './verify-record.ts'

const pair = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()

const entry = (n: number, change: Partial<AuditEntry> = {}): AuditEntry => ({ timeUs: n, actor: 'person:p_1', source: '203.0.113.9', act: 'key.edit', subject: `k_${n}`, before: { label: 'a' }, after: { label: 'b' }, ...change })

const chainOf = (count: number, change: (n: number) => Partial<AuditEntry> = () => ({})): AuditRow[] => {
  const rows: AuditRow[] = []
  for (let n = 1; n <= count; n += 1) rows.push(nextRow(rows.at(-1) ?? GENESIS, entry(n, change(n))))
  return rows
}

const NO_JOURNAL = { sequence: 0, recordHash: '', snapshot: null }
const checkpointAt = (rows: readonly AuditRow[], sequence: number, key = pair): SignedCheckpoint =>
  signCheckpoint({ timeUs: 1_790_000_000_000_000 + sequence, chain: { sequence, hash: rows[sequence - 1]?.hash ?? '' }, journals: { live: NO_JOURNAL, testnet: NO_JOURNAL }, keyId: keyIdOf(key.publicKey) }, key.privateKey)

const rows = chainOf(20)
const checkpoints = [checkpointAt(rows, 5), checkpointAt(rows, 12), checkpointAt(rows, 20)]
const lookedAt = (given: readonly AuditRow[], with_: readonly SignedCheckpoint[] = checkpoints) => {
  const { firstBadRow, fault } = verifyRecord({ rows: given, checkpoints: with_, publicKeys: [pair.publicKey] })
  return [firstBadRow, fault] as const
}

test('a record that is whole says so, with its newest checkpoint', () => {
  assert.deepEqual(verifyRecord({ rows, checkpoints, publicKeys: [pair.publicKey] }), { rows: 20, head: rows[19]?.hash, firstBadRow: null, checkpoints: 3, newestCheckpoint: { sequence: 20, timeUs: 1_790_000_000_000_020 }, fault: null })
  assert.deepEqual(lookedAt([...rows, nextRow(rows[19] ?? GENESIS, entry(21))]), [null, null])
})

test('tampering of every kind is found, and the first bad row named', () => {
  const edited = (at: number): AuditRow[] => rows.map((row) => (row.sequence === at ? { ...row, entry: { ...row.entry, actor: 'nobody' } } : row))
  const remade = (from: number): AuditRow[] => chainOf(20, (n) => (n === from ? { actor: 'nobody' } : {}))
  const table: readonly (readonly [string, readonly AuditRow[], number, RegExp])[] = [
    ['one row edited', edited(8), 8, /Row 8 does not follow/],
    ['one row taken out', rows.toSpliced(7, 1), 8, /Row 8/],
    ['one row twice', rows.toSpliced(7, 0, ...rows.slice(7, 8)), 9, /Row 9/],
    ['two rows swapped', rows.toSpliced(7, 2, ...rows.slice(7, 9).reverse()), 8, /Row 8/],
    ['all made anew from the third on', remade(3), 1, /Rows 1 to 5 fit each other/],
    ['all made anew from the ninth on', remade(9), 6, /Rows 6 to 12 fit each other/],
    ['all made anew behind the last but one checkpoint', remade(15), 13, /Rows 13 to 20/],
    ['cut off at the end', rows.slice(0, 17), 18, /Rows 18 to 20 are missing/],
    ['all taken out', [], 1, /Rows 1 to 20 are missing/],
  ]
  for (const [what, given, firstBadRow, fault] of table) {
    const [row, text] = lookedAt(given)
    assert.equal(row, firstBadRow, what)
    assert.match(text ?? '', fault, what)
  }
})

test('a checkpoint that was changed, or signed by somebody else, is told', () => {
  const [first, second, third] = checkpoints
  assert.ok(first && second && third)
  const changed = { ...second, body: second.body.replace('"sequence":12', '"sequence":13') }
  assert.match(lookedAt(rows, [first, changed, third])[1] ?? '', /was changed/)
  assert.match(lookedAt(rows, [first, { ...second, signature: first.signature }, third])[1] ?? '', /was changed/)
  assert.match(lookedAt(rows, [checkpointAt(rows, 5, stranger)])[1] ?? '', /not among those given/)
  assert.match(lookedAt(rows, [{ body: '{}', signature: '' }])[1] ?? '', /cannot be read/)
  // Signed by a stranger in our key's name.
  const posing = signCheckpoint({ timeUs: 1, chain: { sequence: 5, hash: 'x' }, journals: { live: NO_JOURNAL, testnet: NO_JOURNAL }, keyId: keyIdOf(pair.publicKey) }, stranger.privateKey)
  assert.match(lookedAt(rows, [posing])[1] ?? '', /was changed/)
})

test('what a checkpoint says of the journals is looked at where they are at hand', () => {
  const verified = verifyRecord({ rows, checkpoints, publicKeys: [pair.publicKey], checkJournals: ({ chain }) => (chain.sequence === 12 ? 'The live journal is another.' : null) })
  assert.deepEqual([verified.firstBadRow, verified.fault], [null, 'The live journal is another.'])
})

test('an exported file is checked by itself with the public key, and every changed line in it is found', () => {
  const lines = [...exportLines(rows, checkpoints, pem)]
  assert.equal(lines.length, 24)
  const verify = (given: readonly string[], keys = readPublicKeys(pem)) => {
    const read = verifyExport(given, keys)
    return read.ok ? read.verification.firstBadRow ?? (read.verification.fault === null ? 'whole' : 'checkpoint') : 'unreadable'
  }
  assert.equal(verify(lines), 'whole')
  assert.equal(verify([...lines, '']), 'whole')
  assert.equal(verify(lines.toSpliced(3, 1)), 3)
  assert.equal(verify(lines.map((line) => line.replace('"k_7"', '"k_8"'))), 7)
  assert.equal(verify(lines.slice(0, 21)), 'whole', 'rows behind the last checkpoint of the file cannot be missed')
  assert.equal(verify(lines.toSpliced(22, 1)), 20)
  assert.equal(verify(lines, [createPublicKey(stranger.publicKey.export({ type: 'spki', format: 'pem' }))]), 'checkpoint')
  assert.equal(verify(lines.with(4, '{"sequence":"x"}')), 4)
  assert.equal(verify(lines.with(4, 'rubbish')), 'unreadable')
  assert.equal(verify(lines.slice(1)), 'unreadable')
})
