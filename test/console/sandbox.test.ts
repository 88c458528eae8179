import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Locator } from 'playwright-core'
import { RunningServer } from '../harness/running-server.ts'
import { openBrowser } from './browser.ts'
import { ConsoleScene } from './console-scene.ts'

let server: RunningServer
let browser: Browser
let scene: ConsoleScene
before(async () => {
  [server, browser] = await Promise.all([RunningServer.start(), openBrowser()])
  scene = await ConsoleScene.open(browser, server)
  await scene.signIn()
  await scene.addPasskey()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const DESKS = ['spot', 'margin', 'futures', 'convert', 'wallets', 'scenarios', 'state'] as const

const goTo = async (desk: (typeof DESKS)[number], further = ''): Promise<void> => {
  await scene.page.goto(`/sandbox?desk=${desk}${further}`)
  await scene.page.getByRole('navigation', { name: 'Parts of the sandbox' }).waitFor()
}
const actAs = (label: string): Promise<unknown> => scene.page.getByLabel('Acting as').selectOption({ label })
/** What the page shows once it is as it should be; the page's own limit of time ends the waiting. */
const shown = async <Value>(read: () => Promise<Value>, isFit: (value: Value) => boolean): Promise<Value> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const value = await read()
    if (isFit(value)) return value
    await scene.page.waitForTimeout(50)
  }
  throw new Error(`it stayed ${String(await read())}`)
}
const part = (name: string): Locator => scene.page.getByRole('region', { name, exact: true })

test('an order in the sandbox as a read-only key is refused in place, and leads to its reason', async () => {
  const { page } = scene
  await goTo('spot')
  await actAs('read')
  await page.getByRole('button', { name: 'Buy BTCUSDT' }).click()
  const refusal = page.getByRole('alert').filter({ hasText: '-2015' })
  await refusal.waitFor()
  assert.match(await refusal.getByRole('link', { name: 'Why was I refused?' }).getAttribute('href') ?? '', /^\/refused\?request=/)
  await actAs('trade')
  await refusal.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Buy BTCUSDT' }).click()
  await page.getByText(/Order \d+: FILLED/).waitFor()
  await page.getByLabel('From address').fill('198.51.100.9')
  await page.getByRole('button', { name: 'Buy BTCUSDT' }).click()
  await refusal.first().waitFor()
})

test('every type of a spot order is written, judged or placed, seen among the open ones and cancelled', async () => {
  const { page } = scene
  await goTo('spot')
  await actAs('trade')
  const ticket = part('Order')
  await ticket.getByLabel('Type').selectOption('STOP_LOSS')
  await ticket.getByText('A distance').click()
  await ticket.getByRole('textbox', { name: /Distance/ }).fill('100')
  await ticket.getByRole('button', { name: 'Only test it' }).click()
  await ticket.getByText('It would be taken. Nothing was placed.').waitFor()
  const offered = await ticket.getByLabel('Type').locator('option').evaluateAll((all) => all.map((one) => one.getAttribute('value')))
  assert.deepEqual(offered.toSorted(), ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'])
  await ticket.getByLabel('Type').selectOption('LIMIT')
  await ticket.getByRole('textbox', { name: 'Price' }).fill('30000')
  await ticket.getByRole('button', { name: 'Buy BTCUSDT' }).click()
  await ticket.getByText(/Order \d+: NEW/).waitFor()
  await page.getByRole('tab', { name: 'Open orders' }).click()
  await page.getByRole('row', { name: /BTCUSDT.*Limit.*30,000/ }).getByRole('button', { name: /Cancel/ }).click()
  await page.getByText(/Order \d+ is cancelled/).waitFor()
  await page.getByText('No open order.').waitFor()
  await ticket.getByLabel('Takes its price from').selectOption('PRIMARY_PEG')
  await ticket.getByRole('button', { name: 'Buy BTCUSDT' }).click()
  await ticket.getByText(/Order \d+: (NEW|FILLED|PARTIALLY_FILLED)/).waitFor()
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByRole('row', { name: /30,000.*cancelled/ }).waitFor()
})

test('margin: a loan by hand, an order that borrows, the level, and the interest of the loan', async () => {
  const { page } = scene
  await goTo('margin')
  await actAs('margin')
  await page.getByText('owes nothing').waitFor()
  const loan = part('Loan')
  await loan.getByRole('button', { name: 'Borrow 1000 USDT' }).click()
  await loan.getByText('Borrowed. Interest runs').waitFor()
  await page.getByText('owes nothing').waitFor({ state: 'detached' })
  const ticket = part('Order')
  await ticket.getByText('Isolated', { exact: true }).click()
  await ticket.getByLabel('Side effect').selectOption('MARGIN_BUY')
  await ticket.getByLabel('Quantity').fill('0.3')
  await ticket.getByRole('button', { name: 'Buy BTCUSDT' }).click()
  await ticket.getByText(/Order \d+: FILLED/).waitFor()
  await page.getByText('Liquidation price').waitFor()
  await ticket.getByText('Cross', { exact: true }).click()
  await page.getByRole('tab', { name: 'Loans and interest' }).click()
  await page.getByRole('row', { name: /Interest at borrowing.*USDT/ }).waitFor()
  await actAs('trade')
  await loan.getByRole('button', { name: 'Borrow 1000 USDT' }).click()
  await loan.getByRole('alert').filter({ hasText: '-1002' }).waitFor()
})

test('futures: leverage, a position with its profit and liquidation price, an order that waits, hedge mode, and the way out', async () => {
  const { page } = scene
  await goTo('futures')
  await actAs('futures')
  await page.getByText('Next funding in').waitFor()
  const settings = part('Settings').filter({ has: page.getByLabel('Leverage') })
  await settings.getByLabel('Leverage').fill('50')
  await settings.getByRole('button', { name: 'Set', exact: true }).click()
  await settings.getByText('Set.', { exact: true }).waitFor()
  const ticket = part('Order')
  await ticket.getByRole('button', { name: 'Buy BTCUSDT' }).click()
  await ticket.getByText(/Order \d+: FILLED/).waitFor()
  const position = page.getByRole('row', { name: /BTCUSDT · Long.*50×/ })
  await position.waitFor()
  await ticket.getByLabel('Type').selectOption('STOP_MARKET')
  await ticket.getByText('Sell', { exact: true }).click()
  await ticket.getByLabel('Trigger price').fill('60000')
  await ticket.getByLabel('Close the whole position').check()
  await ticket.getByRole('button', { name: 'Sell BTCUSDT' }).click()
  await ticket.getByText(/Order \d+: NEW/).waitFor()
  await settings.getByLabel(/Hedge mode/).click()
  await settings.getByRole('alert').filter({ hasText: /-406[78]/ }).waitFor()
  await page.getByRole('tab', { name: 'Open orders' }).click()
  await page.getByRole('row', { name: /Stop market.*60,000.*whole position/ }).getByRole('button', { name: /Cancel/ }).click()
  await page.getByText('No open order.').waitFor()
  await page.getByRole('tab', { name: 'Positions' }).click()
  await position.getByRole('button', { name: /Close/ }).click()
  await page.getByText('The position in BTCUSDT is closed.').waitFor()
  await page.getByText('No position.').waitFor()
  await settings.getByLabel(/Hedge mode/).click()
  await ticket.getByText('Short', { exact: true }).waitFor()
  await page.getByRole('tab', { name: 'Income' }).click()
  await page.getByRole('row', { name: /Realised profit.*BTCUSDT/ }).first().waitFor()
})

test('convert: a quote, its price taken, and the history', async () => {
  const { page } = scene
  await goTo('convert')
  await actAs('trade')
  await page.getByRole('button', { name: 'Get a quote' }).click()
  await page.getByRole('button', { name: /Accept the quote/ }).click()
  await page.getByText(/Converted: order \d+/).waitFor()
  await page.getByRole('row', { name: /100 USDT.*BTC/ }).waitFor()
})

test('wallets: totals in one asset, the faucet into funding, a transfer that is confirmed, and one to a sub-account', async () => {
  const { page } = scene
  await goTo('wallets')
  await actAs('transfer')
  const worthOf = async (wallet: string): Promise<number> => Number((await page.getByRole('button', { name: new RegExp(`^${wallet}`) }).innerText()).replace(/[^\d.]/g, ''))
  const total = part('Total')
  await total.getByText(/^[\d,]+\.\d\d USDT$/).waitFor()
  const futures = await worthOf('USD-M futures')
  const moving = part('Move funds')
  await moving.getByText('Funding', { exact: true }).click()
  await moving.getByLabel('Amount').fill('250')
  await moving.getByRole('button', { name: 'Deposit 250 USDT' }).click()
  await moving.getByText('250 USDT credited: Funding.').waitFor()
  await moving.getByRole('tab', { name: 'Transfer' }).click()
  await moving.getByLabel('From wallet').selectOption('funding')
  await moving.getByLabel('To wallet').selectOption('usdFutures')
  await moving.getByLabel('Amount').fill('400')
  await moving.getByRole('button', { name: 'Transfer 400 USDT' }).click()
  await scene.confirm()
  await moving.getByText(/Transferred: \d+/).waitFor()
  assert.equal(await shown(() => worthOf('USD-M futures'), (worth) => worth !== futures), futures + 400)
  await moving.getByRole('tab', { name: 'Sub-accounts' }).click()
  await moving.getByLabel('Amount').fill('75')
  await moving.getByRole('button', { name: 'Transfer 75 USDT' }).click()
  await scene.confirm()
  await moving.getByText(/Transferred: \d+/).waitFor()
  await moving.getByRole('row', { name: /USDT.*1,000,075/ }).waitFor()
  await actAs('read')
  await moving.getByRole('button', { name: 'Transfer 75 USDT' }).click()
  await scene.confirm()
  await moving.getByRole('alert').filter({ hasText: '-1002' }).waitFor()
})

test('a withdrawal says beforehand what the key and the white list let out, and is refused or taken accordingly', async () => {
  await goTo('wallets')
  await actAs('transfer')
  const moving = part('Move funds')
  await moving.getByRole('tab', { name: 'Withdraw' }).click()
  await moving.getByText('transfer may not withdraw: it will be refused.').waitFor()
  await moving.getByText('Withdrawals go anywhere.').or(moving.getByText('Withdrawals may go anywhere.')).waitFor()
  await actAs('withdraw')
  await moving.getByText('withdraw may withdraw.').waitFor()
  await moving.getByLabel('Address', { exact: true }).fill('0x52908400098527886E0F7030069857D2E4169EE7')
  await moving.getByRole('button', { name: 'Withdraw 50 USDT' }).click()
  await scene.confirm()
  await moving.getByText(/^Taken: /).waitFor()
  await moving.getByRole('row', { name: /USDT.*ETH/ }).waitFor()
  await moving.getByLabel('Amount').fill('9000000')
  await moving.getByRole('button', { name: 'Withdraw 9000000 USDT' }).click()
  await scene.confirm()
  await moving.getByRole('alert').filter({ hasText: /-40\d\d/ }).waitFor()
})

test('a key is rehearsed on the testnet: copied with its secret once, and used there', async () => {
  const { page } = scene
  await goTo('spot')
  await actAs('trade')
  await page.getByRole('button', { name: 'Copy trade to the testnet' }).click()
  await scene.confirm()
  const dialog = page.getByRole('dialog', { name: 'trade (testnet) is made' })
  assert.match(await dialog.getByLabel('Secret Key').innerText(), /^bis1/)
  await dialog.getByRole('button', { name: 'I have saved it' }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await page.getByRole('radio', { name: 'Testnet' }).isChecked(), true)
  assert.equal(await page.getByLabel('Acting as').locator('option:checked').innerText(), 'trade (testnet)')
  await page.getByText(/^\W*live$/).waitFor()
  await page.getByRole('button', { name: 'Buy BTCUSDT' }).click()
  await page.getByText(/Order \d+: FILLED/).waitFor()
})

test('the testnet is kept in a file, begun anew under its typed name, and put back', async () => {
  const { page } = scene
  await goTo('spot', '&environment=testnet')
  const bitcoin = (): Promise<string> => page.getByRole('row', { name: /^BTC / }).innerText()
  const before = await bitcoin()
  await goTo('state', '&environment=testnet')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the state' }).click()])
  const file = await download.path()
  await page.getByRole('button', { name: 'Reset Testnet' }).click()
  const dialog = page.getByRole('dialog', { name: 'Reset Testnet' })
  const button = dialog.getByRole('button', { name: 'Reset Testnet' })
  assert.ok(await button.isDisabled())
  await dialog.getByRole('textbox').fill('Testnet')
  await button.click()
  await page.getByText('Testnet is at its first moment.').waitFor()
  await goTo('spot', '&environment=testnet')
  assert.notEqual(await bitcoin(), before)
  await goTo('state', '&environment=testnet')
  await page.getByLabel('Choose a file').setInputFiles(file)
  const restoring = page.getByRole('dialog', { name: 'Put back' })
  await restoring.getByRole('textbox').fill('Testnet')
  await restoring.getByRole('button', { name: 'Put Testnet back' }).click()
  await page.getByRole('status').filter({ hasText: 'Testnet goes on from' }).waitFor()
  await goTo('spot', '&environment=testnet')
  assert.equal(await bitcoin(), before)
})

test('time is let pass on the testnet, and funding is in the income of whoever holds a position', async () => {
  const { page } = scene
  await goTo('futures', '&environment=testnet')
  await actAs('testnet')
  await part('Order').getByRole('button', { name: 'Buy BTCUSDT' }).click()
  await part('Order').getByText(/Order \d+: FILLED/).waitFor()
  await goTo('state', '&environment=testnet')
  await page.getByRole('button', { name: '8 h', exact: true }).click()
  await page.getByText('8 h ahead').waitFor()
  await goTo('futures', '&environment=testnet')
  await actAs('testnet')
  await page.getByRole('tab', { name: 'Income' }).click()
  await page.getByRole('row', { name: /Funding.*BTCUSDT.*USDT/ }).waitFor()
})

test('a scenario is started, told in a banner on every desk, and stopped; a faulty script is explained; one that is for good waits for the name', async () => {
  const { page } = scene
  await goTo('scenarios', '&environment=testnet')
  await page.getByRole('button', { name: /^Start.*A halted market/ }).click()
  const banner = page.getByRole('status').filter({ hasText: 'Scenario: A halted market' })
  await banner.getByText('Seed 42.').waitFor()
  await page.getByText(/Market halted\s*symbol BTCUSDT/).waitFor()
  await goTo('spot', '&environment=testnet')
  await banner.waitFor()
  await page.getByText('This market is halted').waitFor()
  await banner.getByRole('button', { name: 'Stop A halted market' }).click()
  await banner.waitFor({ state: 'detached' })
  await goTo('scenarios', '&environment=testnet')
  await page.getByRole('textbox', { name: 'Script' }).fill('name: 7')
  await page.getByRole('button', { name: 'Start this script' }).click()
  await page.getByRole('alert').filter({ hasText: 'name' }).waitFor()
  await page.getByRole('button', { name: /^Start.*A right withdrawn/ }).click()
  assert.ok(await page.getByRole('dialog').getByRole('button', { name: /Take the right from/ }).isDisabled())
})

test('by keyboard alone: tabs by arrows, an order by Enter; what lives on the page takes the focus from nobody', async () => {
  const { page } = scene
  await goTo('spot')
  await actAs('trade')
  await page.getByRole('tab', { name: 'Balances' }).focus()
  await page.keyboard.press('ArrowRight')
  assert.equal(await page.getByRole('tab', { name: 'Open orders' }).getAttribute('aria-selected'), 'true')
  const quantity = part('Order').getByLabel('Quantity')
  await quantity.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('0.02')
  const price = (): Promise<string | null> => part('Market').locator('p.numeric').first().textContent()
  const seen = await price()
  await shown(price, (now) => now !== seen)
  assert.equal(await page.locator(':focus').getAttribute('id'), await quantity.getAttribute('id'))
  await page.keyboard.press('Enter')
  await part('Order').getByText(/Order \d+: FILLED/).waitFor()
  assert.equal(await page.locator(':focus').getAttribute('id'), await quantity.getAttribute('id'))
})

test('each desk breaks no rule of accessibility in either theme, scrolls sideways on no phone, and speaks Chinese', async () => {
  const { page } = scene
  const found: string[] = []
  for (const desk of DESKS) {
    await goTo(desk)
    await page.locator('.shimmer').first().waitFor({ state: 'detached' })
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      for (const violation of await scene.violations()) found.push(`${desk} ${theme}: ${violation}`)
    }
    await page.setViewportSize({ width: 390, height: 844 })
    if (await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')) found.push(`${desk} scrolls sideways`)
    await page.setViewportSize({ width: 1440, height: 900 })
  }
  assert.deepEqual(found, [])
  await page.evaluate("localStorage.setItem('bitting.language', 'zh-Hans')")
  await page.goto('/sandbox?desk=wallets')
  await page.getByRole('heading', { name: '总额' }).waitFor()
  await page.evaluate("localStorage.setItem('bitting.language', 'en')")
  assert.deepEqual(scene.faults, [])
})
