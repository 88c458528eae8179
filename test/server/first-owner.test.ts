import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { StartedProgram } from '../harness/bitting-command.ts'

const linkOf = (output: string): string | undefined => /^ {2}(http:\/\/localhost:\d+\/set-up#[\w-]{43})$/m.exec(output)?.[1]

test('a start without --demo prints a one-time link for the first owner, its token in the fragment; each start another; a demo prints none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-first-owner-'))
  const links: (string | undefined)[] = []
  try {
    for (const demo of [[], [], ['--demo']]) {
      const program = new StartedProgram(...demo, '--market', 'off', '--port', '0', '--console-port', '0', '--data', join(folder, demo.length === 0 ? 'data' : 'demo'))
      await program.ready()
      links.push(linkOf(program.output))
      assert.equal(await program.end('SIGTERM'), 0, program.output)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  assert.ok(links[0])
  assert.ok(links[1])
  assert.notEqual(links[0], links[1])
  assert.equal(links[2], undefined)
})
