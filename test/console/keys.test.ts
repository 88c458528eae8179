import assert from 'node:assert/strict'
import { test } from 'node:test'
import ccxt from 'ccxt'
import type { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

let server: RunningServer
let scene: ConsoleScene
openConsole({ options: [], prepare: async (opened) => { ({ server, scene } = opened) } })

const HOSTILE = '<img src=x onerror="document.title=\'owned\'">&amp;"\''

/** Everything that a browser could have kept of a secret. */
const traces = async (secret: string): Promise<readonly string[]> => {
  const { page } = scene
  const kept = await page.evaluate<Readonly<Record<string, string>>>(`({ page: document.documentElement.outerHTML, local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage), url: location.href, history: JSON.stringify(history.state) ?? '', fields: [...document.querySelectorAll('input,textarea')].map((field) => field.value).join('\\n') })`)
  return Object.entries(kept).filter(([, text]) => text.includes(secret)).map(([where]) => where)
}

let secretKey = ''
let apiKey = ''

test('a key is made with the keyboard alone: purpose, rights, where, how long, confirm, the secret once', async () => {
  const { page } = scene
  await page.goto('/keys/create')
  const press = async (...keys: readonly string[]): Promise<void> => { for (const key of keys) await page.keyboard.press(key) }
  /** Tabs on until what has the focus answers to the name. */
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let steps = 0; steps < 90; steps += 1) {
      const focused = await page.evaluate<string>("(() => { const one = document.activeElement; return one === document.body ? '' : one instanceof HTMLInputElement ? (one.labels?.[0]?.textContent ?? '') + ' ' + (one.getAttribute('aria-label') ?? '') : one?.textContent ?? '' })()")
      if (name.test(focused)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`nothing called ${name} takes the focus`)
  }
  await page.getByRole('heading', { name: 'Create API' }).waitFor()
  await tabTo(/^Make a key for it$/)
  await press('Enter')
  await page.getByRole('radio', { name: /Grid bot/ }).waitFor()
  await tabTo(/Something else/)
  await press('ArrowDown')
  await page.getByRole('radio', { name: /Dashboard/, checked: true }).waitFor()
  await press('ArrowDown')
  await page.getByRole('radio', { name: /Grid bot/, checked: true }).waitFor()
  await tabTo(/^Label/)
  await page.keyboard.type('grid-bot-btc')
  await press('Enter')
  await page.getByRole('heading', { name: 'What may it do?' }).waitFor()
  assert.ok(await page.getByRole('switch', { name: 'Enable Spot & Margin Trading' }).isChecked())
  assert.ok(await page.getByRole('switch', { name: 'Enable Withdrawals' }).isDisabled())
  await tabTo(/^Next$/)
  await press('Enter')
  await page.getByRole('heading', { name: 'From where may it be used?' }).waitFor()
  await tabTo(/^Add an address/)
  await page.keyboard.type('127.0.0.0/33')
  await page.getByText('After the slash stands a number of bits.').waitFor()
  await press('Control+a', 'Delete')
  await page.keyboard.type('127.0.0.1')
  await page.getByText('this machine itself').first().waitFor()
  await press('Enter')
  await tabTo(/^Next$/)
  await press('Enter')
  await page.getByRole('heading', { name: 'How long may it live?' }).waitFor()
  await tabTo(/^Next$/)
  await press('Enter')
  await page.getByRole('heading', { name: 'Check and confirm' }).waitFor()
  await page.getByText(/Reads and trades spot, only from 127\.0\.0\.1/).first().waitFor()
  await tabTo(/^Create grid-bot-btc$/)
  await press('Enter')
  await scene.confirm()
  await page.getByRole('heading', { name: 'grid-bot-btc is made' }).waitFor()
  apiKey = await page.getByRole('status', { name: 'API Key' }).innerText()
  secretKey = await page.getByRole('status', { name: 'Secret Key' }).innerText()
  assert.match(apiKey, /^bit1\w{60}$/)
  assert.match(secretKey, /^bis1\w{60}$/)
})

test('leaving an unsaved secret warns; once saved it is gone from page, storage, address and history', async () => {
  const { page } = scene
  await page.getByRole('link', { name: 'Learn' }).first().click()
  const warning = page.getByRole('dialog', { name: 'The secret is not saved yet' })
  await warning.getByRole('button', { name: 'Stay' }).click()
  assert.deepEqual(await traces(secretKey), ['page'])
  await page.getByRole('button', { name: 'I have saved it' }).click()
  await page.getByRole('heading', { name: 'grid-bot-btc', level: 1 }).waitFor()
  assert.deepEqual(await traces(secretKey), [])
  await page.goBack()
  await page.waitForLoadState()
  assert.deepEqual(await traces(secretKey), [])
})

test('a key that ccxt uses changes its page: last use, calls, and the address it came from', async () => {
  const { page } = scene
  await page.goto('/keys?q=grid-bot-btc')
  await page.getByRole('link', { name: /grid-bot-btc/ }).click()
  await page.getByText('Nothing called with this key yet.').waitFor()
  const exchange = new ccxt.binance({ apiKey, secret: secretKey, options: { fetchCurrencies: false, fetchMarkets: ['spot'], adjustForTimeDifference: false } })
  const urls = exchange.urls['api'] as Record<string, string>
  for (const [name, url] of Object.entries(urls)) if (typeof url === 'string') urls[name] = url.replace(/^https:\/\/[^/]+/, server.demo.rest)
  await exchange.fetchBalance({ type: 'spot' })
  await page.getByRole('region', { name: 'Calls' }).first().getByText('GET /api/v3/account').first().waitFor()
  assert.equal(await page.getByText('Nothing called with this key yet.').count(), 0)
})

test('rights are edited in place: before and after are reviewed, confirmed by fresh factors, and in force', async () => {
  const { page } = scene
  await page.getByRole('button', { name: 'Edit rights' }).click()
  const panel = page.getByRole('dialog', { name: 'Edit rights' })
  await panel.getByRole('switch', { name: 'Enable Spot & Margin Trading' }).uncheck()
  await panel.getByRole('button', { name: 'Review' }).click()
  const review = page.getByRole('dialog', { name: 'Before and after' })
  await review.getByText('− less').waitFor()
  await review.getByRole('button', { name: 'Change grid-bot-btc' }).click()
  await scene.confirm('passkey')
  await page.getByText('Changed. It is in force from the next request on.').waitFor()
  const shown = await scene.operator.keysShow('grid-bot-btc')
  assert.ok(shown.ok)
  assert.deepEqual(shown.value.permissions, ['reading'])
})

test('a refusal is explained, each check with a tick or a cross, and the button there mends it', async () => {
  const { page } = scene
  const signed = async (): Promise<Response> => {
    const exchange = new ccxt.binance({ apiKey, secret: secretKey })
    const request = exchange.sign('order', 'private', 'POST', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '50' })
    return fetch(request.url.replace(/^https:\/\/[^/]+/, server.demo.rest), { method: 'POST', headers: request.headers as Record<string, string>, ...(request.body && { body: request.body as string }) })
  }
  const refused = await signed()
  assert.equal(refused.status, 401)
  await page.goto('/refused')
  await page.getByLabel('Request id').fill(refused.headers.get('x-mbx-uuid') ?? '')
  await page.getByRole('button', { name: 'Explain', exact: true }).click()
  const decision = page.getByRole('article', { name: 'Decision of one request' })
  await decision.getByText('failed here').waitFor({ state: 'attached' })
  assert.deepEqual(await scene.violations(), [])
  await decision.getByRole('button', { name: 'Switch on: Enable Spot & Margin Trading' }).click()
  await scene.confirm()
  await decision.getByText('Mended. The next request is judged by it.').waitFor()
  assert.equal((await signed()).status, 200)
})

test('limits are set, told and taken away in place; what is no number is refused and takes nothing away', async () => {
  const { page } = scene
  const limitsNow = async () => {
    const shown = await scene.operator.keysShow('grid-bot-btc')
    assert.ok(shown.ok)
    return shown.value.guardRails
  }
  await page.goto('/keys?q=grid-bot-btc')
  await page.getByRole('link', { name: /grid-bot-btc/ }).click()
  const limits = page.getByRole('region', { name: 'Limits' })
  await limits.getByText('None: the key may do all that its rights open.').waitFor()
  const panel = page.getByRole('dialog', { name: 'Edit limits' })
  const change = async (...fields: readonly (readonly [label: string, text: string, group?: string])[]): Promise<void> => {
    await limits.getByRole('button', { name: 'Edit limits' }).click()
    for (const [label, text, group] of fields) await (group === undefined ? panel : panel.getByRole('group', { name: group })).getByLabel(label, { exact: true }).fill(text)
    await panel.getByRole('button', { name: 'Review' }).click()
    await page.getByRole('dialog', { name: 'Before and after' }).getByRole('button', { name: 'Change grid-bot-btc' }).click()
  }
  const perDay = 'Worth of all orders in so many hours'
  await change(['Symbols', 'btcusdt ethusdt'], ['Amount (USDT)', '60', perDay], ['From', '00:00', 'Hours of the day'], ['Until', '23:59', 'Hours of the day'], ['Time zone', 'Asia/Shanghai', 'Hours of the day'])
  await scene.confirm('passkey')
  await limits.getByText('60 USDT / 24 h').waitFor()
  await limits.getByText('00:00–23:59 Asia/Shanghai').waitFor()
  assert.deepEqual(await limitsNow(), { symbols: ['BTCUSDT', 'ETHUSDT'], notionalPerWindow: { amount: '60', hours: 24 }, hours: { from: '00:00', until: '23:59', zone: 'Asia/Shanghai' } })
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '50' }
  const key = { apiKey, secretKey, permissions: [] }
  assert.equal((await signedCall(server.demo.rest, key, 'POST', '/api/v3/order', order)).status, 200)
  const refused = await signedCall<{ code: number; msg: string }>(server.demo.rest, key, 'POST', '/api/v3/order', order)
  assert.deepEqual([refused.status, refused.body.code], [400, -2010])
  assert.match(refused.body.msg, /notionalPerWindow/)
  await page.reload()
  await limits.getByText('10 USDT left now').waitFor()
  await change(['In hours (up to 168)', 'a day', perDay])
  await page.getByRole('dialog', { name: 'Before and after' }).getByRole('alert').waitFor()
  await page.getByRole('button', { name: 'Back' }).last().click()
  await panel.getByRole('button', { name: 'Cancel' }).click()
  await change(['Symbols', ''], ['Amount (USDT)', '', perDay])
  await scene.confirm()
  await limits.getByText('60 USDT / 24 h').waitFor({ state: 'detached' })
  assert.deepEqual(Object.keys(await limitsNow()), ['hours'])
  assert.deepEqual(await scene.violations(), [])
})

test('an Ed25519 pair made in the browser never sends its private half', async () => {
  const { page } = scene
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  await page.goto('/keys/create?preset=dashboard')
  await page.getByLabel('Label').fill('dashboard-ed25519')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: /Add mine/ }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('radio', { name: /I keep the private key/ }).check()
  await page.getByRole('button', { name: 'Create dashboard-ed25519' }).click()
  await scene.confirm('passkey')
  const privateKey = await page.getByRole('status', { name: /Private key/ }).innerText()
  assert.match(privateKey, /BEGIN PRIVATE KEY/)
  const body = privateKey.split('\n')[1] ?? ''
  assert.ok(body.length > 60 && sent.every((text) => !text.includes(body) && !text.includes('PRIVATE')), 'nothing that was sent holds the private half')
  assert.ok(sent.some((text) => text.includes('PUBLIC KEY')))
  await page.getByRole('button', { name: 'I have saved it' }).click()
  await page.getByRole('heading', { name: 'dashboard-ed25519', level: 1 }).waitFor()
  assert.deepEqual(await traces(body), [])
})

test('labels of strangers are shown as text and run nothing', async () => {
  const { page } = scene
  await page.goto('/keys/create?path=classic')
  await page.getByLabel('Label of the API key').fill(HOSTILE)
  await page.getByRole('button', { name: 'Create API' }).click()
  await scene.confirm('passkey')
  await page.getByRole('button', { name: 'I have saved it' }).click()
  await page.getByRole('heading', { name: HOSTILE, level: 1 }).waitFor()
  await page.goto('/keys')
  await page.getByRole('link', { name: HOSTILE }).waitFor()
  assert.equal(await page.locator('img').count(), 0)
  assert.doesNotMatch(await page.title(), /owned/)
  assert.deepEqual(scene.faults, [])
})
