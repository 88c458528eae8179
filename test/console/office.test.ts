import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Browser } from 'playwright-core'
import { PRESETS } from '../../src/authority/presets.ts'
import type { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import { PATIENCE_MS } from './browser.ts'
import { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

let server: RunningServer
let browser: Browser
let scene: ConsoleScene
/** Another window of the same owner. */
let other: ConsoleScene
openConsole({ prepare: async (opened) => { ({ server, browser, scene } = opened) } })

for (const { name, entries } of PRESETS) {
  test(`the preset ${name} leads to a key that it describes`, async () => {
    const { page } = scene
    await page.goto(`/keys/create?preset=${name}`)
    await page.getByLabel('Label', { exact: true }).fill(`made-${name}`)
    for (let step = 0; step < 2; step += 1) await page.getByRole('button', { name: 'Next' }).click()
    // A canary is used from nowhere.
    if (entries.most > 0) await page.getByRole('button', { name: /Add mine/ }).click()
    for (let step = 0; step < 2; step += 1) await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: `Create made-${name}` }).click()
    await scene.confirm()
    await page.getByRole('button', { name: 'I have saved it' }).click()
    await page.getByRole('heading', { name: `made-${name}`, level: 1 }).waitFor()
  })
}

test('rights are edited in place: before and after, the factors, and in force', async () => {
  const { page } = scene
  await page.goto('/keys?q=made-grid-bot')
  await page.getByRole('link', { name: /made-grid-bot/ }).click()
  await page.getByRole('button', { name: 'Edit rights' }).click()
  await page.getByRole('switch', { name: 'Enable Futures' }).check()
  await page.getByRole('button', { name: 'Review' }).click()
  await page.getByText('In force at the next request. Open orders are not touched.').waitFor()
  await page.getByRole('button', { name: 'Change made-grid-bot' }).click()
  await scene.confirm()
  await page.getByText('Changed. It is in force from the next request on.').waitFor()
  const [changed] = await keysNamed('made-grid-bot')
  assert.ok(changed?.permissions.includes('futures'))
  assert.deepEqual(await scene.violations(), [])
})

test('a key is rotated: its successor sleeps until its first call, and its secret is shown once', async () => {
  const { page } = scene
  await page.goto('/keys?q=made-market-maker')
  await page.getByRole('link', { name: /made-market-maker/ }).click()
  await page.getByRole('button', { name: 'Rotate' }).click()
  await page.getByRole('button', { name: 'Make the successor' }).click()
  await scene.confirm()
  const secret = await page.getByRole('status', { name: 'Secret Key' }).innerText()
  assert.match(secret, /^bis1\w{60}$/)
  await page.getByRole('button', { name: 'I have saved it' }).click()
  await page.getByRole('status', { name: 'Secret Key' }).waitFor({ state: 'detached' })
  await page.getByText('After it:').waitFor()
  assert.equal((await page.content()).includes(secret), false)
  assert.equal((await keysNamed('made-market-maker')).length, 2)
  await page.getByText('Nobody used the old key since it was rotated').waitFor()
})

test('the page of a rotated key, that of its successor and the call log say from where the old one is still used', async () => {
  const { page } = scene
  await page.goto('/keys?q=unrestricted')
  await page.getByRole('link', { name: /unrestricted/ }).click()
  await page.getByRole('button', { name: 'Rotate' }).click()
  await page.getByRole('button', { name: 'Make the successor' }).click()
  await scene.confirm()
  await page.getByRole('button', { name: 'I have saved it' }).click()
  assert.equal((await signedCall(server.demo.rest, server.demo.keys.unrestricted, 'GET', '/api/v3/account', {}, { 'x-bitting-address': '198.51.100.7' })).status, 200)
  const still = page.getByRole('region', { name: 'The old key is still used from' }).first()
  await still.getByRole('row', { name: /198\.51\.100\.7.*not used from there/ }).waitFor()
  assert.deepEqual(await scene.violations(), [])
  await still.getByRole('link', { name: '198.51.100.7' }).click()
  await page.getByRole('row', { name: /unrestricted.*old key/ }).first().waitFor()
  await page.goBack()
  await page.getByText('After it:').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'After it:' }).getByRole('link').click()
  await page.getByText('Before it:').waitFor()
  await still.getByRole('row', { name: /198\.51\.100\.7/ }).waitFor()
})

test('an entry of a list is moved by a heartbeat, whose token is shown once, and then moves no more', async () => {
  const { page } = scene
  await page.goto('/keys?q=made-grid-bot')
  await page.getByRole('link', { name: /made-grid-bot/ }).click()
  const moving = page.getByRole('region', { name: 'Addresses that move' })
  await moving.getByRole('button', { name: 'Let an entry move' }).click()
  const binding = page.getByRole('dialog', { name: 'Let an entry move' })
  await binding.getByLabel('Moved by').selectOption('heartbeat')
  await binding.getByLabel('Only within these blocks').fill('203.0.113.0/24')
  await binding.getByRole('button', { name: 'Let an entry move' }).click()
  await scene.confirm()
  const token = await page.getByRole('status', { name: 'Token of the heartbeat' }).innerText()
  assert.ok(token.length > 20)
  assert.deepEqual(await scene.violations(), [])
  await page.getByRole('button', { name: 'I have saved it' }).click()
  await moving.getByText('0 moves in 24 hours').waitFor()
  assert.equal((await page.content()).includes(token), false)
  await scene.destroy(moving.getByRole('button', { name: /^Let it move no more/ }))
  await scene.confirm()
  await moving.getByText('0 moves in 24 hours').waitFor({ state: 'detached' })
})

test('several keys are disabled at once, under one confirmation that names each', async () => {
  const { page } = scene
  await page.goto('/keys?q=made-')
  for (const name of ['made-dashboard', 'made-tax-records']) await page.getByRole('checkbox', { name: new RegExp(name) }).check()
  await scene.destroy(page.getByRole('button', { name: /^Disable 2/ }))
  await scene.confirm()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  for (const one of ['made-dashboard', 'made-tax-records']) assert.equal((await keysNamed(one))[0]?.state, 'disabled')
})

test('somebody is invited with a role, comes in by the letter in a browser of their own, and sees what the role allows', async () => {
  const { page } = scene
  await page.goto('/people')
  await page.getByRole('button', { name: 'Invite' }).first().click()
  const inviting = page.getByRole('dialog', { name: 'Invite' })
  await inviting.getByLabel('E-mail').fill('ines@example.com')
  await inviting.getByLabel('Role').selectOption({ label: 'Auditor' })
  await inviting.getByRole('button', { name: 'Invite' }).click()
  await scene.confirm()
  await page.getByText('ines@example.com').first().waitFor()
  const letters = await scene.operator.outboxList(20)
  const link = letters.ok ? letters.value.filter(({ to }) => to === 'ines@example.com').map(({ text }) => /https?:\S+\/invitation#[\w-]+/.exec(text ?? '')?.[0]).find((one) => one !== undefined) : undefined
  assert.ok(link)
  const context = await browser.newContext({ baseURL: server.demo.console, locale: 'en-GB', reducedMotion: 'reduce' })
  const theirs = await context.newPage()
  theirs.setDefaultTimeout(PATIENCE_MS)
  await theirs.goto(link)
  await theirs.getByLabel('Your name').fill('Ines Auditor')
  await theirs.getByLabel('Password').fill('seven slow herons over the weir')
  await theirs.getByRole('button', { name: 'Create my account' }).click()
  await theirs.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
  await theirs.goto('/keys')
  await theirs.getByRole('link', { name: 'made-arbitrage' }).waitFor()
  assert.equal(await theirs.getByRole('link', { name: 'Create API' }).count(), 0)
  assert.equal(await theirs.getByRole('link', { name: 'Lockdown' }).count(), 0)
  await theirs.goto('/sandbox')
  await theirs.getByText('Your role looks, but does not act in the sandbox.').waitFor()
  await context.close()
})

test('the policy of an account is read before and after, confirmed, and holds: a preset is not offered any more', async () => {
  const { page } = scene
  await page.goto('/settings?of=account')
  const editor = page.getByRole('region', { name: 'What keys may be' })
  const reviewIt = editor.getByRole('button', { name: 'Review' })
  assert.ok(await reviewIt.isDisabled())
  await editor.getByLabel('Keys at most').fill('25')
  await editor.getByLabel('Trading from anywhere').selectOption('forbidden')
  await editor.getByLabel('Tax records: Offered').uncheck()
  await reviewIt.click()
  const review = page.getByRole('dialog', { name: 'Before and after' })
  await review.getByRole('row', { name: 'Keys at most 30 25' }).waitFor()
  await review.getByRole('row', { name: 'Trading from anywhere lapses after 30 days forbidden' }).waitFor()
  assert.equal(await review.getByRole('rowheader').count(), 3, 'what stays is not told')
  assert.deepEqual(await scene.violations(), [])
  await review.getByRole('button', { name: /^Change the policy of/ }).click()
  await scene.confirm()
  await review.waitFor({ state: 'detached' })
  await page.reload()
  await scene.until('the policy as it was saved', async () => await page.locator('input[type=number]').first().inputValue() === '25')
  assert.equal(await editor.getByLabel('Tax records: Offered').isChecked(), false)
})

test('limits of new keys are set in the policy: what is no limit is marked, and a new key gets them', async () => {
  const { page } = scene
  await page.goto('/settings?of=account')
  const editor = page.getByRole('region', { name: 'What keys may be' })
  await editor.getByText('Limits of new keys').click()
  await editor.getByLabel('Worth of an order').fill('a lot')
  await editor.getByRole('button', { name: 'Review' }).click()
  const review = page.getByRole('dialog', { name: 'Before and after' })
  await review.getByRole('button', { name: /^Change the policy of/ }).click()
  await review.getByRole('alert').waitFor()
  await review.getByRole('button', { name: 'Back' }).click()
  await editor.getByText('notionalPerOrder needs an amount').first().waitFor()
  await editor.getByLabel('Worth of an order').fill('500')
  await editor.getByLabel('Symbols').fill('btcusdt')
  await editor.getByRole('button', { name: 'Review' }).click()
  await review.getByRole('row', { name: /Limits of new keys none Symbols: BTCUSDT; Worth of an order: 500 USDT/ }).waitFor()
  assert.deepEqual(await scene.violations(), [])
  await review.getByRole('button', { name: /^Change the policy of/ }).click()
  await page.getByText('limits of new keys: ').waitFor()
  await scene.confirm()
  await review.waitFor({ state: 'detached' })
  await page.reload()
  await scene.until('the limit as it was saved', async () => await editor.getByLabel('Worth of an order').inputValue() === '500')
  await page.goto('/keys/create?preset=grid-bot')
  await page.getByRole('complementary').getByText('Reads and trades spot, in BTCUSDT alone, up to 500 USDT an order').waitFor()
})

test('what changes ask for is edited, and the next change asks so', async () => {
  const { page } = scene
  const editor = page.getByRole('region', { name: 'What changes ask for' })
  await page.goto('/settings?of=account')
  for (const factor of ['Authenticator code', 'Code by mail']) await editor.getByRole('group', { name: 'A plain change' }).getByLabel(factor).uncheck()
  await editor.getByRole('button', { name: 'Review' }).click()
  const review = page.getByRole('dialog', { name: 'Before and after' })
  await review.getByRole('row', { name: 'A plain change Authenticator code or Passkey or Code by mail Passkey' }).waitFor()
  await review.getByRole('button', { name: 'Change what is asked for' }).click()
  await scene.confirm()
  await review.waitFor({ state: 'detached' })
  await page.goto('/keys?q=made-portfolio')
  await page.getByRole('link', { name: /made-portfolio-tracker/ }).click()
  await scene.destroy(page.getByRole('button', { name: 'Disable : made-portfolio-tracker' }))
  const confirming = page.getByRole('dialog', { name: 'Confirm', exact: true })
  await confirming.getByRole('button', { name: 'Use a passkey' }).waitFor()
  assert.equal(await confirming.getByRole('textbox').count(), 0)
  await scene.confirm()
  await page.getByText('The key is disabled').waitFor()
})

test('a lockdown is spelled out, waits for the typed name, closes every key, and reports', async () => {
  const { page } = scene
  await page.goto('/lockdown')
  await page.getByText(/open keys disabled/).waitFor()
  await page.getByRole('switch', { name: 'End every session and token' }).uncheck()
  const button = page.getByRole('button', { name: `Lock down ${scene.owner.email}` })
  await page.getByLabel(/Type ".*" to go on/).fill('somebody else')
  assert.ok(await button.isDisabled())
  await page.getByLabel(/Type ".*" to go on/).fill(scene.owner.email)
  await button.click()
  await scene.confirmIfAsked()
  await page.getByRole('heading', { name: /^Incident/ }).waitFor()
  assert.deepEqual(await scene.violations(), [])
  const open = (await keysNamed('')).filter(({ state, accountEmail, environment }) => state === 'enabled' && accountEmail === scene.owner.email && environment === 'live')
  assert.deepEqual(open.map(({ label }) => label), [])
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'HTML' }).click()])
  assert.match(file.suggestedFilename(), /^incident-i_\w+\.html$/)
  assert.match(readFileSync(await file.path(), 'utf8'), /^<!doctype html>[\s\S]*What does not look like before/)
  await page.goto('/lockdown')
  await page.getByRole('region', { name: 'Earlier lockdowns' }).getByRole('link', { name: 'HTML' }).first().waitFor()
  assert.deepEqual(await scene.violations(), [])
  assert.deepEqual(scene.faults, [])
})

test('a session is ended from another one, and all of them at once: then everybody signs in again', async () => {
  const { page } = scene
  other = await ConsoleScene.open(browser, server)
  await other.signInByPasskeyOf(scene)
  await page.goto('/settings')
  const sessions = page.getByRole('region', { name: 'Sessions' })
  await sessions.getByRole('button', { name: /^End.*Chrome/ }).click()
  await sessions.getByRole('button', { name: /^End.*Chrome/ }).waitFor({ state: 'detached' })
  await scene.destroy(sessions.getByRole('button', { name: /^End all, this one too/ }))
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})

test('a lockdown that ends its reader\'s own session is reported all the same, until the page is left', async () => {
  const again = await ConsoleScene.open(browser, server)
  await again.signInByPasskeyOf(other)
  const { page } = again
  await page.goto('/lockdown')
  await page.getByLabel(/Type ".*" to go on/).fill(again.owner.email)
  await page.getByRole('button', { name: `Lock down ${again.owner.email}` }).click()
  await again.confirmIfAsked()
  await page.getByRole('heading', { name: /^Incident/ }).waitFor()
  await page.getByText('Your own session ended with the others.').waitFor()
  assert.equal(await page.evaluate<number>("fetch('/api/session').then(({ status }) => status)"), 401)
  assert.deepEqual(await again.violations(), [])
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goto('/incident')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  assert.deepEqual(again.faults, [])
})

interface Key { readonly label: string; readonly state: string; readonly permissions: readonly string[]; readonly accountEmail: string; readonly environment: string }

/** The keys whose label has the text, as the console's own session sees them. */
const keysNamed = async (text: string): Promise<readonly Key[]> => {
  const { value } = await scene.page.evaluate<{ readonly value: readonly Key[] }>("fetch('/api/keys').then((answer) => answer.json())")
  return value.filter(({ label }) => label.includes(text))
}
