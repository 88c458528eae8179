import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { bitting } from '../harness/bitting-command.ts'
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
  await scene.addPasskey()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('an alert is seen with what shows it, and noted as normal by one click', async () => {
  const { page } = scene
  const { demo } = server
  await signedCall(demo.rest, demo.keys.read, 'GET', '/api/v3/account')
  await signedCall(demo.rest, demo.keys.read, 'GET', '/api/v3/account', {}, { 'x-bitting-address': '198.51.100.77' })
  await page.goto('/alerts')
  const card = page.getByRole('listitem', { name: 'read: Tried from a network it is not meant for' })
  await card.waitFor()
  assert.match(await card.innerText(), /GET \/api\/v3\/account was refused to 198\.51\.100\.77/)
  await card.getByRole('button', { name: 'This is normal' }).click()
  await page.getByText('Nothing was out of the ordinary').waitFor()
  await page.getByRole('checkbox', { name: 'Only what is open' }).uncheck()
  await page.getByText('normal ·').waitFor()
})

test('a webhook is set up after a review and a confirmation, and its secret is shown once', async () => {
  const { page } = scene
  await page.goto('/alerts')
  await page.getByRole('textbox', { name: 'Webhook' }).fill('https://hooks.example.org/bitting')
  await page.getByRole('button', { name: 'Review the change' }).click()
  const review = page.getByRole('dialog')
  await review.getByRole('cell', { name: 'https://hooks.example.org/bitting' }).waitFor()
  await review.getByRole('button', { name: 'Change it' }).click()
  await scene.confirm()
  await page.getByText(/biw1[A-Za-z0-9]{40}/).waitFor()
  await page.reload()
  await page.getByRole('textbox', { name: 'Webhook' }).waitFor()
  assert.equal(await page.getByText(/biw1/).count(), 0)
})

test('a key is narrowed to what it was used for, from its own page', async () => {
  const { page } = scene
  const { demo } = server
  for (let i = 0; i < 60; i += 1) await signedCall(demo.rest, demo.keys.trade, 'GET', '/api/v3/account')
  assert.equal((await bitting('clock', '+8d', '--data', server.dataFolder)).code, 0)
  await page.goto('/keys')
  await page.getByRole('link', { name: 'trade', exact: true }).click()
  await page.getByText(/^Turn off .*no call needed it\.$/).waitFor()
  await page.getByRole('button', { name: 'Narrow it so' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /change/i }).last().click()
  await scene.confirm()
  await page.getByText('It opens what it needs, and nothing more.').waitFor()
  assert.equal((await signedCall(demo.rest, demo.keys.trade, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })).status, 401)
})
