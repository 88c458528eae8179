import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld } from '../../../../test/harness/world.ts'

test('clients that load futures at their start find the whole envelope, and USD-M contracts in it', async () => {
  const world = aWorld()
  const call = world.asAnybody()
  for (const family of ['fapi', 'dapi']) {
    const { status, body } = await call('GET', `/${family}/v1/exchangeInfo`)
    const info = body as { symbols: unknown[]; rateLimits: { rateLimitType: string }[]; serverTime: number; timezone: string }
    assert.equal(status, 200)
    assert.equal(info.symbols.length, family === 'fapi' ? 6 : 0)
    assert.equal(info.timezone, 'UTC')
    assert.ok(info.rateLimits.some(({ rateLimitType }) => rateLimitType === 'REQUEST_WEIGHT'))
    assert.deepEqual(await call('GET', `/${family}/v1/ping`), { status: 200, body: {} })
    assert.deepEqual((await call('GET', `/${family}/v1/time`)).body, { serverTime: Math.floor(world.clock.nowUs() / 1000) })
  }
})
