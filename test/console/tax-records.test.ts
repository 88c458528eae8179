import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { signedCall } from '../harness/signed-request.ts'
import { openConsole } from './open-console.ts'

const open = openConsole({ options: [], hasPasskey: false })

test('the tax records of an account and year are taken as files from the settings; what is no year is told and offers none', async () => {
  const { scene: { page }, server } = open
  const { status } = await signedCall(server.demo.rest, server.demo.keys.trade, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '100' })
  assert.equal(status, 200)
  await page.goto('/settings?of=account')
  await page.getByText('A grave change', { exact: true }).first().waitFor()
  const records = page.getByRole('region', { name: 'Tax records' })
  const linesOf = async (name: string): Promise<readonly string[]> => {
    const [file] = await Promise.all([page.waitForEvent('download'), records.getByRole('link', { name, exact: true }).click()])
    return readFileSync(await file.path(), 'utf8').trim().split('\n')
  }
  const trades = (await linesOf('Trades')).slice(1)
  assert.ok(trades.length > 0 && trades.every((line) => line.includes('BTCUSDT')), trades.join('\n'))
  assert.ok((await linesOf('Deposits and withdrawals')).length > 1)
  assert.deepEqual((await linesOf('Income')).length, 1)
  await records.getByLabel('Account').selectOption({ index: 1 })
  assert.equal((await linesOf('Trades')).length, 1, 'a sub-account traded nothing')
  await records.getByLabel('Year').fill('20')
  await records.getByText('A year such as 2026.').waitFor()
  assert.equal(await records.getByRole('link').count(), 0)
  assert.deepEqual(await open.scene.violations(), [])
})
