import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changeOf } from '../../src/people/people.ts'
import { ACCOUNTS, must, mustRefuse, PeopleScene } from './people-scene.ts'

const NEW_PASSWORD = 'heron-basalt-orchard-19'
const lockedDown = async () => {
  const scene = new PeopleScene()
  const olga = await scene.owner()
  const doer = { actor: 'operator:local', source: 'local', nowUs: scene.nowUs }
  return { scene, olga, doer }
}

describe('after a lockdown', () => {
  it('every session ends, and whoever signs in again may do nothing but renew their factors', async () => {
    const { scene, olga, doer } = await lockedDown()
    assert.deepEqual(await scene.people.previewLockdown(ACCOUNTS.MAIN), { people: 1, sessions: 1, tokens: 0 })
    assert.deepEqual(must(await scene.people.lockDown({ accountId: ACCOUNTS.MAIN, endSessions: true, renewFactors: true }, doer)), { people: 1, sessions: 1, tokens: 0 })
    mustRefuse(await scene.people.authenticate(olga.sessionToken, scene.visit()), 'notSignedIn')
    assert.match((await scene.letters(olga.email)).at(-1)?.subject ?? '', /locked down/)
    assert.deepEqual((await scene.signIn(olga)).mustRenew, ['password', 'factor'])
    assert.deepEqual([olga.principal.held, olga.principal.mustRenew], [[], ['password', 'factor']])
    mustRefuse(scene.people.may(olga.principal, 'account.see', ACCOUNTS.MAIN), 'notAllowed')
    mustRefuse(await scene.people.beginStepUp(olga.principal, [{ act: 'key.enable', accountId: ACCOUNTS.MAIN, subject: 'k_1', details: null, sentence: 'Enable it.' }], scene.visitOf(olga)), 'notAllowed')
    assert.deepEqual(await scene.people.standIns('key.create', ACCOUNTS.MAIN), [], 'former factors confirm nothing at the terminal either')
  })

  it('a new password and a new authenticator give everything back, and the former ones open nothing', async () => {
    const { scene, olga, doer } = await lockedDown()
    const former = olga.totpSecret
    must(await scene.people.lockDown({ accountId: ACCOUNTS.MAIN, endSessions: true, renewFactors: true }, doer))
    await scene.signIn(olga)
    const { rotated } = must(await scene.people.changePassword(olga.principal, { password: NEW_PASSWORD, stepUpId: await scene.confirmed(olga, changeOf.changePassword()) }, scene.visitOf(olga)))
    olga.sessionToken = rotated?.sessionToken ?? ''
    olga.principal = must(await scene.people.authenticate(olga.sessionToken, scene.visit()))
    assert.deepEqual([olga.principal.mustRenew, olga.principal.held], [['factor'], []], 'half of it is not enough')
    const codes = await scene.addTotp(olga)
    assert.equal(codes?.length, 10, 'the former recovery codes go too')
    assert.notEqual(olga.totpSecret, former)
    olga.principal = must(await scene.people.authenticate(olga.sessionToken, scene.visit()))
    assert.deepEqual(olga.principal.held, [{ accountId: ACCOUNTS.MAIN, role: 'owner' }])
    assert.equal((await scene.people.listFactors(olga.principal)).totps.length, 1)
    assert.deepEqual((await scene.signIn(olga, NEW_PASSWORD)).mustRenew, [])
  })

  it('asked again, it does what is left to do, and other accounts are left alone', async () => {
    const { scene, olga, doer } = await lockedDown()
    const tim = await scene.member(olga, 'trader', { accountId: ACCOUNTS.SUB })
    must(await scene.people.lockDown({ accountId: ACCOUNTS.MAIN, endSessions: true, renewFactors: true }, doer))
    assert.deepEqual(must(await scene.people.lockDown({ accountId: ACCOUNTS.MAIN, endSessions: true, renewFactors: true }, doer)), { people: 1, sessions: 0, tokens: 0 })
    assert.ok((await scene.people.authenticate(tim.sessionToken, scene.visit())).ok)
  })
})
