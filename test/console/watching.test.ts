import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import { openBrowser } from './browser.ts'
import { ConsoleScene } from './console-scene.ts'

let server: RunningServer
let browser: Browser
let scene: ConsoleScene
before(async () => {
  [server, browser] = await Promise.all([RunningServer.start({ options: ['--market', 'off'] }), openBrowser()])
  scene = await ConsoleScene.open(browser, server)
  await scene.signIn()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

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
  await page.waitForFunction("fetch('/api/calls?endpoint=' + encodeURIComponent('GET /api/v3/openOrders')).then((answer) => answer.json()).then(({ value }) => value.calls.length === 1)")
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
