import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import { readPublicKeys, verifyExport } from '../../src/audit/export-lines.ts'
import type { LockdownPreview } from '../../src/operations/lockdown/lockdown.ts'
import type { IncidentReport } from '../../src/operations/lockdown/report.ts'
import type { CreatedKey, KeySummary } from '../../src/operations/operator.ts'
import { consoleHouse, MAIN } from './console-house.ts'

describe('a leaked key over the console API', () => {
  const house = consoleHouse()

  it('is spelled out before, closed at once, and told afterwards as JSON and as a page of text', async () => {
    const created = await house.owner.change('POST', '/api/keys', { account: MAIN, label: 'leaked | <b>', kind: 'hmac', allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live' })
    const { key } = created.body.value as CreatedKey
    const wish = { account: MAIN, keys: [key.id], way: 'disable', cancelOrders: true, endSessions: false, renewFactors: false, sinceHours: 24 }
    const preview = await house.owner.browser.must<LockdownPreview>('POST', '/api/lockdowns/preview', wish)
    assert.deepEqual(preview.keys.map(({ id, isOpen }) => [id, isOpen]), [[key.id, true]])
    assert.equal(preview.switchesAddressBookOn, true)
    const wrong = await house.owner.browser.send('POST', '/api/lockdowns', { ...wish, sinceHours: 0 })
    assert.deepEqual([wrong.status, wrong.body.refused?.code], [400, 'sinceHours'])
    const outcome = await house.owner.change('POST', '/api/lockdowns', wish)
    assert.equal(outcome.status, 200, JSON.stringify(outcome.body))
    const report = outcome.body.value as IncidentReport
    assert.deepEqual(report.keys.map(({ id, wasOpen, isOpen }) => [id, wasOpen, isOpen]), [[key.id, true, false]])
    assert.equal((await house.owner.browser.must<KeySummary>('GET', `/api/keys/${key.id}`)).state, 'disabled')
    const [listed] = await house.owner.browser.must<{ id: string }[]>('GET', `/api/accounts/${MAIN}/lockdowns`)
    assert.equal(listed?.id, report.id)
    assert.deepEqual(await house.owner.browser.must('GET', `/api/lockdowns/${report.id}`), report)
    const page = await house.owner.browser.send('GET', `/api/lockdowns/${report.id}/report.md`)
    assert.equal(page.headers.get('content-type'), 'text/markdown; charset=utf-8')
    assert.match(page.headers.get('content-disposition') ?? '', /^attachment; filename="incident-i_\w+\.md"$/)
    assert.match(String(page.body.value), /leaked \\\| \\<b\\>/)
    const html = await house.owner.browser.send('GET', `/api/lockdowns/${report.id}/report.html`)
    assert.equal(html.headers.get('content-type'), 'text/html; charset=utf-8')
    assert.match(html.headers.get('content-disposition') ?? '', /^attachment; filename="incident-i_\w+\.html"$/)
    assert.match(String(html.body.value), /leaked \| &lt;b&gt;/)
  })

  it('the record is taken away as JSON lines that prove themselves, and leaves no file behind', async () => {
    const { body, headers } = await house.owner.browser.send('GET', '/api/audit/export')
    assert.match(headers.get('content-disposition') ?? '', /bitting-record\.jsonl/)
    const read = verifyExport(String(body.value).split('\n'), readPublicKeys(String(body.value).replaceAll('\\n', '\n')))
    assert.ok(read.ok && read.verification.firstBadRow === null && read.verification.rows > 10)
    const [entry] = await house.owner.browser.must<{ actor: string }[]>('GET', '/api/audit?act=audit.export')
    assert.match(entry?.actor ?? '', /^person:/)
    assert.deepEqual(readdirSync(house.server.dataFolder).filter((name) => name.startsWith('record-')), [])
  })

  it('an auditor reads the reports and closes nothing; a trader is told nothing of keys that are not theirs', async () => {
    const auditor = await house.joined('ada@example.org', 'auditor')
    const trader = await house.joined('tom@example.org', 'trader')
    const keys = await house.owner.browser.must<KeySummary[]>('GET', `/api/keys?account=${MAIN}`)
    const wish = (ids: readonly string[]) => ({ account: MAIN, keys: ids, way: 'disable', cancelOrders: false, endSessions: false, renewFactors: false, sinceHours: 1 })
    const [listed] = await auditor.must<{ id: string }[]>('GET', `/api/accounts/${MAIN}/lockdowns`)
    assert.ok(listed)
    const refused = await auditor.send('POST', '/api/lockdowns', wish([keys[0]?.id ?? '']))
    assert.deepEqual([refused.status, refused.body.refused?.code], [403, 'notAllowed'])
    for (const path of ['/api/lockdowns/preview', '/api/lockdowns']) {
      const hidden = await trader.send('POST', path, wish([keys[0]?.id ?? '']))
      assert.deepEqual([hidden.status, hidden.body.refused?.code], [404, 'unknownSubject'])
    }
    assert.equal((await trader.send('GET', `/api/lockdowns/${listed.id}`)).status, 404)
    assert.equal((await trader.send('GET', `/api/accounts/${MAIN}/lockdowns`)).status, 404)
  })
})
