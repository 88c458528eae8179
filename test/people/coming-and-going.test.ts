import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changeOf } from '../../src/people/people.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { MemoryPeopleStore } from './memory-people-store.ts'
import { ACCOUNTS, GOOD_PASSWORD, must, mustRefuse, PeopleScene } from './people-scene.ts'

const OPERATOR = { actor: 'operator:local', source: 'local' } as const
const newcomer = { name: 'New Body', password: GOOD_PASSWORD }

describe('the first owner', () => {
  it('is set up by one link, once; the link stands in the fragment, and a newer one replaces it', async () => {
    const scene = new PeopleScene()
    assert.ok(await scene.people.needsFirstOwner())
    const first = must(await scene.people.makeFirstOwnerLink({ ...OPERATOR, nowUs: scene.nowUs }))
    assert.match(first.url, /^http:\/\/localhost:8081\/set-up#[\w-]{43}$/)
    const second = must(await scene.people.makeFirstOwnerLink({ ...OPERATOR, nowUs: scene.nowUs }))
    const wish = { ...newcomer, email: 'olga@example.org' }
    mustRefuse(await scene.people.setUpFirstOwner(first.token, wish, scene.visit()), 'linkInvalid')
    mustRefuse(await scene.people.setUpFirstOwner(second.token, { ...wish, email: 'no address' }, scene.visit()), 'emailInvalid')
    mustRefuse(await scene.people.setUpFirstOwner(second.token, { ...wish, name: '' }, scene.visit()), 'nameInvalid')
    mustRefuse(await scene.people.setUpFirstOwner(second.token, { ...wish, password: 'olgaolgaolga12' }, scene.visit()), 'passwordContext')
    const both = await Promise.all([scene.people.setUpFirstOwner(second.token, wish, scene.visit()), scene.people.setUpFirstOwner(second.token, { ...wish, email: 'mallory@example.org' }, scene.visit())])
    assert.equal(both.filter(({ ok }) => ok).length, 1)
    assert.ok(!await scene.people.needsFirstOwner())
    mustRefuse(await scene.people.makeFirstOwnerLink({ ...OPERATOR, nowUs: scene.nowUs }), 'ownerExists')
  })

  it('has a day to come', async () => {
    const scene = new PeopleScene()
    const { token } = must(await scene.people.makeFirstOwnerLink({ ...OPERATOR, nowUs: scene.nowUs }))
    scene.pass(DAY)
    mustRefuse(await scene.people.setUpFirstOwner(token, { ...newcomer, email: 'olga@example.org' }, scene.visit()), 'linkInvalid')
  })
})

describe('an invitation', () => {
  it('brings somebody in, in the role it names, once, for seven days', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const tim = await scene.member(olga, 'trader')
    assert.deepEqual(tim.principal.held, [{ accountId: ACCOUNTS.MAIN, role: 'trader' }])
    mustRefuse(await scene.people.acceptInvitation(await scene.mailedToken(tim.email), newcomer, scene.visit()), 'linkInvalid')
    const wish = { email: 'late@example.org', accountId: ACCOUNTS.MAIN, role: 'auditor' } as const
    must(await scene.people.invite(olga.principal, wish, await scene.confirmed(olga, changeOf.invite(wish)), scene.visitOf(olga)))
    assert.deepEqual(must(await scene.people.listInvitations(olga.principal, ACCOUNTS.MAIN, scene.visit())).map(({ email }) => email), ['late@example.org'])
    scene.pass(7 * DAY)
    mustRefuse(await scene.people.acceptInvitation(await scene.mailedToken('late@example.org'), newcomer, scene.visit()), 'linkInvalid')
  })

  it('is made only by whoever may, and an admin makes no owners', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const tim = await scene.member(olga, 'trader')
    const asOwner = { email: 'x@example.org', accountId: ACCOUNTS.MAIN, role: 'owner' } as const
    mustRefuse(await scene.people.invite(adam.principal, asOwner, '', scene.visitOf(adam)), 'notAllowed')
    mustRefuse(await scene.people.invite(tim.principal, { ...asOwner, role: 'auditor' }, '', scene.visitOf(tim)), 'notAllowed')
    mustRefuse(await scene.people.invite(olga.principal, { ...asOwner, email: tim.email }, '', scene.visitOf(olga)), 'alreadyMember')
    mustRefuse(await scene.people.invite(olga.principal, asOwner, '', scene.visitOf(olga)), 'stepUpForeign')
    assert.ok(!(await scene.letters()).some(({ to }) => to === 'x@example.org'))
  })

  it('can be withdrawn, and is worth nothing once its maker may not make it', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const inviting = async (email: string) => {
      const wish = { email, accountId: ACCOUNTS.MAIN, role: 'auditor' } as const
      return must(await scene.people.invite(adam.principal, wish, await scene.confirmed(adam, changeOf.invite(wish)), scene.visitOf(adam))).id
    }
    const id = await inviting('one@example.org')
    await inviting('two@example.org')
    must(await scene.people.withdrawInvitation(olga.principal, id, await scene.confirmed(olga, changeOf.withdrawInvitation(id, ACCOUNTS.MAIN, 'one@example.org')), scene.visitOf(olga)))
    mustRefuse(await scene.people.acceptInvitation(await scene.mailedToken('one@example.org'), newcomer, scene.visit()), 'linkInvalid')
    const lower = { personId: adam.personId, accountId: ACCOUNTS.MAIN, role: 'auditor' } as const
    must(await scene.people.changeRole(olga.principal, lower, await scene.confirmed(olga, changeOf.changeRole(lower, adam.email)), scene.visitOf(olga)))
    mustRefuse(await scene.people.acceptInvitation(await scene.mailedToken('two@example.org'), newcomer, scene.visit()), 'linkInvalid')
  })

  it('to a second account is accepted by the person who is signed in, and by nobody in their place', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const tim = await scene.member(olga, 'trader')
    const wish = { email: tim.email, accountId: ACCOUNTS.SUB, role: 'approver' } as const
    must(await scene.people.invite(olga.principal, wish, await scene.confirmed(olga, changeOf.invite(wish)), scene.visitOf(olga)))
    const token = await scene.mailedToken(tim.email)
    mustRefuse(await scene.people.acceptInvitation(token, { ...newcomer, password: 'stolen-mailbox-pass-77' }, scene.visit()), 'notSignedIn')
    mustRefuse(await scene.people.joinByInvitation(olga.principal, token, scene.visitOf(olga)), 'linkInvalid')
    must(await scene.people.joinByInvitation(tim.principal, token, scene.visitOf(tim)))
    assert.deepEqual(must(await scene.people.authenticate(tim.sessionToken, scene.visit())).held.length, 2)
  })
})

describe('signing up', () => {
  it('opens an account of its own where the operator allows it, and nothing where not', async () => {
    const scene = new PeopleScene()
    await scene.owner()
    must(await scene.people.requestSignUp({ email: 'other@example.org' }, scene.visit()))
    const signedIn = must(await scene.people.completeSignUp(await scene.mailedToken('other@example.org'), newcomer, scene.visit()))
    assert.deepEqual(must(await scene.people.authenticate(signedIn.sessionToken, scene.visit())).held, [{ accountId: 100_003, role: 'owner' }])
    const closed = new PeopleScene({ settings: { isSignUpOpen: false } })
    mustRefuse(await closed.people.requestSignUp({ email: 'other@example.org' }, closed.visit()), 'signUpClosed')
  })
})

describe('a role', () => {
  it('that changes ends the sessions of whoever has it', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const wish = { personId: adam.personId, accountId: ACCOUNTS.MAIN, role: 'owner' } as const
    mustRefuse(await scene.people.changeRole(adam.principal, wish, '', scene.visitOf(adam)), 'notAllowed')
    must(await scene.people.changeRole(olga.principal, wish, await scene.confirmed(olga, changeOf.changeRole(wish, adam.email)), scene.visitOf(olga)))
    mustRefuse(await scene.people.authenticate(adam.sessionToken, scene.visit()), 'notSignedIn')
    assert.deepEqual(must(await scene.people.listPeople(olga.principal, ACCOUNTS.MAIN)).map(({ role }) => role), ['owner', 'owner'])
  })

  it('of the last owner stays, also when two owners unmake each other at one moment', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const down = { personId: olga.personId, accountId: ACCOUNTS.MAIN, role: 'admin' } as const
    mustRefuse(await scene.people.changeRole(olga.principal, down, '', scene.visitOf(olga)), 'lastOwner')
    mustRefuse(await scene.people.removePerson(olga.principal, down, '', scene.visitOf(olga)), 'lastOwner')
    const oscar = await scene.member(olga, 'owner')
    const other = { ...down, personId: oscar.personId }
    const [one, two] = [await scene.confirmed(olga, changeOf.changeRole(other, oscar.email)), await scene.confirmed(oscar, changeOf.changeRole(down, olga.email))]
    await Promise.all([scene.people.changeRole(olga.principal, other, one, scene.visitOf(olga)), scene.people.changeRole(oscar.principal, down, two, scene.visitOf(oscar))])
    assert.equal((await scene.store.find('membership', { accountId: ACCOUNTS.MAIN, role: 'owner' })).length, 1)
  })
})

describe('the only owner of a sub-account', () => {
  it('can be taken off it and off-boarded, because the account above has an owner', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const sue = await scene.member(olga, 'owner', { email: 'sue@example.org', accountId: ACCOUNTS.SUB })
    mustRefuse(scene.people.may(sue.principal, 'key.see', ACCOUNTS.MAIN), 'notAllowed')
    const wish = { personId: sue.personId, accountId: ACCOUNTS.SUB, keysGoTo: null }
    must(await scene.people.offBoard(olga.principal, wish, await scene.confirmed(olga, changeOf.offBoard(wish, sue.email, null)), scene.visitOf(olga)))
  })
})

describe('off-boarding', () => {
  it('ends sessions and tokens, withdraws invitations and approvals, and closes keys, in one act and in the record', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const token = { name: 'ci', accountId: ACCOUNTS.MAIN, role: 'admin', lifetimeDays: 9 } as const
    const bearer = must(await scene.people.makeToken(adam.principal, token, await scene.confirmed(adam, changeOf.makeToken(token)), scene.visitOf(adam))).token
    const invitation = { email: 'friend@example.org', accountId: ACCOUNTS.MAIN, role: 'admin' } as const
    must(await scene.people.invite(adam.principal, invitation, await scene.confirmed(adam, changeOf.invite(invitation)), scene.visitOf(adam)))
    const pending = must(await scene.people.beginStepUp(adam.principal, [changeOf.invite(invitation)], scene.visitOf(adam))).id
    const wish = { personId: adam.personId, accountId: ACCOUNTS.MAIN, keysGoTo: olga.personId }
    const closed = must(await scene.people.offBoard(olga.principal, wish, await scene.confirmed(olga, changeOf.offBoard(wish, adam.email, olga.email)), scene.visitOf(olga)))
    assert.deepEqual(closed, { sessions: 1, tokens: 1, invitations: 1, keys: 2, approvals: 1 })
    assert.deepEqual(scene.closed, [{ personId: adam.personId, keysGoTo: olga.personId }])
    mustRefuse(await scene.people.authenticate(adam.sessionToken, scene.visit()), 'notSignedIn')
    mustRefuse(await scene.people.authenticateBearer(bearer, scene.visit()), 'notSignedIn')
    mustRefuse(await scene.people.acceptInvitation(await scene.mailedToken('friend@example.org'), newcomer, scene.visit()), 'linkInvalid')
    mustRefuse(await scene.people.confirmation(adam.principal, pending, changeOf.invite(invitation), scene.nowUs), 'notSignedIn')
    scene.pass(HOUR)
    mustRefuse(await scene.people.signIn({ email: adam.email, password: GOOD_PASSWORD }, scene.visit()), 'wrongCredentials')
    const before = (await scene.letters(adam.email)).length
    must(await scene.people.requestPasswordReset({ email: adam.email }, scene.visit()))
    assert.equal((await scene.letters(adam.email)).length, before)
    assert.ok(scene.store instanceof MemoryPeopleStore)
    assert.deepEqual(scene.store.audit.slice(-3, -1).map(({ act, subject }) => [act, subject]), [['person.offBoard', adam.personId], ['person.left', adam.personId]])
  })

  it('that a crash interrupts lets nobody in meanwhile, and goes on at the next start', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const tim = await scene.member(olga, 'trader')
    const wish = { personId: tim.personId, accountId: ACCOUNTS.MAIN, keysGoTo: null }
    scene.closingFails = true
    await assert.rejects(scene.people.offBoard(olga.principal, wish, await scene.confirmed(olga, changeOf.offBoard(wish, tim.email, null)), scene.visitOf(olga)), /dies here/)
    mustRefuse(await scene.people.authenticate(tim.sessionToken, scene.visit()), 'notSignedIn')
    scene.closingFails = false
    await scene.restart()
    assert.deepEqual(scene.closed, [{ personId: tim.personId, keysGoTo: null }])
    assert.equal((await scene.store.byId('person', tim.personId))?.state, 'left')
    await scene.restart()
    assert.equal(scene.closed.length, 1)
  })

  it('gives keys only to somebody whose role could have made them, on each account that is left', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const tim = await scene.member(olga, 'trader')
    const heirs = [
      [await scene.member(olga, 'approver', { email: 'ann@example.org' }), false], [await scene.member(olga, 'auditor', { email: 'aud@example.org' }), false],
      [await scene.member(olga, 'trader', { email: 'sub@example.org', accountId: ACCOUNTS.SUB }), false], [await scene.member(olga, 'trader', { email: 'tess@example.org' }), true],
    ] as const
    for (const [heir, mayHold] of heirs) {
      const wish = { personId: tim.personId, accountId: ACCOUNTS.MAIN, keysGoTo: heir.personId }
      const told = await scene.people.offBoard(olga.principal, wish, await scene.confirmed(olga, changeOf.offBoard(wish, tim.email, heir.email)), scene.visitOf(olga))
      if (mayHold) must(told)
      else mustRefuse(told, 'cannotHoldKeys')
    }
    assert.deepEqual(scene.closed, [{ personId: tim.personId, keysGoTo: heirs[3][0].personId }])
  })

  it('is not done to the last owner, to an owner by an admin, or with keys for nobody; who left can be invited again', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const tim = await scene.member(olga, 'trader')
    const off = { accountId: ACCOUNTS.MAIN, keysGoTo: null }
    mustRefuse(await scene.people.offBoard(adam.principal, { ...off, personId: olga.personId }, '', scene.visitOf(adam)), 'notAllowed')
    mustRefuse(await scene.people.offBoard(olga.principal, { ...off, personId: olga.personId }, '', scene.visitOf(olga)), 'lastOwner')
    mustRefuse(await scene.people.offBoard(olga.principal, { ...off, personId: tim.personId, keysGoTo: tim.personId }, '', scene.visitOf(olga)), 'cannotHoldKeys')
    mustRefuse(await scene.people.offBoard(olga.principal, { ...off, personId: 'p_nobody' }, '', scene.visitOf(olga)), 'unknownSubject')
    const wish = { ...off, personId: tim.personId }
    must(await scene.people.offBoard(adam.principal, wish, await scene.confirmed(adam, changeOf.offBoard(wish, tim.email, null)), scene.visitOf(adam)))
    const again = await scene.member(olga, 'auditor', { email: tim.email })
    assert.equal(again.personId, tim.personId)
    assert.deepEqual(again.principal.held, [{ accountId: ACCOUNTS.MAIN, role: 'auditor' }])
  })
})
