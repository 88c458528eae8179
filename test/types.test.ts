import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What the compiler has to say of a package; nothing where all is well. */
const complaintsOf = (folder: string): Promise<string> => new Promise((resolve) => {
  execFile(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '--noEmit'], { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => resolve(error ? `${stdout}${stderr}` || error.message : ''))
})

test('the program, its tests and its scripts are well typed', async () => assert.equal(await complaintsOf(root), ''))

test('the console is well typed', async () => assert.equal(await complaintsOf(`${root}console`), ''))
