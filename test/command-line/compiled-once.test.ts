import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { RunningServer } from '../harness/running-server.ts'

const entry = fileURLToPath(new URL('../../src/cli/bitting.ts', import.meta.url))

test('what one command compiled the next takes as it is, from the first file behind the entry on', async () => {
  // The program's own folder of what was compiled, not the one that tests may share.
  const { NODE_COMPILE_CACHE: _, ...environment } = process.env
  const version = () => promisify(execFile)(process.execPath, [entry, 'version'], { env: { ...environment, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }, maxBuffer: 64 * 1024 * 1024 })
  await version()
  const { stderr } = await version()
  for (const file of ['command-line', 'run-command-line', 'commands']) assert.match(stderr, new RegExp(`code cache for ESM file://\\S+/cli/${file}\\.ts was accepted`), file)
})

test('what a server compiled is kept when it is ready, so that one which is killed leaves it to the next', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-compiled-'))
  try {
    const server = await RunningServer.start({ options: ['--market', 'off'], environment: { NODE_COMPILE_CACHE: folder } })
    await server.stop()
    const kept = readdirSync(folder, { recursive: true }).length
    assert.ok(kept > 500, `${kept} files`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
