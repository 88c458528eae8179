import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

let server: RunningServer
let scene: ConsoleScene
openConsole({ prepare: async (opened) => { ({ server, scene } = opened) } })

const DAY_S = 86_400
const ERRORS = fileURLToPath(new URL('../../docs/errors/', import.meta.url))

const call = (path: string, key: 'read' | 'trade' | 'otherAddress' = 'read') => signedCall(server.demo.rest, server.demo.keys[key], 'GET', path)

test('the call log shows each call as it comes, holds still while it is paused, and shows what was missed when it follows again', async () => {
  const { page } = scene
  await page.goto('/calls')
  const follow = page.getByRole('button', { name: /Pause|Follow/ })
  await follow.getByText('live').waitFor()
  await call('/api/v3/account')
  const table = page.getByRole('table', { name: 'Call log' })
  await table.getByRole('button', { name: 'GET /api/v3/account' }).waitFor()
  await follow.click()
  await follow.getByText('paused').waitFor()
  await call('/api/v3/openOrders')
  // The call is in the log by now; the page, which was told to hold still, does not ask.
  await scene.until('the call in the log', async () => (await scene.asks<{ readonly calls: readonly unknown[] }>(`/api/calls?endpoint=${encodeURIComponent('GET /api/v3/openOrders')}`)).calls.length === 1)
  assert.equal(await table.getByRole('button', { name: 'GET /api/v3/openOrders' }).count(), 0)
  await follow.click()
  await table.getByRole('button', { name: 'GET /api/v3/openOrders' }).waitFor()
})

test('the filters of the call log stand in the URL, a cell narrows the list to itself, and a refusal leads to its reason', async () => {
  const { page } = scene
  await call('/api/v3/account', 'otherAddress')
  await page.goto('/calls?outcome=refused')
  const table = page.getByRole('table', { name: 'Call log' })
  await table.getByRole('row', { name: /otherAddress/ }).waitFor()
  assert.equal(await table.getByText('admitted').count(), 0)
  await page.getByLabel('Answer').selectOption('admitted')
  await table.getByText('200 admitted').first().waitFor()
  assert.match(page.url(), /outcome=admitted/)
  await table.getByRole('button', { name: 'GET /api/v3/openOrders' }).click()
  await page.waitForURL(/endpoint=GET/)
  await page.reload()
  await table.getByRole('button', { name: 'GET /api/v3/openOrders' }).waitFor()
  assert.equal(await table.getByRole('row').count(), 2)
  await page.goto('/calls?outcome=refused')
  await table.getByRole('link', { name: /Why/ }).first().click()
  await page.getByText('failed here').waitFor({ state: 'attached' })
})

test('the calls that the filters leave are taken away as a file, as CSV and as JSON lines', async () => {
  const { page } = scene
  await page.goto('/calls?outcome=refused')
  for (const [name, file, holds] of [['CSV', /\.csv$/, /otherAddress|addressNotAllowed/], ['JSON lines', /\.jsonl$/, /"reason":"addressNotAllowed"/]] as const) {
    const taking = page.waitForEvent('download')
    await page.getByRole('link', { name, exact: true }).click()
    const taken = await taking
    assert.match(taken.suggestedFilename(), file)
    const text = readFileSync(await taken.path(), 'utf8')
    assert.match(text, holds)
    assert.doesNotMatch(text, /openOrders/, 'an admitted call')
  }
})

test('the errors that are asked about most are read in the console, each as its page of the documentation has it', async () => {
  const { page } = scene
  await page.goto('/learn')
  await page.getByRole('heading', { name: 'Errors that are asked about most' }).waitFor()
  for (const file of readdirSync(ERRORS).filter((name) => /^\d/.test(name))) {
    const source = readFileSync(`${ERRORS}${file}`, 'utf8')
    await page.getByRole('link', { name: new RegExp(`^-${file.replace('.md', '')} `) }).click()
    await page.getByRole('heading', { level: 1, name: source.split('\n')[0]?.slice(2) ?? '', exact: true }).waitFor()
    // Every word that is no mark of Markdown, in the same order.
    const words = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
    const plain = source.split('\n').slice(1).join('\n').replaceAll(/^```\w*$/gm, '').replaceAll(/\]\([^)]+\)/g, ']').replaceAll(/^\|[-|]+$/gm, '')
    assert.equal(words(await page.getByRole('article').innerText()), words(plain), file)
    if (file.startsWith('2015')) assert.deepEqual(await scene.violations(), [])
    await page.goBack()
  }
  await page.goto('/refused')
  await page.getByRole('link', { name: /GET \/api\/v3\/account/ }).first().click()
  await page.getByRole('link', { name: 'More about -2015' }).click()
  await page.getByRole('heading', { level: 1, name: /^-2015/ }).waitFor()
})

test('the record is verified by a button, names people and keys by their names, and is taken away as a file that proves itself', async () => {
  const { page } = scene
  await page.goto('/audit?act=key.')
  const table = page.getByRole('table', { name: 'Audit log' })
  await table.getByRole('link', { name: 'otherAddress', exact: true }).waitFor()
  assert.equal(await table.getByRole('button', { name: 'session.begin' }).count(), 0)
  await page.getByLabel('Act', { exact: true }).selectOption('session.')
  await table.getByText('Demo owner').first().waitFor()
  await page.getByRole('button', { name: 'Verify the record' }).click()
  await page.getByText(/The record is whole: \d+ rows/).waitFor()
  const taking = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export' }).click()
  const taken = await taking
  assert.equal(taken.suggestedFilename(), 'bitting-record.jsonl')
  const lines = readFileSync(await taken.path(), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as unknown)
  assert.ok(lines.length > 20)
  assert.deepEqual(scene.faults, [])
})

test('the overview tells what needs somebody, each with the step that settles it, as time goes on: unused rights, a right that lapses, a key left idle, a burst of refusals', async () => {
  const { page } = scene
  const attention = page.getByRole('region', { name: 'Needs attention' })
  const step = (label: string, name: RegExp | string) => attention.getByRole('listitem').filter({ has: page.getByRole('link', { name: label, exact: true }) }).getByRole('button', { name }).first()
  for (let count = 0; count < 25; count += 1) await call('/api/v3/account', 'otherAddress')
  await page.goto('/')
  await attention.getByText('Many refusals at once').waitFor()
  assert.equal(await attention.getByText('Not used for 30 days').count(), 0)

  await scene.operator.clockMove(31 * DAY_S)
  await call('/api/v3/account', 'trade')
  await scene.until('the use of the key', async () => (await scene.asks<readonly { readonly label: string; readonly lastUse: unknown }[]>('/api/keys')).some(({ label, lastUse }) => label === 'trade' && lastUse !== null))
  await page.goto('/')
  await attention.getByText('Its trading rights lapsed').waitFor()
  await step('trade', /^Turn off: trades spot/).click()
  await scene.confirm()
  await step('trade', /^Turn off: trades spot/).waitFor({ state: 'detached' })

  await scene.operator.clockMove(60 * DAY_S)
  await page.goto('/')
  await step('rsa', /^Disable/).waitFor()
  await scene.destroy(step('rsa', /^Disable/))
  await scene.confirm()
  await step('rsa', /^Disable/).waitFor({ state: 'detached' })
  assert.deepEqual(await scene.violations(), [])
  await scene.operator.clockMove(null)
})

test('in Chinese the reason of a refusal, its remedy and the grade of a key are Chinese, and name no command of the shell', async () => {
  const { page } = scene
  await page.evaluate("localStorage.setItem('bitting.language', 'zh-Hans')")
  await page.goto('/refused')
  await page.getByRole('link', { name: /GET \/api\/v3\/account/ }).first().click()
  const told = page.getByRole('article')
  await told.getByText('密钥的列表为 203.0.113.45；此调用来自 127.0.0.1。').first().waitFor()
  await told.getByText('如果 127.0.0.1 是你的，把它加入列表').waitFor()
  assert.doesNotMatch(await told.innerText(), /\.\/bitting|The key/)
  await page.goto('/keys')
  await page.getByRole('link', { name: /otherAddress/ }).click()
  await page.getByText('它没有期限：泄露的副本永远有效。').waitFor()
  await page.evaluate("localStorage.setItem('bitting.language', 'en')")
  await page.goto('/refused')
  await page.getByRole('link', { name: /GET \/api\/v3\/account/ }).first().click()
  await told.getByText('If 127.0.0.1 is yours, add it to the list.').waitFor()
  assert.doesNotMatch(await told.innerText(), /\.\/bitting/)
})
