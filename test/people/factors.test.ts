import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Sealer } from '../../src/authority/sealing.ts'
import { changeOf } from '../../src/people/people.ts'
import { totpCode } from '../../src/people/totp.ts'
import { HOUR, SECOND } from '../../src/time.ts'
import { GOOD_PASSWORD, must, mustRefuse, PeopleScene } from './people-scene.ts'

const NEW_PASSWORD = 'otter-violin-harbour-19'

describe('an authenticator', () => {
  it('counts only from its first right code on, and brings ten recovery codes the first time', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    const begun = must(await scene.people.beginTotp(olga.principal, { label: 'phone', stepUpId: await scene.confirmed(olga, changeOf.addTotp('phone')) }, scene.visitOf(olga)))
    assert.match(begun.uri, /^otpauth:\/\/totp\/Bitting:olga%40example\.org\?.*secret=[A-Z2-7]{32}/)
    assert.deepEqual((await scene.people.listFactors(olga.principal)).totps, [])
    scene.pass(HOUR)
    const step = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ deviceToken: olga.deviceToken })))
    assert.ok(step.kind === 'signedIn' && step.needsFactor)
    olga.principal = must(await scene.people.authenticate(step.sessionToken, scene.visit()))
    mustRefuse(await scene.people.finishTotp(olga.principal, { id: begun.id, code: '000000' }, scene.visitOf(olga)), 'wrongCode')
    scene.pass(SECOND)
    const added = must(await scene.people.finishTotp(olga.principal, { id: begun.id, code: totpCode(begun.secret, scene.nowUs) }, scene.visitOf(olga)))
    assert.equal(added.recoveryCodes?.length, 10)
    assert.notEqual(added.rotated, null)
    olga.totpSecret = begun.secret
    assert.equal(await scene.addTotp(olga), null, 'codes that are there stay')
    mustRefuse(await scene.people.finishTotp(olga.principal, { id: begun.id, code: '000000' }, scene.visitOf(olga)), 'unknownSubject')
  })

  it('that was never finished is replaced by the next beginning', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const begin = async () => must(await scene.people.beginTotp(olga.principal, { label: 'phone', stepUpId: await scene.confirmed(olga, changeOf.addTotp('phone')) }, scene.visitOf(olga)))
    const [first, second] = [await begin(), await begin()]
    mustRefuse(await scene.people.finishTotp(olga.principal, { id: first.id, code: totpCode(first.secret, scene.nowUs) }, scene.visitOf(olga)), 'unknownSubject')
    scene.pass(SECOND)
    must(await scene.people.finishTotp(olga.principal, { id: second.id, code: totpCode(second.secret, scene.nowUs) }, scene.visitOf(olga)))
    assert.equal((await scene.store.find('totp', {})).length, 2)
  })

  it('is sealed at rest, and opens still when another key seals', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const keys = new Map([[1, new Uint8Array(32).fill(7)], [2, new Uint8Array(32).fill(8)]])
    scene.people.useSealer(new Sealer({ currentVersion: 2, keys }, scene.randomBytes))
    assert.deepEqual((await scene.store.find('totp', {})).map(({ sealingKeyVersion }) => sealingKeyVersion), [1])
    assert.equal((await scene.signIn(olga)).kind, 'signedIn')
  })

  it('is removed with a step-up of its own, by its person only', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const [totp] = (await scene.people.listFactors(olga.principal)).totps
    assert.ok(totp)
    mustRefuse(await scene.people.removeFactor(adam.principal, { id: totp.id, stepUpId: await scene.confirmed(adam, changeOf.removeTotp(totp.id, totp.label)) }, scene.visitOf(adam)), 'unknownSubject')
    const other = await scene.confirmed(olga, changeOf.addTotp('x'))
    mustRefuse(await scene.people.removeFactor(olga.principal, { id: totp.id, stepUpId: other }, scene.visitOf(olga)), 'stepUpOtherChange')
    must(await scene.people.removeFactor(olga.principal, { id: totp.id, stepUpId: await scene.confirmed(olga, changeOf.removeTotp(totp.id, totp.label)) }, scene.visitOf(olga)))
    assert.deepEqual((await scene.people.listFactors(olga.principal)).totps, [])
  })
})

describe('a passkey', () => {
  it('is taken once for the challenge that was given', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const begin = async () => must(await scene.people.beginPasskey(olga.principal, { label: 'key', stepUpId: await scene.confirmed(olga, changeOf.addPasskey('key')) }, scene.visitOf(olga))).options['challenge']
    const first = await begin()
    mustRefuse(await scene.people.finishPasskey(olga.principal, { id: 'c1', challenge: 'another' }, scene.visitOf(olga)), 'passkeyRefused')
    mustRefuse(await scene.people.finishPasskey(olga.principal, { id: 'c1', challenge: first }, scene.visitOf(olga)), 'expired')
    must(await scene.people.finishPasskey(olga.principal, { id: 'c1', challenge: await begin() }, scene.visitOf(olga)))
    mustRefuse(await scene.people.finishPasskey(olga.principal, { id: 'c1', challenge: await begin() }, scene.visitOf(olga)), 'passkeyRefused')
    assert.deepEqual((await scene.people.listFactors(olga.principal)).passkeys.map(({ label }) => label), ['key'])
    must(await scene.people.removeFactor(olga.principal, { id: 'c1', stepUpId: await scene.confirmed(olga, changeOf.removePasskey('c1', 'key')) }, scene.visitOf(olga)))
  })
})

describe('recovery codes', () => {
  it('are replaced as a whole', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    const [former] = await scene.addTotp(olga) ?? []
    const { recoveryCodes } = must(await scene.people.renewRecoveryCodes(olga.principal, { stepUpId: await scene.confirmed(olga, changeOf.renewRecoveryCodes()) }, scene.visitOf(olga)))
    assert.equal(new Set(recoveryCodes).size, 10)
    for (const code of recoveryCodes) assert.match(code, /^([0-9a-z]{4}-){5}[0-9a-z]{4}$/)
    scene.pass(HOUR)
    const step = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ deviceToken: olga.deviceToken })))
    assert.ok(step.kind === 'factorNeeded')
    mustRefuse(await scene.people.answerSecondFactor({ attempt: step.attempt, answer: { factor: 'recoveryCode', code: former ?? '' } }, scene.visit({ deviceToken: olga.deviceToken })), 'wrongCode')
  })
})

describe('a password', () => {
  it('that is changed ends every other session and gives this one a new token', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const elsewhere = olga.sessionToken
    await scene.signIn(olga)
    const stepUpId = await scene.confirmed(olga, changeOf.changePassword())
    mustRefuse(await scene.people.changePassword(olga.principal, { password: 'short', stepUpId }, scene.visitOf(olga)), 'passwordTooShort')
    const { rotated } = must(await scene.people.changePassword(olga.principal, { password: NEW_PASSWORD, stepUpId }, scene.visitOf(olga)))
    mustRefuse(await scene.people.changePassword(olga.principal, { password: NEW_PASSWORD, stepUpId }, scene.visitOf(olga)), 'stepUpUsed')
    for (const token of [elsewhere, olga.sessionToken]) mustRefuse(await scene.people.authenticate(token, scene.visit()), 'notSignedIn')
    must(await scene.people.authenticate(rotated?.sessionToken ?? '', scene.visit()))
    scene.pass(HOUR)
    mustRefuse(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit()), 'wrongCredentials')
    scene.pass(HOUR)
    assert.ok((await scene.people.signIn({ email: olga.email, password: NEW_PASSWORD }, scene.visit())).ok)
  })

  it('that is reset by mail ends every session and does not go around the second factor', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    must(await scene.people.requestPasswordReset({ email: olga.email }, scene.visit()))
    const token = await scene.mailedToken(olga.email)
    assert.deepEqual(await scene.people.readLink(token, scene.nowUs), { kind: 'passwordReset', email: olga.email, accountId: null, role: null })
    mustRefuse(await scene.people.resetPassword(token, 'passwordpassword', scene.visit()), 'passwordCommon')
    must(await scene.people.resetPassword(token, NEW_PASSWORD, scene.visit()))
    mustRefuse(await scene.people.resetPassword(token, NEW_PASSWORD, scene.visit()), 'linkInvalid')
    mustRefuse(await scene.people.authenticate(olga.sessionToken, scene.visit()), 'notSignedIn')
    scene.pass(HOUR)
    assert.equal(must(await scene.people.signIn({ email: olga.email, password: NEW_PASSWORD }, scene.visit({ deviceToken: olga.deviceToken }))).kind, 'factorNeeded')
  })

  it('can be reset for an hour only, by the newest link only once one was used', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    must(await scene.people.requestPasswordReset({ email: olga.email }, scene.visit()))
    const first = await scene.mailedToken(olga.email)
    scene.pass(HOUR - SECOND)
    must(await scene.people.requestPasswordReset({ email: olga.email }, scene.visit()))
    const second = await scene.mailedToken(olga.email)
    must(await scene.people.resetPassword(second, NEW_PASSWORD, scene.visit()))
    mustRefuse(await scene.people.resetPassword(first, NEW_PASSWORD, scene.visit()), 'linkInvalid')
    must(await scene.people.requestPasswordReset({ email: olga.email }, scene.visit({ address: '192.0.2.1', nowUs: scene.nowUs + HOUR })))
    mustRefuse(await scene.people.resetPassword(await scene.mailedToken(olga.email), NEW_PASSWORD, scene.visit({ nowUs: scene.nowUs + 2 * HOUR })), 'linkInvalid')
  })

  it('is kept under the parameters of the day from the next sign-in on', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    const person = await scene.store.byId('person', olga.personId)
    assert.ok(person?.passwordHash)
    const former = new PeopleScene({ store: scene.store, settings: { passwordParameters: { memoryKiB: 16, passes: 2, lanes: 1, tagBytes: 32 } } })
    former.nowUs = scene.nowUs + HOUR
    await former.signIn(olga)
    assert.match((await scene.store.byId('person', olga.personId))?.passwordHash ?? '', /m=16,t=2,p=1/)
    await former.signIn(olga)
  })
})

describe('a telephone number', () => {
  it('is set with a step-up, and codes go there where an account asks for them', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    mustRefuse(await scene.people.changePhone(olga.principal, { phone: '12345', stepUpId: '' }, scene.visitOf(olga)), 'phoneInvalid')
    must(await scene.people.changePhone(olga.principal, { phone: '+49 151 2345678', stepUpId: await scene.confirmed(olga, changeOf.changePhone('+49 151 2345678')) }, scene.visitOf(olga)))
    const requirements = { plain: [['smsCode']], grave: [['mailCode'], ['totp']] } as const
    must(await scene.people.setStepUpPolicy(olga.principal, { accountId: 100_001, requirements }, await scene.confirmed(olga, changeOf.setStepUpPolicy(100_001, requirements)), scene.visitOf(olga)))
    const edit = { act: 'key.edit', accountId: 100_001, subject: 'k', details: {}, sentence: 'Rename it.' } as const
    const { id, requirement } = must(await scene.people.beginStepUp(olga.principal, [edit], scene.visitOf(olga)))
    assert.deepEqual(requirement, [['smsCode']])
    mustRefuse(await scene.people.sendStepUpCode(olga.principal, { stepUpId: id, channel: 'mail' }, scene.visitOf(olga)), 'factorNotAsked')
    must(await scene.people.sendStepUpCode(olga.principal, { stepUpId: id, channel: 'sms' }, scene.visitOf(olga)))
    const code = await scene.mailedCode('+491512345678', 'sms')
    assert.ok(must(await scene.people.answerStepUp(olga.principal, { stepUpId: id, answer: { factor: 'smsCode', code } }, scene.visitOf(olga))).isConfirmed)
  })
})
