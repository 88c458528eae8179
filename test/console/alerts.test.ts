import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AlertSettings } from '../../src/watch/alerts/alert-settings.ts'
import { bitting } from '../harness/bitting-command.ts'
import type { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

let server: RunningServer
let scene: ConsoleScene
openConsole({ prepare: async (opened) => { ({ server, scene } = opened) } })

test('an alert is seen with what shows it, and noted as normal by one click', async () => {
  const { page } = scene
  const { demo } = server
  await signedCall(demo.rest, demo.keys.read, 'GET', '/api/v3/account')
  await signedCall(demo.rest, demo.keys.read, 'GET', '/api/v3/account', {}, { 'x-bitting-address': '198.51.100.77' })
  await page.goto('/alerts')
  const card = page.getByRole('listitem', { name: 'read: Tried from a network that never used it' })
  await card.waitFor()
  assert.match(await card.innerText(), /GET \/api\/v3\/account was refused to 198\.51\.100\.77/)
  await card.getByRole('button', { name: 'This is normal' }).click()
  await page.getByText('Nothing was out of the ordinary').waitFor()
  await page.getByRole('checkbox', { name: 'Only what is open' }).uncheck()
  await page.getByText('normal ·').waitFor()
})

test('a program is marked off and running again on its key\'s page, and a call in between is an alarm', async () => {
  const { page, operator } = scene
  const key = await operator.keysShow('rsa')
  assert.ok(key.ok)
  await page.goto(`/keys/${key.value.id}`)
  const program = page.getByRole('region', { name: 'Its program' })
  await program.getByRole('button', { name: 'The program is off' }).click()
  await program.getByText('its program is said to be off since').waitFor()
  await signedCall(server.demo.rest, server.demo.keys.rsa, 'GET', '/api/v3/account')
  await page.goto('/alerts')
  await page.getByRole('listitem', { name: 'rsa: Used while its program is off' }).waitFor()
  await page.goto(`/keys/${key.value.id}`)
  await program.getByRole('button', { name: 'It runs again' }).click()
  await program.getByText('It may run.').waitFor()
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

test('mail is put together once a day, with quiet hours: reviewed, confirmed, and so from then on', async () => {
  const { page } = scene
  await page.goto('/alerts')
  await page.getByLabel('Mail', { exact: true }).selectOption({ label: 'Once a day' })
  await page.getByLabel('Hour of the digest').selectOption('7')
  await page.getByLabel('Time zone').fill('Europe/Berlin')
  await page.getByRole('checkbox', { name: 'Quiet hours' }).check()
  await page.getByLabel('From', { exact: true }).fill('23:00')
  await page.getByLabel('Until', { exact: true }).fill('06:30')
  await page.getByRole('checkbox', { name: 'Alarms are told all the same' }).uncheck()
  await page.getByRole('button', { name: 'Review the change' }).click()
  const review = page.getByRole('dialog')
  await review.getByRole('row', { name: 'Mail At once Once a day' }).waitFor()
  await review.getByRole('row', { name: /Quiet hours none 23:00–06:30/ }).waitFor()
  await review.getByRole('button', { name: 'Change it' }).click()
  await scene.confirm()
  await review.waitFor({ state: 'detached' })
  const [main] = (await scene.asks<{ readonly accounts: readonly { readonly id: number; readonly parent: number | null }[] }>('/api/session')).accounts.filter(({ parent }) => parent === null)
  const { mail, digestHour, timeZone, quietHours, alarmsBreakThrough } = await scene.asks<AlertSettings>(`/api/accounts/${main?.id}/alert-settings`)
  assert.deepEqual([mail, digestHour, timeZone, quietHours?.from, quietHours?.until, alarmsBreakThrough], ['digest', 7, 'Europe/Berlin', '23:00', '06:30', false])
  await page.reload()
  assert.equal(await page.getByLabel('Hour of the digest').inputValue(), '7')
})

test('how often a key calls is drawn on its page, and there it is narrowed to what it was used for', async () => {
  const { page } = scene
  const { demo } = server
  for (let i = 0; i < 60; i += 1) await signedCall(demo.rest, demo.keys.trade, 'GET', '/api/v3/account')
  assert.equal((await bitting('clock', '+8d', '--data', server.dataFolder)).code, 0)
  await page.goto('/keys')
  await page.getByRole('link', { name: 'trade', exact: true }).click()
  await page.getByRole('img', { name: /^Calls by the hour over the last 24 hours: [6-9]\d admitted, \d+ refused$/ }).waitFor({ timeout: 30_000 })
  await page.getByText(/^Turn off .*no call needed it\.$/).waitFor()
  await page.getByRole('button', { name: 'Narrow it so' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /change/i }).last().click()
  await scene.confirm()
  await page.getByText('It opens what it needs, and nothing more.').waitFor()
  assert.equal((await signedCall(demo.rest, demo.keys.trade, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })).status, 401)
})
