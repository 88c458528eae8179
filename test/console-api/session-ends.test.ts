import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { HOUR, MINUTE, SECOND } from '../../src/time.ts'
import { ConsoleHouse } from './console-house.ts'

describe('the end of a session over the console API', () => {
  const house = new ConsoleHouse()
  const folder = mkdtempSync(join(tmpdir(), 'bitting-clock-'))
  const file = join(folder, 'ahead-ms')
  let aheadUs = 0
  /** The server's clocks run on; what is asked afterwards is asked so much later. */
  const pass = (us: number): void => {
    aheadUs += us
    writeFileSync(file, String(aheadUs / 1_000))
  }
  const ask = async () => {
    const { status, body } = await house.owner.browser.send('GET', '/api/session')
    return [status, body.refused?.code]
  }
  before(() => house.open([], { NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, '../harness/movable-clock.mjs')).href}`, CLOCK_AHEAD_FILE: file }))
  after(async () => {
    await house.close()
    rmSync(folder, { recursive: true })
  })

  it('comes after 30 idle minutes and not before: the cookie opens nothing any more, and no change is made with it', async () => {
    for (let visit = 0; visit < 3; visit += 1) {
      pass(29 * MINUTE)
      assert.deepEqual(await ask(), [200, undefined], `29 minutes after visit ${visit}`)
    }
    pass(30 * MINUTE + SECOND)
    assert.deepEqual(await ask(), [401, 'notSignedIn'])
    assert.equal((await house.owner.browser.send('POST', '/api/me/tokens', { name: 'late', accountId: 100_001, role: 'owner', lifetimeDays: 1 })).status, 401)
    assert.equal((await ask())[0], 401, 'asking does not bring it back')
  })

  it('comes after 12 hours however busy it was, and signing in again begins another', async () => {
    await house.owner.signIn()
    for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
      pass(20 * MINUTE)
      assert.deepEqual(await ask(), [200, undefined], `after ${minutes} minutes`)
    }
    pass(20 * MINUTE)
    assert.deepEqual(await ask(), [401, 'notSignedIn'])
    await house.owner.signIn()
    assert.deepEqual(await ask(), [200, undefined])
    assert.ok(aheadUs > 12 * HOUR)
  })
})
