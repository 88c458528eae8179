import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { isCounterInOrder, type Passkey } from '../../src/people/passkey.ts'
import { webAuthn } from '../../src/people/web-authn.ts'
import { SoftwareAuthenticator } from './software-authenticator.ts'

const PARTY = { rpId: 'localhost', origin: 'http://localhost:8081' }
const ceremonies = webAuthn({ id: 'localhost', name: 'Bitting', origins: () => ['http://localhost:8081'] })
const fresh = () => {
  const challenge = randomBytes(32)
  return { challenge, text: challenge.toString('base64url') }
}

const registered = async (authenticator: SoftwareAuthenticator): Promise<Passkey> => {
  const { text } = fresh()
  const made = await ceremonies.verifyRegistration(authenticator.register(text), text)
  assert.ok(made)
  return { id: made.credentialId, version: 1, personId: 'p_1', label: 'key', publicKey: made.publicKey, counter: made.counter, transports: made.transports.join(','), createdAtUs: 0, lastUsedAtUs: null }
}

describe('a passkey', () => {
  it('is asked for with the challenge given, the person verified, and those known left out', async () => {
    const passkey = await registered(new SoftwareAuthenticator(PARTY))
    const { challenge, text } = fresh()
    const options = await ceremonies.registrationOptions({ personId: 'p_1', email: 'a@example.org', name: 'Ada', challenge, known: [passkey] })
    assert.equal(options['challenge'], text)
    assert.deepEqual(options['rp'], { name: 'Bitting', id: 'localhost' })
    assert.match(JSON.stringify(options), new RegExp(`"excludeCredentials":\\[\\{"id":"${passkey.id}".*"userVerification":"required"`))
    const asked = await ceremonies.authenticationOptions({ challenge, known: [passkey] })
    assert.deepEqual([asked['challenge'], asked['userVerification'], asked['allowCredentials']], [text, 'required', [{ id: passkey.id, transports: ['internal'], type: 'public-key' }]])
    assert.equal((await ceremonies.authenticationOptions({ challenge, known: [] }))['allowCredentials'], undefined)
  })

  it('proves itself by a signature over the challenge, and tells its counter', async () => {
    const authenticator = new SoftwareAuthenticator(PARTY)
    const passkey = await registered(authenticator)
    for (const counter of [1, 2]) {
      const { text } = fresh()
      const response = authenticator.authenticate(text)
      assert.equal(ceremonies.credentialIdOf(response), passkey.id)
      assert.equal(await ceremonies.verifyAuthentication(response, text, passkey), counter)
    }
  })

  it('is refused for another challenge, origin, party or key, unsigned, or with nobody verified', async () => {
    const authenticator = new SoftwareAuthenticator(PARTY)
    const passkey = await registered(authenticator)
    const { text } = fresh()
    const refused = async (response: Record<string, unknown>) => assert.equal(await ceremonies.verifyAuthentication(response, text, passkey), undefined)
    await refused(authenticator.authenticate(fresh().text))
    await refused(new SoftwareAuthenticator(PARTY).authenticate(text))
    for (const wrong of [{ ...PARTY, origin: 'http://localhost:9999' }, { ...PARTY, rpId: 'evil.example' }]) {
      const elsewhere = new SoftwareAuthenticator(wrong)
      await refused(elsewhere.authenticate(text))
      assert.equal(await ceremonies.verifyRegistration(elsewhere.register(text), text), undefined)
    }
    const good = authenticator.authenticate(text)
    await refused({ ...good, response: { ...good.response, signature: Buffer.alloc(70).toString('base64url') } })
    await refused({})
    await refused({ id: passkey.id })
    authenticator.verifiesUser = false
    await refused(authenticator.authenticate(text))
    assert.equal(await ceremonies.verifyRegistration(new SoftwareAuthenticator(PARTY).register(fresh().text), text), undefined)
  })

  it('has a counter that only grows, or none', () => {
    const inOrder = ([[0, 0], [0, 1], [5, 6], [5, 5], [5, 4], [5, 0]] as const).map(([known, reported]) => isCounterInOrder(known, reported))
    assert.deepEqual(inOrder, [true, true, true, false, false, false])
  })
})
