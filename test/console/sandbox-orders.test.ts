import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import type { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

let server: RunningServer
let scene: ConsoleScene
openConsole({ options: [], prepare: async (opened) => { ({ server, scene } = opened) } })

const goTo = async (desk: string, label: string): Promise<void> => {
  await scene.page.goto(`/sandbox?desk=${desk}`)
  await scene.page.getByLabel('Acting as').selectOption({ label })
}
const part = (name: string): Locator => scene.page.getByRole('region', { name, exact: true })
const openOrders = async (): Promise<readonly { type: string }[]> => (await signedCall<readonly { type: string }[]>(server.demo.rest, server.demo.keys.trade, 'GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' })).body

test('lists of orders are written in the ticket, and all of a symbol are cancelled at once behind a list of what that ends', async () => {
  const { page } = scene
  await goTo('spot', 'trade')
  const ticket = part('Order')
  for (const [kind, hasStop] of [['OTO', false], ['OTOCO', true], ['OPO', false], ['OPOCO', true]] as const) {
    await ticket.getByLabel('Type').selectOption(kind)
    await ticket.getByRole('textbox', { name: 'Price', exact: true }).fill('40000')
    await ticket.getByLabel('Then sell at').fill('150000')
    if (hasStop) await ticket.getByLabel('Trigger price').fill('30000')
    await ticket.getByRole('button', { name: 'Buy BTCUSDT' }).click()
    await ticket.getByText(/Order list \d+: placed/).waitFor()
  }
  const count = (await openOrders()).length
  assert.equal(count, 10, 'what follows is an order that waits')
  await page.getByRole('tab', { name: 'Open orders' }).click()
  await page.getByRole('button', { name: `Cancel all of BTCUSDT (${count}) …` }).click()
  const dialog = page.getByRole('dialog', { name: 'Cancel all open orders of BTCUSDT' })
  assert.equal(await dialog.getByRole('listitem').count(), count)
  await dialog.getByRole('button', { name: 'Keep them' }).click()
  assert.equal((await openOrders()).length, count)
  await page.getByRole('button', { name: /^Cancel all of BTCUSDT/ }).click()
  await dialog.getByRole('button', { name: `Cancel ${count} orders of BTCUSDT` }).click()
  await page.getByText('No order of BTCUSDT is open any more.').waitFor()
  await page.getByText('No open order.').waitFor()
  assert.deepEqual(await openOrders(), [])
  await ticket.getByText('Sell', { exact: true }).click()
  await ticket.getByRole('textbox', { name: 'Price', exact: true }).fill('150000')
  await ticket.getByLabel('Then buy at').fill('40000')
  await ticket.getByRole('button', { name: 'Sell BTCUSDT' }).click()
  await ticket.getByRole('alert').filter({ hasText: '-1222' }).waitFor()
})

test('a list on margin is placed there, and of contracts the conditional orders end with the others', async () => {
  const { page } = scene
  await goTo('margin', 'margin')
  const ticket = part('Order')
  await ticket.getByLabel('Type').selectOption('OTO')
  await ticket.getByRole('textbox', { name: 'Price', exact: true }).fill('40000')
  await ticket.getByLabel('Then sell at').fill('150000')
  await ticket.getByRole('button', { name: 'Buy BTCUSDT' }).click()
  await ticket.getByText(/Order list \d+: placed/).or(ticket.getByRole('alert')).first().waitFor()
  await page.getByRole('tab', { name: 'Open orders' }).click()
  await page.getByRole('button', { name: 'Cancel all of BTCUSDT (2) …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel 2 orders of BTCUSDT' }).click()
  await page.getByText('No open order.').waitFor()
  await goTo('futures', 'futures')
  for (const [type, field] of [['LIMIT', 'Price'], ['STOP_MARKET', 'Trigger price']] as const) {
    await ticket.getByLabel('Type').selectOption(type)
    if (type === 'STOP_MARKET') await ticket.getByText('Sell', { exact: true }).click()
    await ticket.getByRole('textbox', { name: field, exact: true }).fill('60000')
    await ticket.getByRole('button', { name: /BTCUSDT$/ }).click()
    await ticket.getByText(/Order \d+: open/).waitFor()
  }
  await page.getByRole('tab', { name: 'Open orders' }).click()
  await page.getByRole('button', { name: 'Cancel all of BTCUSDT (2) …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel 2 orders of BTCUSDT' }).click()
  await page.getByText('No open order.').waitFor()
})

test('margin is added to an isolated position and taken off; more than it can spare is refused in place', async () => {
  const { page } = scene
  await goTo('futures', 'futures')
  const settings = part('Settings').filter({ has: page.getByLabel('Leverage') })
  await settings.getByLabel('Margin').selectOption('ISOLATED')
  await settings.getByText('Set.', { exact: true }).waitFor()
  const ticket = part('Order')
  await ticket.getByRole('button', { name: 'Buy BTCUSDT' }).click()
  await ticket.getByText(/Order \d+: filled/).waitFor()
  const position = page.getByRole('row', { name: /BTCUSDT · Long/ })
  const margin = async (): Promise<number> => Number(/Isolated ([\d,.]+)/.exec(await position.innerText())?.[1]?.replaceAll(',', ''))
  await position.getByRole('button', { name: /Margin of BTCUSDT/ }).click()
  const form = page.getByRole('form', { name: 'Margin of BTCUSDT' })
  const before = await margin()
  await form.getByLabel('Amount').fill('50')
  await form.getByRole('button', { name: 'Add 50 USDT' }).click()
  await form.getByText('The margin of BTCUSDT is changed').waitFor()
  await scene.until('the margin grew by 50', async () => Math.abs(await margin() - before - 50) < 0.02)
  await form.getByText('Take off', { exact: true }).click()
  // Not all of it: a position that is a little under water needs some.
  await form.getByLabel('Amount').fill('30')
  await form.getByRole('button', { name: 'Take 30 USDT off' }).click()
  await form.getByText('The margin of BTCUSDT is changed').waitFor()
  await scene.until('30 of it came back', async () => Math.abs(await margin() - before - 20) < 0.02)
  await form.getByLabel('Amount').fill('900000')
  await form.getByRole('button', { name: 'Take 900,000 USDT off' }).click()
  await form.getByRole('alert').filter({ hasText: 'Refused' }).waitFor()
  await form.getByRole('button', { name: 'Close' }).click()
  await form.waitFor({ state: 'detached' })
})

test('funds go from spot into the isolated wallet of a pair, and back as far as they are free', async () => {
  const { page } = scene
  await goTo('margin', 'margin')
  await part('Order').getByText('Isolated', { exact: true }).click()
  const moving = part('Isolated wallet of BTCUSDT')
  const held = page.getByRole('row', { name: /^USDT/ })
  const before = await held.innerText()
  await moving.getByLabel('Amount to move').fill('123')
  await moving.getByRole('button', { name: 'Move 123 USDT in' }).click()
  await moving.getByText(/Transferred: \d+/).waitFor()
  await scene.until('the wallet has more', async () => await held.innerText() !== before)
  await moving.getByText('To spot', { exact: true }).click()
  await moving.getByRole('button', { name: 'Move 123 USDT out' }).click()
  await moving.getByText(/Transferred: \d+/).waitFor()
  await scene.until('the wallet is as before', async () => await held.innerText() === before)
  await moving.getByLabel('Amount to move').fill('99000000')
  await moving.getByRole('button', { name: 'Move 99,000,000 USDT out' }).click()
  await moving.getByRole('alert').filter({ hasText: 'Refused' }).waitFor()
})

test('an order to convert waits for its price with what it holds, and is taken back', async () => {
  const { page } = scene
  await goTo('convert', 'trade')
  await page.getByText('At a price', { exact: true }).click()
  await page.getByLabel('Once the price is').fill('30000')
  await page.getByRole('button', { name: 'Buy 0.01 BTC at that price' }).click()
  await page.getByText(/Order \d+ waits for its price/).waitFor()
  const row = page.getByRole('row', { name: /300 USDT.*0.01 BTC/ })
  await row.getByRole('button', { name: /Cancel/ }).click()
  await page.getByText('Nothing waits.').waitFor()
  assert.deepEqual(scene.faults, [])
})
