/** What the overview asks for as the demo's calendar goes on: each thing with its one step, and what the step does. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import type { AttentionItem, KeySummary, KeyWish } from '../../src/operations/operator.ts'
import { signedCall } from '../harness/signed-request.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

const DAY_S = 86_400
const NOBODY = { as: null, stepUp: null }
const reading = (label: string, life: Partial<KeyWish>): KeyWish => ({ label, kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live', ...life })

let scene: ConsoleScene
const open = openConsole({ prepare: async (opened) => {
  ({ scene } = opened)
  for (const wish of [reading('ends', { expiresInDays: 20 }), reading('to rotate', { periodDays: 30, afterPeriod: 'warn' }), reading('goes', { periodDays: 20, afterPeriod: 'delete' })]) {
    const made = await scene.operator.keysCreate(wish, NOBODY)
    assert.ok(made.ok, JSON.stringify(made))
  }
  const { rest, keys } = opened.server.demo
  assert.equal((await signedCall(rest, keys.unrestricted, 'GET', '/api/v3/account')).status, 200)
} })

const keyNamed = async (label: string): Promise<KeySummary> => {
  const key = (await scene.asks<readonly KeySummary[]>('/api/keys')).find((one) => one.label === label)
  return key ?? assert.fail(`there is no key ${label}`)
}
const asked = async (label: string): Promise<readonly string[]> => (await scene.asks<readonly AttentionItem[]>('/api/keys/attention')).filter((item) => item.label === label).map(({ about }) => about)
/** The line about a key that says something. */
const line = (label: string, text: RegExp): Locator => scene.page.getByRole('region', { name: 'Needs attention' }).getByRole('listitem').filter({ has: scene.page.getByRole('link', { name: label, exact: true }) }).filter({ hasText: text })

/** Takes the one step of a line; afterwards the line is gone. */
const settle = async (label: string, text: RegExp, step: RegExp): Promise<void> => {
  const item = line(label, text)
  await item.getByRole('button', { name: step }).click()
  await scene.confirm()
  await item.waitFor({ state: 'detached' })
}

test('three weeks on: what ends soon and what is to be rotated is extended, what is deleted at its end offers no step that would be refused', async () => {
  assert.ok((await scene.operator.clockMove(17 * DAY_S)).ok)
  await scene.page.goto('/')
  await settle('ends', /It ends in 3 d/, /^Extend/)
  assert.ok(Date.parse((await keyNamed('ends')).expiresAt ?? '') > Date.now() + 60 * DAY_S * 1_000)
  await settle('to rotate', /Its period is over in 13 d/, /^Extend/)
  assert.deepEqual(await asked('to rotate'), [])
  const goes = line('goes', /3 d/)
  await goes.waitFor()
  assert.equal(await goes.getByRole('button').count(), 0)
  await goes.getByRole('link', { name: /^Open/ }).click()
  await scene.page.getByText(/It ends in 3 d/).first().waitFor()
  assert.equal(await scene.page.getByRole('main').getByRole('button', { name: /^(?:Extend|Rotate)/ }).count(), 0)
})

test('a right that lapses is kept by binding the key to where it is used from: it trades again, also after it has lapsed', async () => {
  await scene.page.goto('/')
  const { rest, keys } = open.server.demo
  const order = () => signedCall(rest, keys.unrestricted, 'POST', '/api/v3/order/test', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })
  await line('unrestricted', /Its trading rights lapse in 13 d/).getByRole('button', { name: /^Bind it to 127\.0\.0\.1/ }).waitFor()
  assert.equal((await order()).status, 200)
  assert.ok((await scene.operator.clockMove(14 * DAY_S)).ok)
  assert.equal((await order()).status, 401)
  await scene.page.goto('/')
  await settle('unrestricted', /Its trading rights lapsed/, /^Bind it to 127\.0\.0\.1/)
  assert.deepEqual((await keyNamed('unrestricted')).allowList, { mode: 'trusted', entries: ['127.0.0.1'] })
  assert.equal((await order()).status, 200)
})

test('a quarter on: what is overdue is extended and works again, what ended opens again, what nobody used is disabled', async () => {
  assert.ok((await scene.operator.clockMove(95 * DAY_S)).ok)
  await scene.page.goto('/')
  await settle('to rotate', /Its period was over/, /^Extend/)
  await settle('ends', /It ended/, /^Extend/)
  assert.equal((await keyNamed('ends')).state, 'enabled')
  const label = await scene.page.getByRole('region', { name: 'Needs attention' }).getByRole('listitem').filter({ hasText: 'Nobody used it for' }).first().getByRole('link').first().innerText()
  const idle = line(label, /Nobody used it for/)
  await scene.destroy(idle.getByRole('button', { name: /^Disable/ }))
  await scene.confirm()
  await idle.waitFor({ state: 'detached' })
  assert.equal((await keyNamed(label)).state, 'disabled')
  assert.deepEqual(scene.faults, [])
})

test('of more than a dozen it says how many more there are, and shows them', async () => {
  const many = 15
  for (let made = 0; made < many; made += 1) assert.ok((await scene.operator.keysCreate(reading(`soon ${made}`, { expiresInDays: 3 }), NOBODY)).ok)
  await scene.page.goto('/')
  const attention = scene.page.getByRole('region', { name: 'Needs attention' })
  const more = attention.getByRole('button', { name: /^\d+ more: show them$/ })
  await more.waitFor()
  const [listed, hidden] = [await attention.getByRole('listitem').count(), Number.parseInt(await more.innerText(), 10)]
  await more.click()
  await more.waitFor({ state: 'detached' })
  assert.equal(await attention.getByRole('listitem').count(), listed + hidden)
  for (let made = 0; made < many; made += 1) await line(`soon ${made}`, /It ends/).waitFor()
})
