import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { makeKeyText, makeSecretText } from '../../src/authority/key-text.ts'
import { isRepository } from '../../src/cli/scan/scan-history.ts'
import { bitting } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'

const folderFor = (context: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-scan-'))
  context.after(() => rmSync(folder, { recursive: true }))
  return folder
}

const git = (folder: string, ...words: string[]): ReturnType<typeof spawnSync> =>
  spawnSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words], { encoding: 'utf8' })

interface Told { readonly files: number; readonly leaks: readonly { readonly kind: string; readonly text: string; readonly path: string; readonly line: number; readonly commit: string | null; readonly owner: string | null; readonly fingerprint: string }[]; readonly passedOver: number }

/** Scans without a store at hand, unless one is named. */
const scan = async (folder: string, ...words: string[]): Promise<{ code: number | null; told: Told }> => {
  const { code, stdout, stderr } = await bitting('scan', folder, '--json', ...(words.includes('--data') ? [] : ['--data', join(folder, 'no-store')]), ...words)
  if (stdout === '') assert.fail(stderr)
  return { code, told: JSON.parse(stdout) as Told }
}

test('planted keys and secrets are found in a tree of mixed files, and nothing else', async (context) => {
  const folder = folderFor(context)
  const secret = makeSecretText(randomBytes)
  const key = makeKeyText(randomBytes)
  mkdirSync(join(folder, 'bots', 'deep'), { recursive: true })
  writeFileSync(join(folder, 'bots', 'deep', 'grid.py'), `import os\n\nclient = Client('${key}',\n  '${secret}')\n`)
  writeFileSync(join(folder, 'bots', 'random.bin'), randomBytes(2_000_000))
  writeFileSync(join(folder, 'bots', 'noise.txt'), Array.from({ length: 2_000 }, () => `bis1${randomBytes(30).toString('hex')}`).join('\n'))
  writeFileSync(join(folder, 'example.env'), 'SECRET=bis1xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n')
  const { code, told } = await scan(folder)
  assert.equal(code, 1)
  assert.deepEqual(told.leaks.map(({ kind, path, line }) => [kind, path, line]), [['key', 'bots/deep/grid.py', 3], ['secret', 'bots/deep/grid.py', 4]])
  assert.equal(told.files, 4)
})

test('nothing that was found is printed whole', async (context) => {
  const folder = folderFor(context)
  const secret = makeSecretText(randomBytes)
  writeFileSync(join(folder, '.env'), `S=${secret}\n`)
  for (const words of [[], ['--json'], ['--sarif']]) {
    const { code, stdout, stderr } = await bitting('scan', folder, '--data', join(folder, 'no-store'), ...words)
    assert.equal(code, 1)
    assert.ok(stdout.includes(secret.slice(0, 8)) && !stdout.includes(secret.slice(8, 40)) && !stderr.includes(secret.slice(8, 40)), words.join())
  }
})

test('a leak in a file too great to be read at once is found once, on its line', async (context) => {
  const folder = folderFor(context)
  const secret = makeSecretText(randomBytes)
  const line = `${'x'.repeat(1_023)}\n`
  const before = 16_384 - 8
  writeFileSync(join(folder, 'big.log'), `${line.repeat(before)}${' '.repeat(8_150)}${secret}\n${line.repeat(4_000)}`)
  const { told } = await scan(folder)
  assert.deepEqual(told.leaks.map((leak) => leak.line), [before + 1])
})

test('a secret that was committed once is found in the history, with the commit that brought it', async (context) => {
  const folder = folderFor(context)
  const secret = makeSecretText(randomBytes)
  git(folder, 'init', '-q')
  writeFileSync(join(folder, 'config.js'), `// bot\nexport const secret = '${secret}'\n`)
  git(folder, 'add', '.')
  git(folder, 'commit', '-qm', 'first')
  const first = String(git(folder, 'rev-parse', 'HEAD').stdout).trim()
  writeFileSync(join(folder, 'config.js'), 'export const secret = process.env.SECRET\n')
  git(folder, 'commit', '-qam', 'better')
  assert.equal((await scan(folder)).code, 0, 'the working tree is clean')
  const { code, told } = await scan(folder, '--history')
  assert.equal(code, 1)
  assert.deepEqual(told.leaks.map(({ kind, path, line, commit }) => [kind, path, line, commit]), [['secret', 'config.js', 2, first]])
})

test('the hook refuses a commit with a secret in it, and lets others through', async (context) => {
  const folder = folderFor(context)
  git(folder, 'init', '-q')
  assert.equal((await bitting('scan', folder, '--install-hook')).code, 0)
  writeFileSync(join(folder, 'fine.txt'), 'nothing\n')
  git(folder, 'add', '.')
  assert.equal(git(folder, 'commit', '-qm', 'fine').status, 0)
  writeFileSync(join(folder, 'leak.txt'), makeSecretText(randomBytes))
  git(folder, 'add', '.')
  const refused = git(folder, 'commit', '-qm', 'leak')
  assert.notEqual(refused.status, 0)
  assert.match(String(refused.stderr) + String(refused.stdout), /SECRET KEY[\s\S]*leak\.txt/)
  assert.match((await bitting('scan', folder, '--install-hook')).stderr, /is there already and stays as it is/)
})

test('SARIF names rule, level and place', async (context) => {
  const folder = folderFor(context)
  writeFileSync(join(folder, 'a.txt'), `\n${makeSecretText(randomBytes)}`)
  const { stdout } = await bitting('scan', folder, '--sarif', '--data', join(folder, 'no-store'))
  const sarif = JSON.parse(stdout) as { version: string; runs: { results: { ruleId: string; level: string; locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[] }[] }[] }
  const [result] = sarif.runs[0]?.results ?? []
  assert.deepEqual([sarif.version, result?.ruleId, result?.level, result?.locations[0]?.physicalLocation.artifactLocation.uri, result?.locations[0]?.physicalLocation.region.startLine], ['2.1.0', 'secret', 'error', 'a.txt', 2])
})

test('a clone of this project is clean, with all its history', async (context) => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const clone = join(folderFor(context), 'clone')
  // Without a history of its own there is nothing to clone: an archive of the sources is read as it is.
  if (git(root, 'clone', '-q', '--no-local', '--no-hardlinks', root, clone).status !== 0) cpSync(root, clone, { recursive: true, filter: (path) => !/[\\/](?:\.git|\.bitting|node_modules|dist)$/.test(path) })
  const { code, told } = await scan(clone, ...(isRepository(clone) ? ['--history'] : []))
  assert.deepEqual([code, told.leaks], [0, []])
  assert.ok(told.files > 500, 'it was read')
})

test('a finding that somebody looked at is passed over where its fingerprint is written down, and another text in its place is not', async (context) => {
  const folder = folderFor(context)
  const [example, leak] = [makeSecretText(randomBytes), makeSecretText(randomBytes)]
  git(folder, 'init', '-q')
  mkdirSync(join(folder, 'docs'))
  const write = (secret: string): void => writeFileSync(join(folder, 'docs', 'example.md'), `SECRET=${secret}\n`)
  write(example)
  git(folder, 'add', '.')
  git(folder, 'commit', '-qm', 'an example')
  const found = await scan(folder)
  assert.equal(found.code, 1)
  const fingerprint = found.told.leaks[0]?.fingerprint ?? ''
  assert.ok(!example.includes(fingerprint))
  writeFileSync(join(folder, '.bittingignore'), `# examples\n\n${fingerprint} the example of the documentation\n`)
  for (const words of [[], ['--history']]) assert.deepEqual(await scan(folder, ...words).then(({ code, told }) => [code, told.passedOver, told.leaks]), [0, 1, []], words.join())
  assert.deepEqual((await scan(join(folder, 'docs'))).code, 0, 'a folder of the repository')
  write('nothing')
  git(folder, 'commit', '-qam', 'without')
  assert.equal((await scan(folder, '--history')).code, 0, 'it stands in the history alone')
  write(leak)
  const other = await scan(folder, '--history')
  assert.deepEqual([other.code, other.told.passedOver, other.told.leaks.map(({ path, line }) => `${path}:${line}`)], [1, 1, ['docs/example.md:1']])
})

test('a line that names no fingerprint, or no reason, hides nothing and is told', async (context) => {
  const folder = folderFor(context)
  writeFileSync(join(folder, 'a.txt'), makeSecretText(randomBytes))
  const { told: { leaks: [leak] } } = await scan(folder)
  writeFileSync(join(folder, '.bittingignore'), `${leak?.fingerprint}\n${leak?.text} why\n*\n`)
  const { code, stderr } = await bitting('scan', folder, '--data', join(folder, 'no-store'))
  assert.equal(code, 1)
  assert.deepEqual([1, 2, 3].map((line) => stderr.includes(`.bittingignore:${line} hides nothing`)), [true, true, true])
})

test('the hook passes over what the repository itself names, as it is about to be committed', async (context) => {
  const folder = folderFor(context)
  git(folder, 'init', '-q')
  writeFileSync(join(folder, 'example.txt'), makeSecretText(randomBytes))
  const { told: { leaks: [leak] } } = await scan(folder)
  writeFileSync(join(folder, '.bittingignore'), `${leak?.fingerprint} an example\n`)
  git(folder, 'add', '.')
  git(folder, 'commit', '-qm', 'first')
  assert.equal((await bitting('scan', folder, '--install-hook')).code, 0)
  writeFileSync(join(folder, 'example.txt'), `${readFileSync(join(folder, 'example.txt'), 'utf8')}\nagain\n`)
  git(folder, 'add', 'example.txt')
  assert.equal(git(folder, 'commit', '-qm', 'again').status, 0)
})

test('a path that is not there, and history where there is none, are told in words', async (context) => {
  const folder = folderFor(context)
  assert.match((await bitting('scan', join(folder, 'nowhere'))).stderr, /There is nothing at/)
  assert.match((await bitting('scan', folder, '--history')).stderr, /no history/)
})

describe('beside a store', () => {
  let server: RunningServer
  before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
  after(async () => { await server.stop() })

  test('whose a key, a secret and a private key is, is told; a private key of nobody here is passed over', async (context) => {
    const folder = folderFor(context)
    const { trade, ed25519 } = server.demo.keys
    const stranger = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
    writeFileSync(join(folder, 'all.txt'), [trade?.apiKey, trade?.secretKey, ed25519?.privateKey, stranger].join('\n'))
    const { told } = await scan(folder, '--data', server.dataFolder)
    assert.deepEqual(told.leaks.map(({ kind }) => kind), ['key', 'secret', 'privateKey'])
    for (const { owner } of told.leaks) assert.match(owner ?? '', /k_\w+, enabled/)
    assert.equal(told.leaks[0]?.owner, told.leaks[1]?.owner)
    assert.equal(readFileSync(join(folder, 'all.txt'), 'utf8').includes('PRIVATE'), true)
  })

  test('a living key is told whatever was written down of it', async (context) => {
    const folder = folderFor(context)
    writeFileSync(join(folder, 'all.txt'), server.demo.keys.read.secretKey ?? '')
    const { told: { leaks: [leak] } } = await scan(folder, '--data', server.dataFolder)
    writeFileSync(join(folder, '.bittingignore'), `${leak?.fingerprint} an example, somebody thought\n`)
    assert.equal((await scan(folder)).code, 0, 'without the store nobody knows')
    const { code, told } = await scan(folder, '--data', server.dataFolder)
    assert.deepEqual([code, told.passedOver, told.leaks.length], [1, 0, 1])
  })

  test('what the store keeps in its own data folder is no leak, a copy of it is, and which was left out is said', async (context) => {
    assert.ok(readFileSync(join(server.dataFolder, 'demo.json'), 'utf8').includes(server.demo.keys.trade.secretKey ?? ''))
    const { code, stdout } = await bitting('scan', server.dataFolder, '--data', server.dataFolder)
    assert.equal(code, 0, stdout)
    assert.match(stdout, /Nothing found in 0 files\. Left out: .*, where this store keeps its own keys\./)
    const folder = folderFor(context)
    writeFileSync(join(folder, 'demo.json'), readFileSync(join(server.dataFolder, 'demo.json')))
    assert.equal((await scan(folder, '--data', server.dataFolder)).code, 1)
  })
})
