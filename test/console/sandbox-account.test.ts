import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

let server: RunningServer
let scene: ConsoleScene
openConsole({ prepare: async (opened) => { ({ server, scene } = opened) } })

const order = (price: string, key: 'trade' | 'margin' = 'trade') =>
  signedCall<{ orderId: number }>(server.demo.rest, server.demo.keys[key], 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price })

test('what a program does with the account is seen without asking again, and takes the focus from nobody', async () => {
  const { page } = scene
  const asked: string[] = []
  page.on('request', (request) => { if (request.url().endsWith('/api/sandbox/calls')) asked.push(String((JSON.parse(request.postData() ?? '{}') as { path?: string }).path)) })
  await page.goto('/sandbox?desk=spot')
  await page.getByLabel('Acting as').selectOption({ label: 'trade' })
  await page.getByText('Account live').waitFor()
  await page.getByRole('tab', { name: 'Open orders' }).click()
  await page.getByText('No open order.').waitFor()
  const quantity = page.getByRole('region', { name: 'Order', exact: true }).getByLabel('Quantity')
  await quantity.focus()
  const before = asked.filter((path) => path === '/api/v3/openOrders').length
  const placed = await order('20000', 'margin')
  await page.getByRole('row', { name: /BTCUSDT.*20,000/ }).waitFor()
  assert.ok(asked.filter((path) => path === '/api/v3/openOrders').length > before)
  assert.equal((await signedCall(server.demo.rest, server.demo.keys.trade, 'DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(placed.body.orderId) })).status, 200)
  await page.getByText('No open order.').waitFor()
  assert.equal(await page.locator(':focus').getAttribute('id'), await quantity.getAttribute('id'))
})

test('from a foreign address nothing is heard, and the page says why it shows nothing', async () => {
  const { page } = scene
  await page.goto('/sandbox?desk=spot')
  await page.getByLabel('Acting as').selectOption({ label: 'trade' })
  await page.getByText('Account live').waitFor()
  await page.getByLabel('From address').fill('198.51.100.9')
  await page.getByText('Account live').waitFor({ state: 'detached' })
  await page.getByText(/HTTP 401, -2015/).first().waitFor()
  assert.deepEqual(scene.faults, [])
})
