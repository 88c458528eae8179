import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bitting } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'
import { answeredLines } from './answered-lines.ts'
import { SCENES } from './scenes.ts'

const folder = fileURLToPath(new URL('../../docs/errors', import.meta.url))
const CODES = ['2015', '1021', '1022', '1003', '1102', '2014', '2008', '1002'] as const
const pageOf = (code: string): string => readFileSync(join(folder, `${code}.md`), 'utf8')
const blocksOf = (page: string, language: string): string[] => [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text)

/** What differs from one run to the next: ids, keys, moments, distances of clocks; and so where a long remedy is folded. */
const steady = (text: string): string => text
  .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID').replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'WHEN').replace(/k_\w+/g, 'KEY').replace(/"?bit1\w*…\w+"?/g, 'HINT')
  .replace(/-?\d+ ms from/g, 'N ms from').replace(/timestamp=\d{13,16}/g, 'timestamp=T').replace(/Wait [\d.]+ s/g, 'Wait N s').replace(/\s+/g, ' ').trim()

let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(() => server?.stop())

test('there is a page for each of the errors that are asked about most, and each is linked', () => {
  assert.deepEqual(globSync('*.md', { cwd: folder }).filter((file) => file !== 'README.md').map((file) => basename(file, '.md')).sort(), [...CODES].sort())
  const index = readFileSync(join(folder, 'README.md'), 'utf8')
  for (const code of CODES) assert.ok(index.includes(`(${code}.md)`), code)
  assert.match(readFileSync(join(folder, '../../README.md'), 'utf8'), /\(docs\/errors\/README\.md\)/)
})

for (const code of CODES) {
  test(`the page of -${code} names exactly the texts that the gate answers, and for which reasons`, () => {
    assert.deepEqual(pageOf(code).split('\n').filter((line) => /^\| \d{3} \| `/.test(line)), answeredLines(-Number(code)))
  })

  test(`the page of -${code} shows what bitting explain prints of such a call`, async () => {
    const refused = await (SCENES[code] ?? assert.fail())(server.demo)
    // The one that is never answered for a caller's own key shows what is answered in its place.
    assert.equal(refused.code, code === '2008' ? -2015 : -Number(code))
    const { stdout } = await bitting('explain', refused.id, '--data', server.dataFolder)
    const [shown = ''] = blocksOf(pageOf(code), 'text')
    assert.equal(steady(shown), steady(stdout))
  })

  test(`the commands on the page of -${code} run`, async () => {
    const lines = blocksOf(pageOf(code), 'sh').flatMap((block) => block.split('\n')).filter((line) => line.startsWith('./bitting'))
    assert.ok(lines.length > 0)
    for (const line of lines) {
      // Words as a shell would part them; what stands for one's own is put in.
      const words = [...line.replace(/\s+#.*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1).map((word) => (word === 'REQUEST_ID' ? '' : word === 'KEY' ? server.demo.keys.trade.apiKey : word))
      if (words.includes('')) words.splice(words.indexOf(''), 1, (await (SCENES[code] ?? assert.fail())(server.demo)).id)
      const { code: exit, stderr } = await bitting(...words, '--data', server.dataFolder)
      assert.equal(exit, 0, `${line}: ${stderr}`)
    }
  })
}

test('-2008 tells a caller nothing of its own key: it is said only of a key that somebody with the right to it names', () => {
  const sources = globSync('src/{binance,gate,server}/**/*.ts', { cwd: join(folder, '../..') }).filter((file) => !file.endsWith('.test.ts'))
  assert.deepEqual(sources.filter((file) => /-2008\b/.test(readFileSync(join(folder, '../..', file), 'utf8'))), ['src/binance/key-parameters.ts'])
})
