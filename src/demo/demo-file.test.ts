import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { writeDemoFile } from './demo-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'bitting-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const URLS = { rest: 'http://127.0.0.1:1', console: 'http://localhost:2' }
const SECRETS = { owner: { email: 'a@example.com', password: 'p', totpSecret: 'T' }, keys: {} }

test('secrets go into a file of our own making: a link that somebody laid under the name of its draft is not followed', { skip: process.platform === 'win32' }, () => {
  const file = join(folder, 'demo.json')
  const elsewhere = join(folder, 'elsewhere')
  writeFileSync(elsewhere, 'theirs', { mode: 0o644 })
  symlinkSync(elsewhere, `${file}.${process.pid}.draft`)
  writeDemoFile(file, URLS, SECRETS)
  assert.equal(readFileSync(elsewhere, 'utf8'), 'theirs')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.match(readFileSync(file, 'utf8'), /totpSecret/)
})
