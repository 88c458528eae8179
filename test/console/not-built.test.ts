import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('where the console was not built the server runs, and each of its pages says what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-not-built-'))
  // The project as it stands where the build failed: everything but console/dist.
  for (const name of ['src', 'package.json']) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  const data = join(folder, 'data')
  const child = spawn(process.execPath, ['src/cli/bitting.ts', 'start', '--demo', '--market', 'off', '--port', '0', '--console-port', '0', '--data', data], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await new Promise<void>((resolve, reject) => {
      let output = ''
      child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); if (/^ready\b/m.test(output)) resolve() })
      child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${output}`)))
    })
    const { console: url, rest } = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')) as { console: string; rest: string }
    for (const path of ['/', '/keys', '/sign-in']) {
      const answer = await fetch(`${url}${path}`, { headers: { accept: 'text/html' } })
      assert.equal(answer.status, 503, path)
      const text = await answer.text()
      assert.match(text, /The console was not built/)
      assert.match(text, /node scripts\/build-console\.mjs/)
    }
    assert.equal((await fetch(`${url}/assets/index.js`)).status, 404)
    assert.equal((await fetch(`${url}/api/house`)).status, 200)
    assert.equal((await fetch(`${rest}/api/v3/time`)).status, 200)
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
})
