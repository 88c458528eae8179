import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chinese } from '../../console/src/words/chinese.ts'
import { english } from '../../console/src/words/english.ts'
import { signedCall } from '../harness/signed-request.ts'
import { speakChinese } from './console-scene.ts'
import { openConsole } from './open-console.ts'

const open = openConsole({ hasPasskey: false })

/** A special key as programs make it. @returns its text */
const make = async (apiName: string, further: Readonly<Record<string, string>>): Promise<string> => {
  const { status, body } = await signedCall<{ apiKey: string }>(open.server.demo.rest, open.server.demo.keys.all, 'POST', '/sapi/v1/margin/apiKey', { apiName, ...further })
  assert.equal(status, 200, JSON.stringify(body))
  return body.apiKey
}

test('the page of a special key says which wallet it acts on and from which addresses, in both languages; an ordinary key has no such line', async () => {
  const { scene: { page, operator }, server } = open
  const { all } = server.demo.keys
  assert.equal((await signedCall(server.demo.rest, all, 'POST', '/sapi/v1/asset/transfer', { type: 'MAIN_ISOLATED_MARGIN', asset: 'USDT', amount: '100', toSymbol: 'ETHUSDT' })).status, 200)
  const special = [
    { label: 'low latency, cross', wallet: null, address: '127.0.0.1', apiKey: await make('low latency, cross', { ip: '127.0.0.1' }) },
    { label: 'low latency, ETH', wallet: 'ETHUSDT', address: '::1', apiKey: await make('low latency, ETH', { symbol: 'ETHUSDT', ip: '::1' }) },
  ]
  const show = async (label: string): Promise<void> => {
    const key = await operator.keysShow(label)
    assert.ok(key.ok)
    await page.goto(`/keys/${key.value.id}`)
    await page.getByRole('heading', { name: label, exact: true }).waitFor()
  }
  const binding = (name: string) => page.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('xpath=following-sibling::dd[1]')
  for (const words of [english, chinese]) {
    if (words === chinese) await speakChinese(page)
    for (const { label, wallet, address } of special) {
      await show(label)
      assert.equal(await binding(words.key.boundTo).innerText(), words.key.boundWallet(wallet))
      await page.getByText(address, { exact: true }).first().waitFor()
    }
    await show('trade')
    assert.equal(await binding(words.key.boundTo).count(), 0)
  }
  assert.deepEqual(open.scene.faults, [])
})
