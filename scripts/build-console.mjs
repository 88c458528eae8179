// Builds the web console when its sources changed since it was built last. Plain JavaScript, because it runs before anything else.
// A build that fails does not keep the server from starting: the console page then says that it is not there.

import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What the build is made from. */
const SOURCES = ['package-lock.json', 'vite.config.ts', 'index.html', 'public', 'src', '../docs/errors']

const hashOf = (folder, names) => {
  const hash = createHash('sha256')
  for (const name of names.sort()) hash.update(`${name}\0`).update(readFileSync(join(folder, name))).update('\0')
  return hash.digest('hex')
}

const filesOf = (folder) => SOURCES.flatMap((name) => {
  if (!statSync(join(folder, name)).isDirectory()) return [name]
  return readdirSync(join(folder, name), { recursive: true }).map((below) => `${name}/${String(below).replaceAll('\\', '/')}`).filter((file) => statSync(join(folder, file)).isFile())
})

/** @param {string} root @param {string} node the Node that runs npm and Vite */
export const buildConsole = (root, node) => {
  const folder = join(root, 'console')
  const stamp = join(folder, 'dist', '.built-from')
  const sources = hashOf(folder, filesOf(folder))
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return true
  const lock = hashOf(folder, ['package-lock.json'])
  const installed = join(folder, 'node_modules', '.bitting-installed')
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
    console.error('Installing what the web console is built with (once) …')
    const npm = process.env.npm_execpath
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    const outcome = npm ? spawnSync(process.execPath, [npm, ...args], { cwd: folder, stdio: ['ignore', 2, 2] }) : spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
    if (outcome.status !== 0) return failed('what it is built with could not be installed')
    writeFileSync(installed, lock)
  }
  console.error('Building the web console …')
  const built = spawnSync(node, [join(folder, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], { cwd: folder, stdio: ['ignore', 2, 2] })
  if (built.status !== 0) return failed('the build ended with an error')
  compress(join(folder, 'dist'))
  writeFileSync(stamp, sources)
  return true
}

/** Puts each text beside itself by gzip, so that the server compresses nothing while it decides requests. */
const compress = (folder) => {
  for (const name of readdirSync(folder, { recursive: true }).map(String).filter((file) => /\.(js|css|html|svg)$/.test(file))) writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }))
}

const failed = (why) => {
  console.error(`\nThe web console could not be built: ${why} (the lines above say more). Everything else works; it is tried again at the next start.\n`)
  return false
}

// `node scripts/build-console.mjs` builds it without a start.
if (import.meta.main) process.exitCode = buildConsole(join(import.meta.dirname, '..'), process.execPath) ? 0 : 1
