import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KeySummary, ReviewSummary } from '../../src/operations/operator.ts'
import { consoleHouse, MAIN } from './console-house.ts'

describe('reviews over the console API', () => {
  const house = consoleHouse()

  it('are told to those who may see the keys, and decided by those who may change them', async () => {
    const { owner } = house
    assert.deepEqual(await owner.browser.must('GET', '/api/reviews'), [], 'no policy asks for any')
    for (const reviewEveryDays of [0, 401, 1.5, '30']) assert.equal((await owner.browser.send('PATCH', `/api/accounts/${MAIN}/policy`, { reviewEveryDays })).status, 400, String(reviewEveryDays))
    await owner.changed('PATCH', `/api/accounts/${MAIN}/policy`, { reviewEveryDays: 30 })
    await owner.browser.must('POST', '/api/calendar', { seconds: 45 * 86_400 })
    const reviews = await owner.browser.must<ReviewSummary[]>('GET', '/api/reviews')
    assert.ok(reviews.length >= 3 && reviews.every(({ state, everyDays, advice }) => state === 'overdue' && everyDays === 30 && advice !== null))
    const [first, second] = reviews
    const path = `/api/keys/${first?.key.id}/review`
    const [trader, approver] = [await house.joined('tom@example.org', 'trader'), await house.joined('ann@example.org', 'approver')]
    assert.deepEqual(await trader.must('GET', '/api/reviews'), [], 'it is of no key of theirs')
    assert.ok((await approver.must<ReviewSummary[]>('GET', '/api/reviews')).every(({ advice }) => advice === null), 'advice tells of calls')
    assert.equal((await trader.send('POST', path, { decision: 'keep' })).status, 404)
    assert.equal((await approver.send('POST', path, { decision: 'keep' })).status, 403)
    for (const body of [{}, { decision: 'perhaps' }, { decision: 'keep', change: { revoke: ['reading'] } }, { decision: 'narrow' }, { decision: 'narrow', change: { label: 'x' } }, { decision: 'narrow', change: { grant: ['withdrawals'] } }]) {
      assert.equal((await owner.browser.send('POST', path, body)).status, 400, JSON.stringify(body))
    }
    assert.equal((await owner.browser.send('POST', path, { decision: 'keep' })).status, 428)
    await owner.changed<KeySummary>('POST', path, { decision: 'keep', note: 'still needed' })
    const narrowed = await owner.changed<KeySummary>('POST', `/api/keys/${second?.key.id}/review`, { decision: 'narrow', change: { guardRails: { symbols: ['BTCUSDT'] } } })
    assert.deepEqual(narrowed.guardRails.symbols, ['BTCUSDT'])
    const after = await owner.browser.must<ReviewSummary[]>('GET', `/api/reviews?account=${MAIN}`)
    assert.deepEqual(after.filter(({ last }) => last !== null).map(({ state, last }) => [state, last?.decision]).sort(), [['later', 'keep'], ['later', 'narrow']])
    assert.equal((await owner.changed<KeySummary>('POST', path, { decision: 'delete' })).state, 'deleted')
    assert.ok((await owner.browser.must<ReviewSummary[]>('GET', '/api/reviews')).every(({ key }) => key.id !== first?.key.id))
  })
})
