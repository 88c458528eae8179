import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reportKeysOf } from './open-leak-reports.ts'

const clock = { nowUs: () => 0 }

test('reports are heard only where somebody asked for it, and a wrong wish ends the start with words', () => {
  assert.equal(reportKeysOf({}, clock), null)
  assert.equal(reportKeysOf({ BITTING_GITHUB_KEYS_FILE: '', BITTING_GITHUB_LEAKS: '' }, clock), null)
  assert.ok(reportKeysOf({ BITTING_GITHUB_LEAKS: 'yes' }, clock))
  assert.throws(() => reportKeysOf({ BITTING_GITHUB_LEAKS: 'no' }, clock), /it is yes, or left out/)
  const folder = mkdtempSync(join(tmpdir(), 'bitting-'))
  try {
    const file = join(folder, 'keys.json')
    assert.throws(() => reportKeysOf({ BITTING_GITHUB_KEYS_FILE: file }, clock), /keys\.json/)
    writeFileSync(file, '{"public_keys":[]}')
    assert.throws(() => reportKeysOf({ BITTING_GITHUB_KEYS_FILE: file }, clock), /holds no current public key/)
    assert.throws(() => reportKeysOf({ BITTING_GITHUB_KEYS_FILE: file, BITTING_GITHUB_LEAKS: 'yes' }, clock), /leave one of them out/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
