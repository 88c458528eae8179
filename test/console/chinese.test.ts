import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { chinese as w } from '../../console/src/words/chinese.ts'
import { REFUSAL_SAMPLES } from '../../src/gate/refusal.samples.ts'
import type { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import { Colleague } from './colleague.ts'
import { ConsoleScene, speakChinese } from './console-scene.ts'
import { openConsole } from './open-console.ts'
import { englishIn } from './english-in.ts'

let server: RunningServer
let browser: Browser
let scene: ConsoleScene
let bela: Colleague
/** Labels, addresses and names that people gave. */
let given: readonly string[] = []

openConsole({ prepare: async (opened) => {
  ({ server, browser, scene } = opened)
  bela = await Colleague.join(browser, scene, { name: 'Bela', email: 'bela@example.com', role: 'Approver' })
  scene.words = await speakChinese(scene.page)
  bela.words = await speakChinese(bela.page)
  const session = await scene.asks<{ readonly person: { readonly name: string; readonly email: string }; readonly accounts: readonly { readonly email: string; readonly label?: string }[] }>('/api/session')
  // Reasons in traces, as a page about an error names them; and what the venue answered, quoted as the wire has it.
  given = [...REFUSAL_SAMPLES.map(({ reason }) => reason), 'Filter failure: NOTIONAL', 'API-key', 'Bela', 'test key', 'laptop', 'demo', 'Chrome on Linux', 'grid-bot-btc, vps-1', session.person.name, session.person.email, ...session.accounts.flatMap(({ email, label }) => [email, label ?? '']), ...Object.keys(server.demo.keys)]
} })

/** English that a reader of Chinese meets on the page: texts, names of fields and buttons, titles. Code is no language. */
const englishOn = async (page: Page): Promise<readonly string[]> => {
  await page.getByRole('main').waitFor()
  await page.waitForLoadState('networkidle')
  const texts = await page.evaluate<readonly string[]>(`(() => {
    const told = []
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) told.push(node.textContent)
      else if (node instanceof Element && !['CODE', 'PRE', 'SCRIPT', 'STYLE', 'TEXTAREA'].includes(node.tagName) && node.lang !== 'en' && !node.classList.contains('mono')) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) if (node.hasAttribute(name)) told.push(node.getAttribute(name))
        node.childNodes.forEach(walk)
      }
    }
    document.querySelectorAll('main, dialog, [role=dialog]').forEach(walk)
    return [...new Set(told.map((text) => text.trim()))].filter((text) => text !== '')
  })()`)
  return texts.flatMap((text) => { const left = englishIn(text, given); return left.length === 0 ? [] : [`${left.join(' | ')}  ←  ${text.slice(0, 160)}`] })
}

const isChinese = async (page: Page): Promise<void> => assert.deepEqual(await englishOn(page), [], page.url())
const button = (name: string) => scene.page.getByRole('button', { name, exact: true })

test('a key is made in Chinese: each step, what is confirmed, and the secret', async () => {
  const { page } = scene
  await page.goto('/keys/create')
  await isChinese(page)
  await button(w.create.needs[0]?.action ?? '').click()
  await page.getByRole('radio', { name: new RegExp(w.create.presets['grid-bot']?.title ?? '-') }).check()
  await page.getByLabel(w.create.label, { exact: true }).fill('binlabel')
  given = [...given, 'binlabel']
  await isChinese(page)
  await button(w.common.next).click()
  await page.getByRole('heading', { name: w.create.questions.rights }).waitFor()
  await isChinese(page)
  await button(w.common.next).click()
  await page.getByRole('heading', { name: w.create.questions.where }).waitFor()
  await page.getByLabel(w.addresses.add).fill('127.0.0.1')
  await page.getByLabel(w.addresses.add).press('Enter')
  await isChinese(page)
  await button(w.common.next).click()
  await page.getByRole('heading', { name: w.create.questions.howLong }).waitFor()
  await isChinese(page)
  await button(w.common.next).click()
  await page.getByRole('heading', { name: w.create.questions.confirm }).waitFor()
  await page.getByText('读取、现货交易，仅限 127.0.0.1，90 天后到期。').first().waitFor()
  await isChinese(page)
  await button(w.create.go('binlabel')).click()
  await page.getByText(`创建密钥“binlabel”：读取、现货交易，仅限 127.0.0.1，90 天后到期。`).waitFor()
  await isChinese(page)
  await scene.confirm()
  await page.getByRole('heading', { name: w.create.secretTitle('binlabel') }).waitFor()
  await isChinese(page)
  await button(w.reveal.saved).click()
  await page.getByRole('heading', { name: 'binlabel', level: 1 }).waitFor()
  await isChinese(page)
})

test('a key is edited in Chinese, and a right that needs others is approved in Chinese', async () => {
  const { page } = scene
  await page.goto('/settings?of=account')
  await isChinese(page)
  const editor = page.getByRole('region', { name: w.rules.title })
  await editor.getByLabel(w.rules.withdrawalRight).fill('1')
  await editor.getByRole('button', { name: w.policy.reviewIt }).click()
  await isChinese(page)
  await button(w.rules.change).click()
  await page.getByText('的审批规则：').waitFor()
  await isChinese(page)
  await scene.confirm()
  await page.goto('/keys?q=binlabel')
  await isChinese(page)
  await page.getByRole('link', { name: 'binlabel' }).click()
  await button(w.key.editRights).click()
  await page.getByRole('switch', { name: 'Enable Withdrawals' }).check()
  await isChinese(page)
  await button(w.key.reviewIt).click()
  await isChinese(page)
  await button(w.key.apply('binlabel')).click()
  await page.getByText('增加 “Enable Withdrawals”').waitFor()
  await isChinese(page)
  await scene.confirm()
  await page.getByText(/等待另外 1 人批准：更改密钥“binlabel”/).waitFor()
  await isChinese(page)

  await bela.page.goto('/approvals')
  const card = bela.page.getByRole('main').getByRole('listitem').filter({ hasText: 'binlabel' }).first()
  await card.getByText(/更改密钥“binlabel”.*增加 “Enable Withdrawals”/).waitFor()
  await isChinese(bela.page)
  await card.getByRole('button', { name: w.approvals.approve }).click()
  assert.match(await bela.confirm(), /批准：更改密钥“binlabel”/)
  await card.waitFor({ state: 'detached' })
  await page.goto('/approvals')
  await isChinese(page)
})

test('a refusal is explained in Chinese, with what each passed check saw', async () => {
  const { page } = scene
  const { status, headers } = await signedCall(server.demo.rest, server.demo.keys.read, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '10' })
  assert.equal(status, 401)
  await page.goto(`/refused?request=${headers.get('x-mbx-uuid') ?? ''}`)
  const decision = page.getByRole('article', { name: w.refused.decision })
  await decision.getByText(/毫秒，窗口 5000 毫秒/).waitFor()
  await decision.getByText('与发送的字节相符').waitFor()
  await isChinese(page)
  const admitted = await signedCall(server.demo.rest, server.demo.keys.trade, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '1', quantity: '0.00001' })
  await page.goto(`/refused?request=${admitted.headers.get('x-mbx-uuid') ?? ''}`)
  await isChinese(page)
})

for (const path of ['/', '/keys', '/calls', '/alerts', '/products', '/lockdown', '/addresses', '/accounts', '/people', '/settings', '/reviews', '/external', '/audit', '/sandbox', '/learn', '/learn/errors/2015', '/keys/create?preset=portfolio-tracker&for=other']) {
  test(`${path} is read in Chinese`, async () => {
    await scene.page.goto(path)
    await isChinese(scene.page)
  })
}
