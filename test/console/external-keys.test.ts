import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import type { ExternalKeySummary } from '../../src/operations/operator.ts'
import { bitting } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'
import { openBrowser } from './browser.ts'
import { ConsoleScene } from './console-scene.ts'

/** Where the owner sits, and the exchange where their other keys live: another Bitting, as far as the wire tells. */
let house: RunningServer
let exchange: RunningServer
let browser: Browser
let scene: ConsoleScene
before(async () => {
  [house, exchange, browser] = await Promise.all([RunningServer.start({ options: ['--market', 'off'], environment: { BITTING_EXTERNAL_INSIDE: 'yes' } }), RunningServer.start({ options: ['--market', 'off'] }), openBrowser()])
  scene = await ConsoleScene.open(browser, house)
  await scene.signIn()
  await scene.addPasskey()
})
after(async () => {
  await browser?.close()
  await Promise.all([house?.stop(), exchange?.stop()])
})

const enter = async (label: string, apiKey: string, secret: string | undefined, purpose: string): Promise<void> => {
  const { page } = scene
  const form = page.getByRole('dialog', { name: 'Enter a key of another exchange' })
  await page.getByRole('button', { name: 'Enter a key' }).first().click()
  await form.getByLabel('Label').fill(label)
  await form.getByLabel('Address of the exchange').fill(exchange.demo.rest)
  await form.getByLabel('API key (public part)').fill(apiKey)
  if (secret !== undefined) await form.getByLabel('Secret or private key').fill(secret)
  await form.getByLabel('What is it meant for?').selectOption({ label: purpose })
  await form.getByRole('button', { name: `Enter ${label}` }).click()
}

test('with none yet the page says what it is for; a fault is told at its field, and nothing is entered', async () => {
  const { page } = scene
  await page.goto('/external')
  await page.getByText('No external key yet').waitFor()
  await enter('short', 'abc', undefined, 'Dashboard')
  const form = page.getByRole('dialog', { name: 'Enter a key of another exchange' })
  await form.getByText(/This is no API key/).first().waitFor()
  assert.equal(await form.getByLabel('API key (public part)').getAttribute('aria-invalid'), 'true')
  assert.deepEqual(await scene.violations(), [])
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'detached' })
  assert.deepEqual(await scene.asks('/api/external-keys'), [])
})

test('a key is entered and read at once: its rights, clock and grade stand in the list, what it needs in its panel', async () => {
  const { page } = scene
  const { withdraw } = exchange.demo.keys
  await enter('far bot', withdraw.apiKey, withdraw.secretKey, 'Dashboard')
  await scene.confirm()
  await page.getByText('far bot is entered.').waitFor()
  const row = page.getByRole('row', { name: /far bot/ })
  await row.getByRole('img', { name: /reads, withdraws; bound to addresses/ }).waitFor()
  await row.getByText(/^(the same|\d+ ms (ahead|behind))$/).waitFor()
  await row.getByText('needs you').waitFor()
  await row.getByRole('button', { name: /far bot/ }).press('Enter')
  const panel = page.getByRole('dialog', { name: 'far bot' })
  await panel.getByRole('region', { name: 'What it needs' }).getByText(/needs less: .*Withdrawals/).waitFor()
  assert.match(await panel.getByRole('region', { name: 'What was found' }).innerText(), /Clock\s+fine[^]*Fits its purpose\s+better otherwise/)
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    assert.deepEqual(await scene.violations(), [])
  }
  assert.ok(!(await page.content()).includes(withdraw.secretKey ?? assert.fail()), 'the secret is shown to nobody')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
})

test('what changed at its exchange is seen when it is read again', async () => {
  const { page } = scene
  const { code, stdout, stderr } = await bitting('keys', 'edit', 'withdraw', '--revoke', 'withdrawals', '--demo-codes', '--data', exchange.dataFolder)
  assert.equal(code, 0, stdout + stderr)
  await page.getByRole('button', { name: /far bot/ }).click()
  const panel = page.getByRole('dialog', { name: 'far bot' })
  await panel.getByRole('button', { name: 'Read it now' }).click()
  await panel.getByText('It was read just now.').waitFor()
  await panel.getByText('Nothing: it is sound.').waitFor()
  assert.match(page.url(), /key=x_/)
  await page.reload()
  await panel.getByText('Nothing: it is sound.').waitFor()
})

test('what it is called and meant for is changed by a confirmation', async () => {
  const { page } = scene
  const panel = page.getByRole('dialog', { name: 'far bot', exact: true })
  await panel.getByRole('button', { name: 'Change' }).click()
  const form = page.getByRole('dialog', { name: 'Change far bot' })
  const go = form.getByRole('button', { name: 'Change far bot' })
  assert.equal(await go.isDisabled(), true)
  await form.getByLabel('Label').fill('far away')
  await form.getByLabel('What is it meant for?').selectOption({ label: 'Portfolio tracker' })
  await form.getByLabel('Secret or private key').fill(exchange.demo.keys.withdraw.apiKey)
  await go.click()
  await form.getByRole('alert').first().waitFor()
  assert.equal(await form.getByLabel('Secret or private key').getAttribute('aria-invalid'), 'true')
  assert.deepEqual(await scene.violations(), [])
  await form.getByLabel('Secret or private key').fill(exchange.demo.keys.withdraw.secretKey ?? assert.fail())
  await go.click()
  await scene.confirm()
  const renamed = page.getByRole('dialog', { name: 'far away', exact: true })
  await renamed.getByText('It is changed.').waitFor()
  await renamed.getByText('Portfolio tracker', { exact: true }).waitFor()
  const [key] = await scene.asks<readonly ExternalKeySummary[]>('/api/external-keys')
  assert.deepEqual([key?.label, key?.preset, key?.hasSecret, key?.fault], ['far away', 'portfolio-tracker', true, null])
})

test('a key without its secret is listed, never read, and removed by its name', async () => {
  const { page } = scene
  await page.goto('/external')
  await enter('shown', exchange.demo.keys.trade.apiKey, undefined, 'Tax records')
  await scene.confirm()
  await page.getByRole('row', { name: /shown/ }).getByText('without secret').waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: /^shown/ }).click()
  const panel = page.getByRole('dialog', { name: 'shown' })
  await panel.getByText('It was entered without its secret: nobody can examine it.').waitFor()
  assert.equal(await panel.getByRole('button', { name: 'Read it now' }).count(), 0)
  assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true)
  await panel.getByRole('button', { name: 'Remove : shown' }).click()
  const removing = page.getByRole('dialog', { name: 'Remove shown' })
  assert.equal(await removing.getByRole('button', { name: 'Remove shown' }).isDisabled(), true)
  await removing.getByLabel('Type "shown" to go on').fill('shown')
  await removing.getByRole('button', { name: 'Remove shown' }).click()
  await scene.confirm()
  await page.getByText('shown is removed.').waitFor()
  assert.deepEqual((await scene.asks<readonly ExternalKeySummary[]>('/api/external-keys')).map(({ label }) => label), ['far away'])
  await page.setViewportSize({ width: 1440, height: 900 })
})
