import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changeOf } from '../../src/people/people.ts'
import { csrfTokenOf } from '../../src/people/secret-token.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/time.ts'
import { ACCOUNTS, GOOD_PASSWORD, must, mustRefuse, PeopleScene } from './people-scene.ts'

const here = (scene: PeopleScene) => scene.visit()

describe('a session', () => {
  it('begins under a token that nobody had before, whatever the browser carried, and ends what it carried', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    scene.pass(MINUTE)
    const planted = 'a-token-that-somebody-planted-in-the-browser'
    const first = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ deviceToken: olga.deviceToken, sessionToken: planted })))
    assert.ok(first.kind === 'signedIn')
    assert.notEqual(first.sessionToken, planted)
    mustRefuse(await scene.people.authenticate(planted, here(scene)), 'notSignedIn')
    scene.pass(MINUTE)
    const second = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ deviceToken: olga.deviceToken, sessionToken: first.sessionToken })))
    assert.ok(second.kind === 'signedIn')
    mustRefuse(await scene.people.authenticate(first.sessionToken, here(scene)), 'notSignedIn')
    must(await scene.people.authenticate(second.sessionToken, here(scene)))
  })

  it('is kept as a hash: no token is in the store or in the record', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const kinds = ['person', 'session', 'device', 'bearerToken', 'link', 'signIn', 'totp', 'recoveryCode', 'code', 'message', 'stepUp'] as const
    const everything = JSON.stringify(await Promise.all(kinds.map((kind) => scene.store.find(kind, {}))))
    for (const secret of [olga.sessionToken, olga.deviceToken ?? '', olga.totpSecret, GOOD_PASSWORD]) {
      assert.ok(secret.length > 10)
      assert.ok(!everything.includes(secret))
    }
  })

  it('ends after 30 idle minutes, not before', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    for (let visit = 0; visit < 5; visit += 1) {
      scene.pass(30 * MINUTE - 1)
      must(await scene.people.authenticate(olga.sessionToken, here(scene)))
    }
    scene.pass(30 * MINUTE)
    mustRefuse(await scene.people.authenticate(olga.sessionToken, here(scene)), 'expired')
  })

  it('ends after 12 hours, however busy', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
      scene.pass(20 * MINUTE)
      must(await scene.people.authenticate(olga.sessionToken, here(scene)))
    }
    scene.pass(20 * MINUTE)
    mustRefuse(await scene.people.authenticate(olga.sessionToken, here(scene)), 'expired')
  })

  it('whose old token is used a while after it was replaced was stolen: it ends for both, and its person is told', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    const stolen = olga.sessionToken
    await scene.addTotp(olga)
    assert.notEqual(olga.sessionToken, stolen)
    scene.pass(58 * SECOND)
    mustRefuse(await scene.people.authenticate(stolen, here(scene)), 'notSignedIn')
    must(await scene.people.authenticate(olga.sessionToken, here(scene)))
    scene.pass(SECOND)
    mustRefuse(await scene.people.authenticate(stolen, here(scene)), 'notSignedIn')
    mustRefuse(await scene.people.authenticate(olga.sessionToken, here(scene)), 'notSignedIn')
    assert.ok((await scene.letters(olga.email)).some(({ subject }) => subject.includes('old copy')))
  })

  it('has a CSRF token of its own, which changes with its token', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const signedIn = await scene.signIn(olga)
    assert.ok(scene.people.isCsrfToken(signedIn.sessionToken, signedIn.csrfToken))
    for (const wrong of ['', 'x', signedIn.sessionToken, csrfTokenOf('another'), `${signedIn.csrfToken}x`]) assert.ok(!scene.people.isCsrfToken(signedIn.sessionToken, wrong))
    const other = await scene.signIn(olga)
    assert.notEqual(other.csrfToken, signedIn.csrfToken)
  })

  it('is listed with device and address, and ended one by one or all at once, by its person only', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const tokens = [(await scene.signIn(olga)).sessionToken, (await scene.signIn(olga)).sessionToken, (await scene.signIn(olga)).sessionToken]
    const listed = await scene.people.listSessions(olga.principal, scene.visit())
    assert.equal(listed.length, 4)
    assert.deepEqual(listed.filter(({ isThisOne }) => isThisOne).map(({ id, device, address }) => [id, device, address]), [[olga.principal.id, 'Firefox on Linux', '198.51.100.7']])
    const other = listed.find(({ isThisOne }) => !isThisOne)?.id ?? ''
    mustRefuse(await scene.people.endSession(adam.principal, other, scene.visitOf(adam)), 'unknownSubject')
    must(await scene.people.endSession(olga.principal, other, scene.visitOf(olga)))
    must(await scene.people.endSession(olga.principal, other, scene.visitOf(olga)))
    assert.equal((await scene.people.listSessions(olga.principal, scene.visit())).length, 3)
    assert.deepEqual(must(await scene.people.endAllSessions(olga.principal, { keepThisOne: true }, scene.visitOf(olga))), { ended: 2 })
    must(await scene.people.authenticate(tokens[2] ?? '', scene.visit()))
    assert.deepEqual(must(await scene.people.endAllSessions(olga.principal, { keepThisOne: false }, scene.visitOf(olga))), { ended: 1 })
    for (const token of tokens) mustRefuse(await scene.people.authenticate(token, scene.visit()), 'notSignedIn')
    must(await scene.people.authenticate(adam.sessionToken, scene.visit()))
  })

  it('ends with signing out', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    must(await scene.people.signOut(olga.principal, scene.visitOf(olga)))
    mustRefuse(await scene.people.authenticate(olga.sessionToken, scene.visit()), 'notSignedIn')
  })
})

describe('a token for scripts', () => {
  const wish = { name: 'nightly report', accountId: ACCOUNTS.MAIN, role: 'auditor', lifetimeDays: 30 } as const

  it('opens one account in one role until its day', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const { token, id } = must(await scene.people.makeToken(olga.principal, wish, await scene.confirmed(olga, changeOf.makeToken(wish)), scene.visitOf(olga)))
    const script = must(await scene.people.authenticateBearer(token, scene.visit()))
    assert.deepEqual([script.kind, script.held], ['token', [{ accountId: ACCOUNTS.MAIN, role: 'auditor' }]])
    assert.ok(scene.people.may(script, 'audit.see', ACCOUNTS.MAIN).ok)
    mustRefuse(scene.people.may(script, 'key.edit', ACCOUNTS.MAIN), 'notAllowed')
    mustRefuse(await scene.people.authenticate(token, scene.visit()), 'notSignedIn')
    mustRefuse(await scene.people.beginStepUp(script, [changeOf.changePassword()], scene.visit()), 'notAllowed')
    assert.deepEqual((await scene.people.listTokens(olga.principal, scene.visit())).map(({ name, role }) => [name, role]), [['nightly report', 'auditor']])
    scene.pass(30 * DAY)
    mustRefuse(await scene.people.authenticateBearer(token, scene.visit()), 'notSignedIn')
    must(await scene.people.endToken(olga.principal, id, scene.visitOf(olga)))
  })

  it('is never more than its person may, then and later', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const asOwner = { ...wish, role: 'owner' } as const
    mustRefuse(await scene.people.makeToken(adam.principal, asOwner, '', scene.visitOf(adam)), 'notAllowed')
    mustRefuse(await scene.people.makeToken(adam.principal, { ...wish, lifetimeDays: 366 }, '', scene.visitOf(adam)), 'lifetimeInvalid')
    mustRefuse(await scene.people.makeToken(adam.principal, { ...wish, name: ' ' }, '', scene.visitOf(adam)), 'labelInvalid')
    const asAdmin = { ...wish, role: 'admin' } as const
    const { token } = must(await scene.people.makeToken(adam.principal, asAdmin, await scene.confirmed(adam, changeOf.makeToken(asAdmin)), scene.visitOf(adam)))
    must(await scene.people.authenticateBearer(token, scene.visit()))
    const lower = { personId: adam.personId, accountId: ACCOUNTS.MAIN, role: 'trader' } as const
    must(await scene.people.changeRole(olga.principal, lower, await scene.confirmed(olga, changeOf.changeRole(lower, adam.email)), scene.visitOf(olga)))
    mustRefuse(await scene.people.authenticateBearer(token, scene.visit()), 'notSignedIn')
  })

  it('is not more on a sub-account either, where its person has a role of their own', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const onSub = { email: adam.email, accountId: ACCOUNTS.SUB, role: 'trader' } as const
    must(await scene.people.invite(olga.principal, onSub, await scene.confirmed(olga, changeOf.invite(onSub)), scene.visitOf(olga)))
    must(await scene.people.joinByInvitation(adam.principal, await scene.mailedToken(adam.email), scene.visitOf(adam)))
    for (const [role, onMain] of [['admin', true], ['auditor', true]] as const) {
      const made = { ...wish, name: role, role } as const
      const { token } = must(await scene.people.makeToken(adam.principal, made, await scene.confirmed(adam, changeOf.makeToken(made)), scene.visitOf(adam)))
      const script = must(await scene.people.authenticateBearer(token, scene.visit()))
      assert.equal(scene.people.may(script, 'audit.see', ACCOUNTS.MAIN).ok, onMain)
      for (const act of ['audit.see', 'callLog.see', 'policy.edit'] as const) mustRefuse(scene.people.may(script, act, ACCOUNTS.SUB), 'notAllowed')
      assert.equal(scene.people.may(script, 'account.see', ACCOUNTS.SUB).ok, role === 'admin', 'what a trader and the token may both')
    }
  })

  it('has a name that no other living one of its person has, in two tabs neither', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const stepUps = [await scene.confirmed(olga, changeOf.makeToken(wish)), await scene.confirmed(olga, changeOf.makeToken(wish))]
    const tabs = await Promise.all(stepUps.map((stepUp) => scene.people.makeToken(olga.principal, wish, stepUp, scene.visitOf(olga))))
    assert.deepEqual(tabs.map((tab) => (tab.ok ? 'made' : tab.refused.reason)), ['made', 'tokenNameTaken'])
    mustRefuse(await scene.people.makeToken(olga.principal, { ...wish, name: 'Nightly Report' }, '', scene.visitOf(olga)), 'tokenNameTaken')
    const [living] = await scene.people.listTokens(olga.principal, scene.visitOf(olga))
    must(await scene.people.endToken(olga.principal, living?.id ?? '', scene.visitOf(olga)))
    must(await scene.people.makeToken(olga.principal, wish, await scene.confirmed(olga, changeOf.makeToken(wish)), scene.visitOf(olga)))
  })

  it('ends when its person ends it', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const { token, id } = must(await scene.people.makeToken(olga.principal, wish, await scene.confirmed(olga, changeOf.makeToken(wish)), scene.visitOf(olga)))
    scene.pass(HOUR)
    must(await scene.people.endToken(olga.principal, id, scene.visitOf(olga)))
    mustRefuse(await scene.people.authenticateBearer(token, scene.visit()), 'notSignedIn')
  })
})
