import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseName } from '../../src/people/person.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/time.ts'
import { MemoryPeopleStore } from './memory-people-store.ts'
import { GOOD_PASSWORD, must, mustRefuse, PeopleScene } from './people-scene.ts'

describe('signing in', () => {
  it('asks for password, second factor and, on a new device, a mailed code, in this order', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    scene.pass(HOUR)
    const first = must(await scene.people.signIn({ email: 'OLGA@example.org ', password: GOOD_PASSWORD }, scene.visit()))
    assert.ok(first.kind === 'factorNeeded')
    assert.deepEqual(first.factors, ['totp', 'recoveryCode'])
    const second = must(await scene.people.answerSecondFactor({ attempt: first.attempt, answer: { factor: 'totp', code: scene.totp(olga) } }, scene.visit()))
    assert.ok(second.kind === 'deviceCodeNeeded')
    const third = must(await scene.people.confirmDevice({ attempt: second.attempt, code: await scene.mailedCode(olga.email) }, scene.visit()))
    assert.ok(third.kind === 'signedIn' && third.deviceToken !== null && !third.needsFactor)
    const again = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ deviceToken: third.deviceToken })))
    assert.ok(again.kind === 'factorNeeded')
    assert.equal(must(await scene.people.answerSecondFactor({ attempt: again.attempt, answer: { factor: 'totp', code: scene.totp(olga) } }, scene.visit({ deviceToken: third.deviceToken }))).kind, 'signedIn')
  })

  it('goes no further with an attempt of another stage, used, or too old', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const step = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit()))
    assert.ok(step.kind === 'factorNeeded')
    mustRefuse(await scene.people.confirmDevice({ attempt: step.attempt, code: '12345678' }, scene.visit()), 'expired')
    mustRefuse(await scene.people.answerSecondFactor({ attempt: step.attempt, answer: { factor: 'password', code: GOOD_PASSWORD } }, scene.visit()), 'factorNotAsked')
    mustRefuse(await scene.people.authenticate(step.attempt, scene.visit()), 'notSignedIn')
    scene.pass(15 * MINUTE)
    mustRefuse(await scene.people.answerSecondFactor({ attempt: step.attempt, answer: { factor: 'totp', code: scene.totp(olga) } }, scene.visit()), 'expired')
  })

  it('takes a code of the authenticator once, also when two use it at one moment', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const begin = async () => {
      const step = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ deviceToken: olga.deviceToken })))
      assert.ok(step.kind === 'factorNeeded')
      return step.attempt
    }
    const [one, other] = [await begin(), await begin()]
    const code = scene.totp(olga)
    const answers = await Promise.all([one, other].map((attempt, index) => scene.people.answerSecondFactor({ attempt, answer: { factor: 'totp', code } }, scene.visit({ deviceToken: index === 0 ? olga.deviceToken : null, address: `192.0.2.${index}` }))))
    assert.equal(answers.filter((answer) => answer.ok).length, 1)
    scene.pass(HOUR)
    const third = await begin()
    mustRefuse(await scene.people.answerSecondFactor({ attempt: third, answer: { factor: 'totp', code } }, scene.visit({ deviceToken: olga.deviceToken })), 'wrongCode')
  })

  it('takes each recovery code once', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    const codes = await scene.addTotp(olga)
    assert.equal(codes?.length, 10)
    const code = codes?.[3] ?? ''
    for (const outcome of ['signedIn', 'wrongCode']) {
      scene.pass(HOUR)
      const step = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ deviceToken: olga.deviceToken })))
      assert.ok(step.kind === 'factorNeeded')
      const answer = await scene.people.answerSecondFactor({ attempt: step.attempt, answer: { factor: 'recoveryCode', code: code.toUpperCase().replaceAll('-', ' ') } }, scene.visit({ deviceToken: olga.deviceToken }))
      assert.equal(answer.ok ? answer.value.kind : answer.refused.reason, outcome)
    }
    assert.equal((await scene.people.listFactors(olga.principal)).recoveryCodesLeft, 9)
  })

  it('takes a passkey for both factors, asks a new device for its code all the same, and refuses a counter that went back', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    await scene.addPasskey(olga, 'laptop')
    const withPasskey = async (counter: number, deviceToken: string | null) => {
      scene.pass(HOUR)
      const { attempt, options } = must(await scene.people.beginPasskeySignIn(scene.visit()))
      const answer = { attempt, response: { id: 'laptop', challenge: options['challenge'], counter } }
      const result = await scene.people.finishPasskeySignIn(answer, scene.visit({ deviceToken }))
      mustRefuse(await scene.people.finishPasskeySignIn(answer, scene.visit({ deviceToken, address: '192.0.2.9' })), 'expired')
      return result
    }
    assert.equal(must(await withPasskey(5, olga.deviceToken)).kind, 'signedIn')
    assert.equal(must(await withPasskey(6, null)).kind, 'deviceCodeNeeded')
    mustRefuse(await withPasskey(6, olga.deviceToken), 'passkeyCounterWentBack')
    mustRefuse(await withPasskey(2, olga.deviceToken), 'passkeyCounterWentBack')
    const unknown = must(await scene.people.beginPasskeySignIn(scene.visit()))
    mustRefuse(await scene.people.finishPasskeySignIn({ attempt: unknown.attempt, response: { id: 'nobody', challenge: unknown.options['challenge'], counter: 1 } }, scene.visit()), 'passkeyRefused')
  })

  it('mails at most three codes for one device, and takes only the newest, five times, for ten minutes', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    const begin = async () => {
      scene.pass(DAY)
      const step = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit()))
      assert.ok(step.kind === 'deviceCodeNeeded')
      return step.attempt
    }
    const attempt = await begin()
    const former = await scene.mailedCode(olga.email)
    scene.pass(SECOND)
    must(await scene.people.resendDeviceCode(attempt, scene.visit()))
    scene.pass(SECOND)
    mustRefuse(await scene.people.confirmDevice({ attempt, code: former }, scene.visit()), 'wrongCode')
    must(await scene.people.resendDeviceCode(attempt, scene.visit()))
    mustRefuse(await scene.people.resendDeviceCode(attempt, scene.visit()), 'limitReached')
    const newest = await scene.mailedCode(olga.email)
    for (let wrong = 0; wrong < 5; wrong += 1) {
      scene.pass(20 * SECOND)
      mustRefuse(await scene.people.confirmDevice({ attempt, code: '00000000' }, scene.visit({ address: `192.0.2.${wrong}` })), 'wrongCode')
    }
    scene.pass(MINUTE)
    mustRefuse(await scene.people.confirmDevice({ attempt, code: newest }, scene.visit()), 'wrongCode')

    const late = await begin()
    const code = await scene.mailedCode(olga.email)
    scene.pass(10 * MINUTE)
    mustRefuse(await scene.people.confirmDevice({ attempt: late, code }, scene.visit()), 'wrongCode')
  })
})

describe('whoever has no account', () => {
  it('gets the same answer, the same work and the same delays as whoever has one', async () => {
    const scene = new PeopleScene()
    await scene.owner()
    const storyOf = async (email: string) => {
      scene.pass(2 * DAY)
      const story: string[] = []
      for (let attempt = 0; attempt < 14; attempt += 1) {
        const before = scene.hasher.derivations
        const answer = await scene.people.signIn({ email, password: `${GOOD_PASSWORD} no` }, scene.visit({ address: `203.0.113.${attempt}` }))
        assert.ok(!answer.ok)
        story.push(`${JSON.stringify(answer.refused)} after ${scene.hasher.derivations - before} derivations`)
        scene.pass(attempt % 3 === 0 ? 0 : 2 ** attempt * SECOND)
      }
      return story
    }
    const known = await storyOf('olga@example.org')
    assert.deepEqual(await storyOf('nobody@example.org'), known)
    assert.ok(known.some((line) => line.includes('tooManyAttempts')) && known.some((line) => line.includes('wrongCredentials')))
  })

  it('is not told by a password reset or a sign-up either; only the letters differ', async () => {
    const scene = new PeopleScene()
    await scene.owner()
    for (const email of ['olga@example.org', 'nobody@example.org']) {
      assert.deepEqual(await scene.people.requestPasswordReset({ email }, scene.visit({ address: email })), { ok: true, value: null })
      scene.pass(DAY)
      assert.deepEqual(await scene.people.requestSignUp({ email }, scene.visit({ address: email })), { ok: true, value: null })
      scene.pass(DAY)
    }
    const subjects = async (to: string) => (await scene.letters(to)).map(({ subject }) => subject).filter((subject) => !/set up|Confirm/.test(subject))
    assert.deepEqual(await subjects('olga@example.org'), ['Choose a new password', 'You have an account already'])
    assert.deepEqual(await subjects('nobody@example.org'), ['Finish signing up'])
  })
})

describe('brute force', () => {
  it('waits 1 s, 2 s, 4 s … 15 min after each failure, and nothing is looked at meanwhile', async () => {
    const scene = new PeopleScene()
    await scene.owner()
    const guess = (password = 'a wrong password') => scene.people.signIn({ email: 'olga@example.org', password }, scene.visit({ address: `203.0.113.${scene.nowUs % 250}` }))
    for (const delayS of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      mustRefuse(await guess(), 'wrongCredentials')
      const before = scene.hasher.derivations
      scene.pass(delayS * SECOND - 1)
      const early = await guess(GOOD_PASSWORD)
      assert.deepEqual(early.ok ? null : [early.refused.reason, early.refused.retryAfterS], ['tooManyAttempts', 1])
      assert.equal(scene.hasher.derivations, before)
      scene.pass(1)
    }
    assert.ok((await guess(GOOD_PASSWORD)).ok)
  })

  it('gains nothing by sending a thousand at once, or by a restart', async () => {
    const scene = new PeopleScene()
    await scene.owner()
    const before = scene.hasher.derivations
    await Promise.all(Array.from({ length: 1_000 }, (_, at) => scene.people.signIn({ email: 'olga@example.org', password: `guess number ${at}` }, scene.visit({ address: `203.0.113.${at % 200}` }))))
    assert.equal(scene.hasher.derivations - before, 1)
    scene.pass(SECOND)
    mustRefuse(await scene.people.signIn({ email: 'olga@example.org', password: 'another' }, scene.visit()), 'wrongCredentials')
    await scene.restart()
    mustRefuse(await scene.people.signIn({ email: 'olga@example.org', password: GOOD_PASSWORD }, scene.visit()), 'tooManyAttempts')
  })

  it('of one address over many people is slowed down too, an IPv6 network as one address', async () => {
    const scene = new PeopleScene()
    await scene.owner()
    const guess = (at: number) => scene.people.signIn({ email: `person${at}@example.org`, password: 'Password' }, scene.visit({ address: `2001:db8:1:2:${at.toString(16)}::1` }))
    for (let at = 0; at < 11; at += 1) mustRefuse(await guess(at), 'wrongCredentials')
    mustRefuse(await guess(11), 'tooManyAttempts')
    mustRefuse(await scene.people.signIn({ email: 'x@example.org', password: 'p' }, scene.visit({ address: '2001:db8:1:3::1' })), 'wrongCredentials')
  })

  it('cannot lock a person out of the device that they confirmed', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    for (let guess = 0; guess < 12; guess += 1) {
      scene.pass(2 ** guess * SECOND)
      await scene.people.signIn({ email: olga.email, password: 'a stranger guesses' }, scene.visit({ address: '203.0.113.1' }))
    }
    mustRefuse(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit()), 'tooManyAttempts')
    assert.equal(must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ deviceToken: olga.deviceToken }))).kind, 'signedIn')
  })

  it('of the second factor is counted too, and closes the attempt', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const step = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit()))
    assert.ok(step.kind === 'factorNeeded')
    assert.ok(scene.store instanceof MemoryPeopleStore)
    const { audit } = scene.store
    const answer = () => scene.people.answerSecondFactor({ attempt: step.attempt, answer: { factor: 'totp', code: '000000' } }, scene.visit())
    mustRefuse(await answer(), 'wrongCode')
    mustRefuse(await answer(), 'tooManyAttempts')
    mustRefuse(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit()), 'tooManyAttempts')
    assert.deepEqual([audit.at(-1)?.act, audit.at(-1)?.subject, audit.at(-1)?.after], ['signIn.refused', olga.personId, { factor: 'totp' }])
  })
})

describe('a letter', () => {
  it('carries nothing that a browser or a name put into it', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    scene.pass(HOUR)
    must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ deviceLabel: 'Firefox\r\n\r\nYour account is locked, call\u202e us\nnow: ' + 'x'.repeat(200) })))
    const text = (await scene.letters(olga.email)).at(-1)?.text ?? ''
    assert.match(text, /\n {2}Firefox Your account is locked, call us now: x{1,60}, from 198\.51\.100\.7\n/)
    for (const name of ['Win at http://evil.example', 'see www.evil.example', 'a\nb', '']) assert.equal(parseName(name), undefined)
    assert.equal(parseName(' Ada Łovelace '), 'Ada Łovelace')
  })
})
