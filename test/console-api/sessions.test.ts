import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Browser } from './browser.ts'
import { consoleHouse, ownerOf } from './console-house.ts'

describe('sessions over the console API', () => {
  const house = consoleHouse('--sign-up', 'open')
  const sessionOf = (browser: Browser): readonly [name: string, token: string] => [...browser.cookies].find(([name]) => name.includes('session')) ?? assert.fail('no session')
  const statusOf = async (browser: Browser): Promise<number> => (await browser.send('GET', '/api/session')).status
  /** A browser that holds this token and nothing else. */
  const holding = (token: readonly [string, string]): Browser => {
    const browser = house.stranger()
    browser.cookies.set(...token)
    return browser
  }
  /** A browser on a device that was confirmed already, with nobody signed in. */
  const onDeviceOf = (known: Browser): Browser => {
    const browser = house.stranger()
    for (const [name, value] of known.cookies) if (!name.includes('session')) browser.cookies.set(name, value)
    return browser
  }

  it('a token that was planted before signing in is never a session, and the one before is over', async () => {
    const { owner } = house
    const [name] = sessionOf(owner.browser)
    const planted = [name, 'A'.repeat(43)] as const
    const victim = onDeviceOf(owner.browser)
    victim.cookies.set(...planted)
    await owner.signIn(victim)
    const first = sessionOf(victim)
    assert.notEqual(first[1], planted[1])
    assert.equal(await statusOf(holding(planted)), 401)
    await owner.signIn(victim)
    const second = sessionOf(victim)
    assert.notEqual(second[1], first[1], 'another token with each sign-in')
    assert.deepEqual([await statusOf(holding(first)), await statusOf(victim)], [401, 200])
    assert.equal(await statusOf(holding([name, `${second[1].slice(0, -1)}${second[1].endsWith('A') ? 'B' : 'A'}`])), 401)
  })

  it('a stolen cookie changes nothing without the token of the page, and opens nothing once its session was ended from elsewhere', async () => {
    const { owner } = house
    const elsewhere = onDeviceOf(owner.browser)
    await owner.signIn(elsewhere)
    const thief = holding(sessionOf(elsewhere))
    assert.equal(await statusOf(thief), 200)
    for (const csrf of [null, owner.browser.csrf]) {
      thief.csrf = csrf
      const refused = await thief.send('DELETE', '/api/me/sessions')
      assert.deepEqual([refused.status, refused.body.refused?.code], [403, 'csrf'], 'neither none nor that of another session')
    }
    const { id } = (await elsewhere.must<{ id: string; isThisOne: boolean }[]>('GET', '/api/me/sessions')).find(({ isThisOne }) => isThisOne) ?? assert.fail('not listed')
    await owner.browser.must('DELETE', `/api/me/sessions/${id}`)
    assert.deepEqual([await statusOf(thief), await statusOf(elsewhere), await statusOf(owner.browser)], [401, 401, 200])
  })

  it('a new password ends every other session at once, and gives this one another token', async () => {
    const ann = await house.enrolled('ann@example.org', 'auditor')
    const other = onDeviceOf(ann.browser)
    await ann.signIn(other)
    const copy = holding(sessionOf(ann.browser))
    assert.deepEqual([await statusOf(copy), await statusOf(other)], [200, 200])
    await ann.changed('POST', '/api/me/password', { password: 'eleven quiet harbours at dusk' })
    assert.deepEqual([await statusOf(copy), await statusOf(other), await statusOf(ann.browser)], [401, 401, 200])
  })

  it('whoever\'s ways in were changed hears of each change by mail, with the address that it came from', async () => {
    const bob = await house.enrolled('bob@example.org', 'auditor')
    const heard = async (what: RegExp) => assert.match(await house.mailed(bob.email, new RegExp(`(${what.source}[^]*127\\.0\\.0\\.1)`)), what)
    await heard(/A new way to sign in was set up: laptop/)
    await bob.changed('POST', '/api/me/recovery-codes')
    await heard(/Your recovery codes were replaced/)
    await bob.changed('POST', '/api/me/phone', { phone: '+49 1512 3456789' })
    await heard(/Another telephone number for codes was set/)
    await bob.changed('POST', '/api/me/password', { password: 'eleven quiet harbours at dusk' })
    await heard(/Your password was changed\.\n/)
    await bob.browser.must('POST', '/api/password-reset', { email: bob.email })
    await house.stranger().must('POST', '/api/password-reset/complete', { token: await house.mailed(bob.email, /#([\w-]{43})/), password: 'twelve quiet harbours at dawn' })
    await heard(/Your password was changed by a mailed link/)
  })

  it('letters are in the language that somebody chose, and before that in the one of the page', async () => {
    await house.stranger().must('POST', '/api/sign-up', { email: 'mei@example.org' }, { 'accept-language': 'zh-Hans' })
    assert.match(await house.mailed('mei@example.org', /(.*#[\w-]{43}[^]*)/), /忽略/)
    const bea = await house.enrolled('bea@example.org', 'auditor')
    const chosen = async (): Promise<string | null> => (await bea.browser.must<{ person: { language: string | null } }>('GET', '/api/session')).person.language
    await bea.browser.must('PUT', '/api/me/language', { language: 'zh-Hans' })
    assert.equal(await chosen(), 'zh-Hans')
    await bea.changed('POST', '/api/me/recovery-codes')
    await house.mailed(bea.email, /(你的恢复码已更换[^]*127\.0\.0\.1)/)
    assert.equal((await bea.browser.send('PUT', '/api/me/language', { language: 'tlh' })).body.refused?.code, 'wrongInput')
    assert.equal(await chosen(), 'zh-Hans')
  })

  it('of passwords that are guessed at once one is looked at, and the right one waits too, but not on the device that its person confirmed', async () => {
    const { owner } = house
    const { email, password } = ownerOf(house.server.demo)
    const guesser = house.stranger('198.51.100.77')
    const guess = (tried: string) => guesser.send('POST', '/api/sign-in', { email, password: tried })
    const beganMs = performance.now()
    const passedS = (): number => (performance.now() - beganMs) / 1_000
    const statuses = (await Promise.all(Array.from({ length: 20 }, (_, index) => guess(`guess ${index}`)))).map(({ status }) => status)
    const looked = statuses.filter((status) => status === 401).length
    // One a second, then one in two more, four more …: on a machine so slow that seconds pass meanwhile, as many as that.
    assert.ok(looked >= 1 && looked <= 1 + Math.log2(1 + passedS()), `of any number at once, one is looked at: ${statuses.join(' ')}`)
    assert.equal(statuses.filter((status) => status === 429).length, 20 - looked)
    const hasty = await guess(password)
    const waits = [hasty.status, hasty.body.refused?.code, hasty.headers.has('retry-after')]
    if (passedS() < 1) assert.deepEqual(waits, [429, 'tooManyAttempts', true], 'the right one is not even looked at')
    const known = onDeviceOf(owner.browser)
    assert.equal((await known.must<{ kind: string }>('POST', '/api/sign-in', { email, password })).kind, 'factorNeeded', 'strangers lock nobody out')
  })

  it('of second factors that are guessed one is looked at, and the next ones wait', async () => {
    const { email, password } = ownerOf(house.server.demo)
    const known = onDeviceOf(house.owner.browser)
    const { attempt } = await known.must<{ attempt: string }>('POST', '/api/sign-in', { email, password })
    const atOnce = await Promise.all(Array.from({ length: 5 }, () => known.send('POST', '/api/sign-in/factor', { attempt, answer: { factor: 'totp', code: '000000' } })))
    assert.deepEqual(atOnce.map(({ body }) => body.refused?.code).sort(), [...Array.from({ length: 4 }, () => 'tooManyAttempts'), 'wrongCode'])
  })

  it('who has an account is told by no status, word or header: not by signing in, nor by a reset, nor by signing up', async () => {
    const answersTo = async (email: string, address: string): Promise<readonly unknown[]> => {
      const stranger = house.stranger(address)
      const asked = [await stranger.send('POST', '/api/sign-in', { email, password: 'not the password at all' }), await stranger.send('POST', '/api/password-reset', { email }), await stranger.send('POST', '/api/sign-up', { email })]
      return asked.map(({ status, body, headers }) => [status, body, [...headers.keys()].sort(), headers.get('content-length'), headers.getSetCookie().length])
    }
    assert.deepEqual(await answersTo('ann@example.org', '198.51.100.1'), await answersTo('nobody@example.org', '198.51.100.2'))
  })
})
