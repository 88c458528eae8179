/**
 * Builds the package that other programs install (`bitting/client`, `bitting/gate`): plain JavaScript with its types, ready for `npm publish dist`.
 *
 *   npm run build            into dist/
 *   npm run build -- DIR     elsewhere
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = resolve(process.argv[2] ?? join(root, 'dist'))

interface Manifest {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
}

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
const compiled = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', target], { cwd: root, stdio: 'inherit' })
if (compiled.status !== 0) process.exit(compiled.status ?? 1)

const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
const part = (folder: string) => ({ types: `./${folder}/index.d.ts`, default: `./${folder}/index.js` })
writeFileSync(join(target, 'package.json'), `${JSON.stringify({
  name, version, license, description: 'Calls exchanges that speak Binance\'s wire, and the gate that decides such calls', type: 'module', engines: { node: '>=20.12' }, exports: { './client': part('client'), './gate': part('gate') }, sideEffects: false,
}, null, 2)}\n`)
copyFileSync(join(root, 'LICENSE'), join(target, 'LICENSE'))
copyFileSync(join(root, 'examples', 'README.md'), join(target, 'README.md'))
