import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditEntrySummary, KeySummary, ReviewSummary } from '../../src/operations/operator.ts'
import { bittingOn } from '../harness/bitting-command.ts'
import type { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

let server: RunningServer
let scene: ConsoleScene
openConsole({ prepare: async (opened) => { ({ server, scene } = opened) } })

const run = (...words: string[]): Promise<string> => bittingOn(server, ...words)
const keyNamed = async (label: string): Promise<KeySummary | undefined> => (await scene.asks<readonly KeySummary[]>('/api/keys')).find((key) => key.label === label)

test('without a rhythm every key stands there all the same, with the way to set one', async () => {
  const { page } = scene
  await page.goto('/reviews')
  const group = page.getByRole('region', { name: 'Without a rhythm' })
  await group.getByRole('listitem', { name: 'trade', exact: true }).getByText('Never used.').waitFor()
  await page.getByRole('link', { name: 'Set the rhythm' }).click()
  await page.getByLabel('Days between reviews of a key').waitFor()
})

test('what is due shows its use; it is kept with a note, narrowed by exactly what was marked, or deleted by its name', async () => {
  const { page } = scene
  const { read, all } = server.demo.keys
  await run('policy', 'edit', '--set', 'reviewEveryDays=30', '--demo-codes')
  for (let call = 0; call < 60; call += 1) assert.equal((await signedCall(server.demo.rest, all, 'GET', '/api/v3/account')).status, 200)
  await run('clock', '+31d')
  await page.goto('/reviews')
  const due = page.getByRole('region', { name: 'Due', exact: true })
  const used = due.getByRole('listitem', { name: 'all', exact: true })
  assert.match(await used.innerText(), /Last used [^]* from\s+127\.0\.0\.1\.?\s+Uses: reads\.[^]*Turn off trades spot, .*withdraws: no call needed it\./)

  await due.getByRole('button', { name: 'Keep: read', exact: true }).click()
  const keeping = page.getByRole('dialog', { name: 'Keep read as it is' })
  await keeping.getByLabel('Note').fill('the dashboard reads with it')
  await keeping.getByRole('button', { name: 'Keep read as it is' }).click()
  await scene.confirm()
  await page.getByText('read stays as it is.').waitFor()
  await page.getByRole('region', { name: 'Reviewed' }).getByRole('listitem', { name: 'read', exact: true }).getByText('the dashboard reads with it').waitFor()

  await due.getByRole('button', { name: 'Narrow: all', exact: true }).click()
  const narrowing = page.getByRole('dialog', { name: 'Narrow all' })
  // What no call needed is marked already; one of it stays by the reader's own choice.
  assert.equal(await narrowing.getByRole('checkbox', { name: 'Enable Spot & Margin Trading' }).isChecked(), true)
  assert.equal(await narrowing.getByRole('checkbox', { name: 'Enable Reading' }).isChecked(), false)
  await narrowing.getByRole('checkbox', { name: 'Enable Spot & Margin Trading' }).uncheck()
  await narrowing.getByRole('button', { name: 'Narrow all' }).click()
  await scene.confirm()
  await page.getByText('all is narrower now.').waitFor()
  assert.deepEqual((await keyNamed('all'))?.permissions, ['reading', 'spotAndMarginTrading'])

  await due.getByRole('button', { name: 'Delete: otherAddress', exact: true }).click()
  const deleting = page.getByRole('dialog', { name: 'Delete otherAddress' })
  const go = deleting.getByRole('button', { name: 'Delete otherAddress' })
  assert.equal(await go.isDisabled(), true)
  await deleting.getByLabel('Type "otherAddress" to go on').fill('otherAddress')
  await go.click()
  await scene.confirm()
  await page.getByText('otherAddress is deleted.').waitFor()
  assert.equal(await keyNamed('otherAddress'), undefined)
  assert.equal((await signedCall(server.demo.rest, read, 'GET', '/api/v3/account')).status, 200)
  const rows = JSON.parse(await run('audit', 'list', '--act', 'key.review', '--json')) as AuditEntrySummary[]
  assert.equal(rows.length, 3)
})

test('several keys are kept at once, by one confirmation', async () => {
  const { page } = scene
  await page.goto('/reviews')
  const due = page.getByRole('region', { name: 'Due', exact: true })
  await due.getByRole('checkbox', { name: 'Mark trade', exact: true }).check()
  await due.getByRole('checkbox', { name: 'Mark ed25519', exact: true }).check()
  await page.getByRole('button', { name: 'Keep 2 keys as they are' }).click()
  const keeping = page.getByRole('dialog', { name: 'Keep 2 keys as they are' })
  await keeping.getByText('Nothing changes but the date of its next review').waitFor()
  for (const label of ['trade', 'ed25519']) await keeping.getByRole('listitem').filter({ hasText: new RegExp(`^${label}`) }).getByText('Reads').waitFor()
  await keeping.getByLabel('Note').fill('both bots run')
  await keeping.getByRole('button', { name: 'Keep 2 keys as they are' }).click()
  await page.getByText('You confirm exactly these 2 changes:').waitFor()
  await scene.confirm()
  await page.getByText('2 keys stay as they are.').waitFor()
  const reviewed = page.getByRole('region', { name: 'Reviewed' })
  for (const label of ['trade', 'ed25519']) await reviewed.getByRole('listitem', { name: label, exact: true }).getByText('both bots run').waitFor()
})

test('an overdue review stands on the overview, settled there by one step', async () => {
  const { page } = scene
  await run('clock', '+15d')
  await page.goto('/')
  const item = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Keep/ }) }).first()
  const label = await item.getByRole('link').first().innerText()
  assert.ok((await scene.asks<readonly ReviewSummary[]>('/api/reviews')).some(({ key, state }) => key.label === label && state === 'overdue'), label)
  assert.equal(await item.getByRole('link', { name: /^Review/ }).getAttribute('href'), '/reviews')
  await item.getByRole('button', { name: /^Keep/ }).click()
  await scene.confirm()
  await scene.until('the review is done', async () => (await scene.asks<readonly ReviewSummary[]>('/api/reviews')).some(({ key, state }) => key.label === label && state === 'later'))
  await page.getByRole('listitem').filter({ has: page.getByRole('link', { name: label, exact: true }) }).filter({ has: page.getByRole('button', { name: /^Keep/ }) }).waitFor({ state: 'detached' })
})

test('the whole of it goes by keyboard, also on a phone', async () => {
  const { page } = scene
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/reviews')
  const button = page.getByRole('button', { name: /^Keep: / }).first()
  await button.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Note').waitFor()
  assert.deepEqual(await scene.violations(), [])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.match(await page.evaluate('document.activeElement.ariaLabel'), /^Keep: /)
  await page.setViewportSize({ width: 1440, height: 900 })
})
