import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const entry = fileURLToPath(new URL('../../src/cli/bitting.ts', import.meta.url))

test('what one command compiled the next takes as it is, from the first file behind the entry on', async () => {
  // The program's own folder of what was compiled, not the one that tests may share.
  const { NODE_COMPILE_CACHE: _, ...environment } = process.env
  const version = () => promisify(execFile)(process.execPath, [entry, 'version'], { env: { ...environment, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }, maxBuffer: 64 * 1024 * 1024 })
  await version()
  const { stderr } = await version()
  for (const file of ['command-line', 'run-command-line', 'commands']) assert.match(stderr, new RegExp(`code cache for ESM file://\\S+/cli/${file}\\.ts was accepted`), file)
})
