import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { it } from 'node:test'
import { Sealer } from '../../src/authority/sealing.ts'
import { outboxReader } from '../../src/delivery/outbox.ts'
import { demoAuthenticator, makeDemoOwner } from '../../src/demo/demo-owner.ts'
import { accountId } from '../../src/ids.ts'
import { argon2Hasher } from '../../src/people/argon2.ts'
import { wordsFor } from '../../src/operations/letters/letter-words.ts'
import { EMBEDDED_COMMON_PASSWORDS } from '../../src/people/common-passwords.ts'
import { PASSWORD_PARAMETERS } from '../../src/people/password-hash.ts'
import { People, type Visit } from '../../src/people/people.ts'
import { DEFAULT_SESSION_LIMITS } from '../../src/people/session.ts'
import { newTotpSecret } from '../../src/people/totp.ts'
import { webAuthn } from '../../src/people/web-authn.ts'
import { inTemporaryFolder, NOW_US } from '../../src/storage/samples.ts'
import { openStore } from '../../src/storage/store.ts'
import { MINUTE, SECOND } from '../../src/time.ts'
import { must, mustRefuse } from './people-scene.ts'

it('the demo owner signs in with what the demo file and the outbox say, and everything is in the record', () => inTemporaryFolder(async (folder) => {
  const store = await openStore({ folder: join(folder, 'data'), nowUs: NOW_US })
  try {
    const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, randomBytes(32)]]) }, (length) => randomBytes(length))
    const hasher = argon2Hasher()
    const owner = { email: 'owner@demo.bitting.example', password: 'sixteen-letters-x', totpSecret: newTotpSecret((length) => randomBytes(length)) }
    await makeDemoOwner(owner, accountId(100_001), { store: store.people, sealer, hasher, randomBytes }, { actor: 'system', source: 'local', nowUs: NOW_US })
    const people = new People({
      store: store.people, sealer, hasher, breached: EMBEDDED_COMMON_PASSWORDS, passkeys: webAuthn({ id: 'localhost', name: 'Bitting', origins: () => [] }), randomBytes: (length) => randomBytes(length),
      accounts: { parentOf: () => null, openFor: () => Promise.reject(new Error('not asked for')) }, leaving: { closeKeysOf: async () => ({ keys: 0 }), withdrawApprovalsOf: async () => ({ approvals: 0 }) },
      settings: { sessionLimits: DEFAULT_SESSION_LIMITS, passwordParameters: PASSWORD_PARAMETERS, isSignUpOpen: false, isSmsOffered: true, consoleUrl: () => '' }, lettersIn: (language) => wordsFor(language).people, onLetters: () => {},
    })
    await people.open({ actor: 'system', source: 'local', nowUs: NOW_US })
    assert.equal(await people.needsFirstOwner(), false)

    let visit: Visit = { nowUs: NOW_US + MINUTE, address: '127.0.0.1', deviceLabel: 'curl', deviceToken: null, sessionToken: null, language: null }
    mustRefuse(await people.signIn({ email: owner.email, password: 'not the password' }, visit), 'wrongCredentials')
    visit = { ...visit, nowUs: visit.nowUs + SECOND }
    const first = must(await people.signIn(owner, visit))
    assert.ok(first.kind === 'factorNeeded')
    const shown = await demoAuthenticator(store.people, sealer).present(visit.nowUs)
    assert.deepEqual([shown?.email, shown?.isUsed], [owner.email, false])
    const second = must(await people.answerSecondFactor({ attempt: first.attempt, answer: { factor: 'totp', code: shown?.code ?? '' } }, visit))
    assert.equal((await demoAuthenticator(store.people, sealer).present(visit.nowUs))?.isUsed, true)
    assert.ok(second.kind === 'deviceCodeNeeded')
    const [letter] = await outboxReader(store.people, sealer).newest(1)
    const third = must(await people.confirmDevice({ attempt: second.attempt, code: /\b\d{8}\b/.exec(letter?.text ?? '')?.[0] ?? '' }, visit))
    assert.ok(third.kind === 'signedIn')
    assert.deepEqual(must(await people.authenticate(third.sessionToken, visit)).held, [{ accountId: 100_001, role: 'owner' }])
    assert.deepEqual(store.audit.newest(3).map(({ entry }) => [entry.act, entry.actor]), [['session.begin', `person:${third.personId}`], ['signIn.refused', 'system'], ['firstOwner.setUp', 'system']])
    assert.deepEqual(await store.audit.verify(), { rows: 3, head: store.audit.head().hash, firstBadRow: null, checkpoints: 0, newestCheckpoint: null, fault: null })
  } finally {
    await store.close()
  }
}))
