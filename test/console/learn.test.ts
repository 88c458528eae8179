import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { english } from '../../console/src/features/learn/english.ts'
import { GUIDES, isQuestion, QUIZ, TRIES, type Try, type TryName } from '../../console/src/features/learn/guides.ts'
import { GUIDE_FILE, guideText } from '../../scripts/write-guide.ts'
import { PRESETS } from '../../src/authority/presets.ts'
import type { RunningServer } from '../harness/running-server.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

let server: RunningServer
let scene: ConsoleScene
openConsole({ prepare: async (opened) => { ({ server, scene } = opened) } })

const CLAIMS = Object.values(GUIDES).flatMap((claims) => Object.values(claims)) as readonly TryName[]

test('what is recommended to each type of user is what people were promised', () => {
  const told = (name: string) => { const { rights, furtherRights, entries, periodDays } = PRESETS.find((preset) => preset.name === name) ?? assert.fail(name); return [[...rights].join(), [...furtherRights].join(), entries.most, periodDays] }
  const trades = 'reading,spotAndMarginTrading'
  assert.deepEqual(['dashboard', 'grid-bot', 'market-maker', 'arbitrage', 'custody-settlement', 'one-time-script'].map(told), [
    ['reading', '', 1, 180], [trades, '', 1, 90], [trades, '', 3, 60], [trades, '', 2, 60], [trades, 'withdrawals', 1, 30], [trades, '', 1, 1],
  ])
})

test('the guide among the documents says what the page says', () => {
  assert.equal(readFileSync(GUIDE_FILE, 'utf8'), guideText(), 'write it anew: node scripts/write-guide.ts')
})

test('every way through the questions ends in a preset, or in no key at all', () => {
  const ends = new Set<string | null>()
  const walk = (at: string | null): void => {
    if (at !== null && isQuestion(at)) { walk(QUIZ[at].yes); walk(QUIZ[at].no) } else ends.add(at)
  }
  walk('account')
  assert.deepEqual([...ends].filter((end) => end !== null && !PRESETS.some(({ name }) => name === end)), [])
  assert.deepEqual(PRESETS.map(({ name }) => name).filter((name) => name !== 'canary' && !ends.has(name)), [], 'each preset for people is reached')
  assert.ok(ends.has(null))
})

test('behind each claim stands what tries it; each call that runs there is answered as the guide says, and a refusal is explained', async () => {
  const { page } = scene
  await page.goto('/learn')
  const claims = page.getByRole('main').getByRole('article').getByRole('listitem').filter({ has: page.locator('p') })
  await page.getByRole('button', { name: /^Try it/ }).first().waitFor()
  assert.equal(await page.locator('article li.border-l-2').count(), CLAIMS.length)
  assert.ok(await claims.count() > 0)
  const calls = CLAIMS.filter((name) => TRIES[name].on === 'sandbox')
  assert.ok(new Set(calls).size === Object.keys(english.trying.calls).length, 'each call is behind a claim')
  const buttons = page.getByRole('button', { name: /^Try it/ })
  assert.equal(await buttons.count(), calls.length, 'the demo has a key for each')
  for (let at = 0; at < calls.length; at += 1) {
    const claim = page.locator('article li.border-l-2').filter({ has: page.getByRole('button', { name: /^Try it/ }) }).nth(at)
    await claim.getByRole('button', { name: /^Try it/ }).click()
    await claim.getByText('as the guide says').waitFor().catch(async (error: unknown) => { throw new Error(`${calls[at]}: ${await claim.innerText()}`, { cause: error }) })
  }
  assert.deepEqual(await scene.violations(), [])
  await page.getByRole('link', { name: /Why\?.*another address/ }).first().click()
  await page.getByText('this came from 198.51.100.99').first().waitFor()
})

test('each page that a claim sends to is there, with a title of its own', async () => {
  const { page } = scene
  const pages = Object.values(TRIES).flatMap((one: Try) => (one.on === 'page' ? [`${one.to}${one.search ? `?${new URLSearchParams(one.search)}` : ''}`] : []))
  assert.deepEqual(Object.keys(TRIES).filter((name) => !CLAIMS.some((one) => one === name)), [], 'nothing is there to be tried that no claim has')
  for (const address of new Set(pages)) {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    assert.equal(await page.getByText('There is nothing at this address.').count(), 0, address)
  }
})

test('signing is followed with a key of one\'s own, and what stands at the end is answered by the exchange', async () => {
  const { page } = scene
  const { apiKey, secretKey } = server.demo.keys.trade as { readonly apiKey: string; readonly secretKey: string }
  await page.goto('/learn#signing')
  await page.getByLabel('As which key').selectOption({ label: 'trade' })
  await page.getByLabel('Its secret (or any text)').fill(secretKey)
  const payload = await page.getByLabel('Parameters, as sent').inputValue()
  await page.getByText(createHmac('sha256', secretKey).update(payload).digest('hex'), { exact: true }).waitFor()
  const told = await page.locator('output').last().innerText()
  const [, header = '', url = ''] = /-H 'X-MBX-APIKEY: (\w+)' '([^']+)'/.exec(told) ?? []
  assert.equal(header, apiKey)
  assert.equal((await fetch(url, { method: 'POST', headers: { 'X-MBX-APIKEY': header } })).status, 200)
  await page.goto('/keys')
  assert.equal(await page.evaluate<boolean>(`JSON.stringify([localStorage, sessionStorage, location.href]).includes('${secretKey}')`), false)
})

test('a service gets a key of its own without any secret: its pair, its address, reading alone, an end; one act closes it', async () => {
  const { page } = scene
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  await page.goto('/keys/create')
  await page.getByRole('link', { name: 'Give it a key of its own' }).click()
  await page.getByText('A key for a service: its name is the label.').waitFor()
  await page.getByLabel('Label', { exact: true }).fill('tracker.example')
  await page.getByRole('button', { name: 'Next' }).click()
  assert.equal(await page.getByRole('switch', { checked: true }).count(), 1, 'reading alone')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('Ask the service from which addresses it calls.').waitFor()
  assert.equal(await page.getByRole('button', { name: /Add mine/ }).count(), 0)
  await page.getByLabel('Add an address').fill('203.0.113.45')
  await page.getByLabel('Add an address').press('Enter')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('nobody gets a secret').waitFor()
  assert.deepEqual(await scene.violations(), [])
  await page.getByLabel('Public key (PEM)').fill(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  await page.getByRole('button', { name: 'Create tracker.example' }).click()
  await page.getByText(/Make the key "tracker.example" for .*: Reads, only from 203\.0\.113\.45, ends in 180 days\./).waitFor()
  await scene.confirm()
  const apiKey = await page.getByRole('status', { name: 'API Key' }).innerText()
  assert.equal(await page.getByRole('status', { name: 'Secret Key' }).count(), 0)
  await page.getByRole('button', { name: 'I have saved it' }).click()

  const call = async (method: string, path: string, from: string, parameters = ''): Promise<number> => {
    const payload = `${parameters}${parameters === '' ? '' : '&'}timestamp=${Date.now()}`
    const signature = encodeURIComponent(sign(null, Buffer.from(payload), privateKey).toString('base64'))
    return (await fetch(`${server.demo.rest}${path}?${payload}&signature=${signature}`, { method, headers: { 'X-MBX-APIKEY': apiKey, 'x-bitting-address': from } })).status
  }
  assert.equal(await call('GET', '/api/v3/account', '203.0.113.45'), 200)
  assert.equal(await call('GET', '/api/v3/account', '127.0.0.1'), 401, 'from its own addresses alone')
  assert.equal(await call('POST', '/api/v3/order/test', '203.0.113.45', 'symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=100'), 401, 'it places nothing')
  await page.getByRole('heading', { name: 'tracker.example', level: 1 }).waitFor()
  await scene.destroy(page.getByRole('button', { name: 'Disable : tracker.example' }))
  await scene.confirm()
  await page.getByText('The key is disabled').waitFor()
  assert.equal(await call('GET', '/api/v3/account', '203.0.113.45'), 401)
})

test('a service asks for its key by a link: the page opens filled in, with a warning and without rights that move funds; its reader narrows it and confirms', async () => {
  const { page } = scene
  const { publicKey } = generateKeyPairSync('ed25519')
  const asked = { for: 'other', label: 'bots.example', rights: 'reading,spotAndMarginTrading,universalTransfer,withdrawals,root', addresses: '203.0.113.45,203.0.113.46', days: '9999', publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() }
  await page.goto(`/keys/create?${new URLSearchParams(asked)}`)
  await page.getByText('A link asked for this key, in the name of "bots.example".').waitFor()
  assert.equal(await page.getByLabel('Label', { exact: true }).inputValue(), 'bots.example')
  const next = async (): Promise<void> => page.getByRole('button', { name: 'Next' }).click()
  await next()
  await page.getByRole('heading', { name: 'What may it do?' }).waitFor()
  assert.equal(await page.getByRole('switch', { checked: true }).count(), 2, 'reading and trading; nothing that moves funds, and nothing that is no right')
  await page.getByRole('switch', { name: 'Enable Spot & Margin Trading' }).click()
  await next()
  for (const address of ['203.0.113.45', '203.0.113.46']) await page.getByRole('button', { name: `Remove ${address}` }).waitFor()
  await page.getByRole('button', { name: 'Remove 203.0.113.46' }).click()
  await next()
  assert.equal(await page.getByLabel('Ends after so many days').inputValue(), '365')
  await next()
  assert.equal(await page.getByLabel('Public key (PEM)').inputValue(), asked.publicKey)
  assert.equal(await page.evaluate<boolean>("location.href.includes('publicKey')"), false, 'the address asks no second time')
  await page.getByRole('button', { name: 'Create bots.example' }).click()
  await page.getByText(/Make the key "bots\.example" for .*: Reads, only from 203\.0\.113\.45, ends in 365 days\./).waitFor()
  await scene.confirm()
  assert.match(await page.getByRole('status', { name: 'API Key' }).innerText(), /^bit1/)
  assert.equal(await page.getByRole('status', { name: 'Secret Key' }).count(), 0)
  await page.getByRole('button', { name: 'I have saved it' }).click()
})
