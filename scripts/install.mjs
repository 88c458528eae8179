// Installs what package-lock.json names, and only when it has not been installed yet.
// Then builds the web console when its sources changed. Runs before anything else, under whatever Node started npm, so it is plain JavaScript.
//
//   node scripts/install.mjs runtime      what `npm start` needs
//   node scripts/install.mjs everything   what the tests and benchmarks need besides

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { buildConsole } from './build-console.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}node_modules/.bitting-installed`
const wanted = process.argv[2] === 'everything' ? 'everything' : 'runtime'
const lock = createHash('sha256').update(readFileSync(`${root}package-lock.json`)).digest('hex')

const [installedLock, installedScope] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : []
const isInstalled = installedLock === lock && (installedScope === 'everything' || installedScope === wanted)

if (!isInstalled) {
  console.error(`Installing ${wanted === 'runtime' ? 'what Bitting needs' : 'what the tests need'} from the npm registry (once) …`)
  const npm = process.env.npm_execpath
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...(wanted === 'runtime' ? ['--omit=dev'] : [])]
  const outcome = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (outcome.status !== 0) {
    console.error('\nThe installation failed (the lines above say why). Bitting needs the npm registry once; run the command again when it can be reached.')
    process.exit(1)
  }
  writeFileSync(stamp, `${lock} ${wanted}`)
}

// The pinned Node where it was installed; else whatever runs this.
const pinned = `${root}node_modules/.bin/node`
buildConsole(root, process.platform !== 'win32' && existsSync(pinned) ? pinned : process.execPath)
