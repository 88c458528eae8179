import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalJson, encodeEntry } from './canonical.ts'
import { GENESIS, nextRow, verifyChain } from './chain.ts'
import type { AuditRow } from './chain.ts'
import type { AuditEntry } from './entry.ts'

const entry = (n: number, change: Partial<AuditEntry> = {}): AuditEntry =>
  ({ timeUs: n, actor: 'operator:local', source: 'local', act: 'key.edit', subject: `k_${n}`, before: { label: 'a' }, after: { label: 'b' }, ...change })

const chainOf = (count: number): AuditRow[] => {
  const rows: AuditRow[] = []
  for (let n = 1; n <= count; n++) rows.push(nextRow(rows.at(-1) ?? GENESIS, entry(n)))
  return rows
}

describe('the canonical encoding', () => {
  it('is these bytes', () => {
    const encoding = '{"act":"key.edit","actor":"operator:local","after":{"a":[true,null],"z":1},"before":null,"source":"local","subject":"k_é","timeUs":5}'
    assert.equal(encodeEntry(entry(5, { subject: 'k_é', before: null, after: { z: 1, a: [true, null] } })), encoding)
  })

  it('does not depend on the order in which names were written', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      assert.equal(canonicalJson(turned), canonicalJson(value))
      assert.deepEqual(JSON.parse(canonicalJson(value)), { ...value })
    }), { numRuns: 200 })
  })

  it('refuses what looks like a secret, and numbers that JSON cannot hold', () => {
    assert.throws(() => encodeEntry(entry(1, { after: { secret: `bis1${'x'.repeat(60)}` } })), /secret/)
    assert.throws(() => encodeEntry(entry(1, { after: '-----BEGIN PRIVATE KEY-----' })), /secret/)
    assert.throws(() => canonicalJson({ n: Number.NaN }), /NaN/)
  })
})

describe('the chain', () => {
  it('hashes the hash before and the encoding', () => {
    const [first, second] = chainOf(2)
    assert.ok(first && second)
    assert.equal(first.hash, createHash('sha256').update(Buffer.alloc(32)).update(encodeEntry(entry(1))).digest('hex'))
    assert.equal(second.hash, createHash('sha256').update(Buffer.from(first.hash, 'hex')).update(encodeEntry(entry(2))).digest('hex'))
  })

  it('that is whole says so, and gives its head', () => {
    const rows = chainOf(20)
    assert.deepEqual(verifyChain(rows), { rows: 20, head: rows[19]?.hash, firstBadRow: null })
    assert.deepEqual(verifyChain([]), { rows: 0, head: GENESIS.hash, firstBadRow: null })
  })

  it('names the first row that was changed, taken out, put in or moved', () => {
    const rows = chainOf(20)
    const changed = (change: Partial<AuditEntry>): AuditRow[] => rows.map((row) => (row.sequence === 8 ? { ...row, entry: { ...row.entry, ...change } } : row))
    for (const change of [{ timeUs: 9 }, { actor: 'x' }, { source: 'x' }, { act: 'x' }, { subject: 'x' }, { before: null }, { after: { label: 'B' } }]) {
      assert.equal(verifyChain(changed(change)).firstBadRow, 8, JSON.stringify(change))
    }
    assert.equal(verifyChain(rows.toSpliced(7, 1)).firstBadRow, 8)
    assert.equal(verifyChain(rows.toSpliced(7, 0, ...rows.slice(7, 8))).firstBadRow, 9)
    assert.equal(verifyChain(rows.toSpliced(7, 2, ...rows.slice(7, 9).reverse())).firstBadRow, 8)
    assert.equal(verifyChain(rows.map((row) => (row.sequence === 8 ? { ...row, hash: '0'.repeat(64) } : row))).firstBadRow, 8)
  })

  it('that was made anew from a changed row on has another head', () => {
    const rows = chainOf(5)
    const forged: AuditRow[] = []
    for (const row of rows) forged.push(nextRow(forged.at(-1) ?? GENESIS, row.sequence === 3 ? entry(3, { actor: 'nobody' }) : row.entry))
    assert.equal(verifyChain(forged).firstBadRow, null)
    assert.notEqual(verifyChain(forged).head, verifyChain(rows).head)
  })
})
