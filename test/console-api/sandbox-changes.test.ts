import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { KeySummary } from '../../src/operations/operator.ts'
import { signedCall } from '../harness/signed-request.ts'
import { consoleHouse, MAIN } from './console-house.ts'
import { EventLine } from './event-line.ts'

const ORDER = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000' }

describe('what changes in an account of the sandbox, over the console API', () => {
  const house = consoleHouse()
  let idOf: (label: string) => string
  before(async () => {
    const keys = new Map((await house.owner.browser.must<KeySummary[]>('GET', '/api/keys')).map((key) => [key.label, key.id]))
    idOf = (label) => keys.get(label) ?? assert.fail(`no key ${label}`)
  })
  const urlOf = (label: string, further = '', environment = 'live'): string => `${house.url}/api/sandbox/${environment}/changes?key=${idOf(label)}${further}`
  const heard = async (line: EventLine, act: () => Promise<unknown>): Promise<void> => {
    const next = line.next()
    await act()
    assert.equal(await next, 'changed')
  }
  const call = (label: string, method: string, path: string, parameters: Readonly<Record<string, string>>) =>
    house.owner.browser.must<{ status: number }>('POST', '/api/sandbox/calls', { environment: 'live', key: idOf(label), from: null, method, path, parameters })

  it('an order by another key of the account, a deposit, a loan and a position are each heard as they happen; another account\'s are not', async () => {
    const line = await EventLine.open(house.owner.browser, urlOf('read'))
    assert.equal(await line.next(), 'opened')
    const { rest, keys } = house.server.demo
    assert.equal((await signedCall(rest, keys.sub1, 'POST', '/api/v3/order', ORDER)).status, 200)
    const one = line.next()
    const settled = await Promise.race([one, signedCall(rest, keys.sub1, 'GET', '/api/v3/account').then(() => 'nothing')])
    assert.equal(settled, 'nothing', 'of a sub-account\'s order the main account hears nothing')
    assert.equal((await signedCall(rest, keys.trade, 'POST', '/api/v3/order', ORDER)).status, 200)
    assert.equal(await one, 'changed')
    await heard(line, () => house.owner.browser.must('POST', '/api/sandbox/deposits', { environment: 'live', account: MAIN, coin: 'BTC', amount: '1', wallet: 'funding' }))
    await heard(line, () => call('margin', 'POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '100', isIsolated: 'FALSE', type: 'BORROW' }))
    await heard(line, () => call('futures', 'POST', '/fapi/v1/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000' }))
    await line.close()
  })

  it('where the key does not open its account\'s events the line says so and is over: a foreign address, another environment', async () => {
    for (const url of [urlOf('trade', '&from=198.51.100.9'), urlOf('read', '', 'testnet')]) {
      const line = await EventLine.open(house.owner.browser, url)
      assert.deepEqual([await line.next(), await line.next()], ['closed', null])
    }
  })

  it('it ends in the moment in which the key is disabled, and when the sandbox begins anew', async () => {
    const other = await EventLine.open(house.owner.browser, urlOf('read'))
    assert.equal(await other.next(), 'opened')
    const disabled = await EventLine.open(house.owner.browser, urlOf('trade'))
    assert.equal(await disabled.next(), 'opened')
    const answer = await house.owner.change('POST', `/api/keys/${idOf('trade')}/disable`, {})
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    assert.equal(await disabled.next(), null)
    await house.owner.browser.must('POST', '/api/sandbox/live/reset', {})
    for (let event = await other.next(); event !== null; event = await other.next()) assert.equal(event, 'changed')
  })

  it('a key of others is not there for a trader, and an auditor acts as nobody', async () => {
    const [auditor, trader] = [await house.joined('ada@example.org', 'auditor'), await house.joined('tom@example.org', 'trader')]
    const path = `/api/sandbox/live/changes?key=${idOf('read')}`
    assert.deepEqual([(await auditor.send('GET', path)).status, (await trader.send('GET', path)).status], [403, 404])
    const wrong = await house.owner.browser.send('GET', `${path}&from=here`)
    assert.deepEqual([wrong.status, wrong.body.refused?.fields?.[0]?.field], [400, 'from'])
    assert.equal((await house.owner.browser.send('GET', '/api/sandbox/live/changes?key=nothing')).status, 404)
  })
})
