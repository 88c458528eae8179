import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { Sealer } from '../../src/authority/sealing.ts'
import { wordsFor } from '../../src/operations/letters/letter-words.ts'
import type { Role } from '../../src/people/acts.ts'
import { EMBEDDED_COMMON_PASSWORDS } from '../../src/people/common-passwords.ts'
import { messageSealId } from '../../src/people/message.ts'
import type { PasskeyCeremonies } from '../../src/people/passkey.ts'
import type { PasswordHasher } from '../../src/people/password-hash.ts'
import { changeOf, People, type ChangeDescription, type Principal, type Visit } from '../../src/people/people.ts'
import type { PeopleStore } from '../../src/people/people-store.ts'
import type { PeopleSettings } from '../../src/people/ports.ts'
import type { RefusalReason, Result } from '../../src/people/result.ts'
import { DEFAULT_SESSION_LIMITS } from '../../src/people/session.ts'
import type { SignedIn } from '../../src/people/sign-in.ts'
import { totpCode } from '../../src/people/totp.ts'
import { MINUTE, SECOND } from '../../src/time.ts'
import { MemoryPeopleStore } from './memory-people-store.ts'

export const GOOD_PASSWORD = 'wren-quarry-lantern-84'
const MAIN = 100_001
const SUB = 100_002

/** The value of a result that must be there. */
export const must = <Value>(result: Result<Value>): Value => {
  assert.ok(result.ok, result.ok ? '' : `refused: ${result.refused.reason}`)
  return result.value
}

/** Asserts that it was refused, and for this reason. */
export const mustRefuse = (result: Result<unknown>, reason: RefusalReason): void => {
  assert.equal(result.ok ? 'done' : result.refused.reason, reason)
}

/** A hash that costs nothing, and counts how often it was asked for. */
export class CountingHasher implements PasswordHasher {
  derivations = 0

  async derive(password: string, salt: Uint8Array): Promise<Uint8Array> {
    this.derivations += 1
    await new Promise((resolve) => setImmediate(resolve))
    return createHash('sha256').update(salt).update(password).digest()
  }
}

/** A passkey that answers with its counter, for tests that are not about WebAuthn itself. */
const pretendPasskeys: PasskeyCeremonies = {
  registrationOptions: ({ challenge }) => Promise.resolve({ challenge: Buffer.from(challenge).toString('base64url') }),
  verifyRegistration: (response, challenge) => Promise.resolve(response['challenge'] === challenge ? { credentialId: String(response['id']), publicKey: new Uint8Array([1]), counter: 0, transports: ['internal'] } : undefined),
  authenticationOptions: ({ challenge }) => Promise.resolve({ challenge: Buffer.from(challenge).toString('base64url') }),
  verifyAuthentication: (response, challenge) => Promise.resolve(response['challenge'] === challenge ? Number(response['counter']) : undefined),
  credentialIdOf: (response) => (typeof response['id'] === 'string' ? response['id'] : undefined),
}

export interface Letter {
  readonly to: string
  readonly channel: string
  readonly subject: string
  readonly text: string
}

/** Somebody with a browser: what it carries, and the authenticator in their pocket. */
export interface Actor {
  readonly email: string
  readonly personId: string
  principal: Principal
  sessionToken: string
  deviceToken: string | null
  totpSecret: string
}

export class PeopleScene {
  nowUs = 1_790_000_000 * SECOND
  readonly store: PeopleStore
  readonly hasher = new CountingHasher()
  readonly sealer: Sealer
  readonly closed: { personId: string; keysGoTo: string | null }[] = []
  closingFails = false
  lettersTold = 0
  #drawn = 0
  people: People
  readonly #settings: Partial<PeopleSettings>

  constructor({ store = new MemoryPeopleStore(), settings = {} }: { readonly store?: PeopleStore; readonly settings?: Partial<PeopleSettings> } = {}) {
    this.store = store
    this.#settings = settings
    this.sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32).fill(7)]]) }, this.randomBytes)
    this.people = this.#open()
  }

  readonly randomBytes = (length: number): Uint8Array => {
    const blocks: Buffer[] = []
    for (let size = 0; size < length; size += 32) blocks.push(createHash('sha256').update(`drawn ${this.#drawn++}`).digest())
    return Buffer.concat(blocks).subarray(0, length)
  }

  #open(): People {
    return new People({
      store: this.store, sealer: this.sealer, hasher: this.hasher, breached: EMBEDDED_COMMON_PASSWORDS, passkeys: pretendPasskeys, randomBytes: this.randomBytes,
      accounts: { parentOf: (id) => (id === MAIN || id === 100_003 ? null : id === SUB ? MAIN : undefined), openFor: (email) => Promise.resolve(email.startsWith('other') ? 100_003 : MAIN) },
      leaving: {
        closeKeysOf: (personId, keysGoTo) => this.closingFails ? Promise.reject(new Error('the process dies here')) : (this.closed.push({ personId, keysGoTo }), Promise.resolve({ keys: 2 })),
        withdrawApprovalsOf: () => Promise.resolve({ approvals: 1 }),
      },
      settings: {
        sessionLimits: DEFAULT_SESSION_LIMITS, passwordParameters: { memoryKiB: 8, passes: 1, lanes: 1, tagBytes: 32 }, isSignUpOpen: true, isSmsOffered: true, consoleUrl: () => 'http://localhost:8081', ...this.#settings,
      },
      lettersIn: (language) => wordsFor(language).people,
      onLetters: () => { this.lettersTold += 1 },
    })
  }

  /** As after a start of the program: the same store, nothing in memory. */
  async restart(): Promise<void> {
    this.people = this.#open()
    await this.people.open({ actor: 'system', source: 'local', nowUs: this.nowUs })
  }

  pass(us: number): void {
    this.nowUs += us
  }

  visit(change: Partial<Visit> = {}): Visit {
    return { nowUs: this.nowUs, address: '198.51.100.7', deviceLabel: 'Firefox on Linux', deviceToken: null, sessionToken: null, language: null, ...change }
  }

  visitOf(actor: Actor): Visit {
    return this.visit({ deviceToken: actor.deviceToken, sessionToken: actor.sessionToken })
  }

  async letters(to?: string): Promise<readonly Letter[]> {
    const messages = await this.store.find('message', to === undefined ? {} : { recipient: to })
    return [...messages].map((message) => {
      const opened = this.sealer.open({ sealingKeyVersion: message.sealingKeyVersion, bytes: message.sealedBytes }, messageSealId(message.id))
      assert.ok(opened.ok)
      return { to: message.recipient, channel: message.channel, subject: message.subject, text: Buffer.from(opened.secret).toString('utf8'), order: message.timeUs }
    }).sort((one, other) => one.order - other.order)
  }

  /** The code of the newest letter that has one. Call it before time passes and another is sent. */
  async mailedCode(to: string, channel = 'mail'): Promise<string> {
    const codes = (await this.letters(to)).filter((letter) => letter.channel === channel).flatMap(({ text }) => /\b\d{8}\b/.exec(text) ?? [])
    const code = codes.at(-1)
    assert.ok(code, `no code was sent to ${to}`)
    return code
  }

  async mailedToken(to: string): Promise<string> {
    const token = (await this.letters(to)).flatMap(({ text }) => /#([\w-]{43})/.exec(text)?.[1] ?? []).at(-1)
    assert.ok(token, `no link was sent to ${to}`)
    return token
  }

  async #actor(email: string, signedIn: SignedIn): Promise<Actor> {
    const principal = must(await this.people.authenticate(signedIn.sessionToken, this.visit()))
    return { email, personId: signedIn.personId, principal, sessionToken: signedIn.sessionToken, deviceToken: signedIn.deviceToken, totpSecret: '' }
  }

  /** The first owner, with an authenticator unless it is left out. */
  async owner({ email = 'olga@example.org', withTotp = true }: { readonly email?: string; readonly withTotp?: boolean } = {}): Promise<Actor> {
    const { token } = must(await this.people.makeFirstOwnerLink({ actor: 'operator:local', source: 'local', nowUs: this.nowUs }))
    const owner = await this.#actor(email, must(await this.people.setUpFirstOwner(token, { email, name: 'Olga Owner', password: GOOD_PASSWORD }, this.visit())))
    if (withTotp) await this.addTotp(owner)
    return owner
  }

  /** Somebody whom `by` invited, with an authenticator unless it is left out. */
  async member(by: Actor, role: Role, { email = `${role}@example.org`, accountId = MAIN, withTotp = true }: { readonly email?: string; readonly accountId?: number; readonly withTotp?: boolean } = {}): Promise<Actor> {
    const wish = { email, accountId, role }
    must(await this.people.invite(by.principal, wish, await this.confirmed(by, changeOf.invite(wish)), this.visitOf(by)))
    const signedIn = must(await this.people.acceptInvitation(await this.mailedToken(email), { name: 'Some Body', password: GOOD_PASSWORD }, this.visit()))
    const actor = await this.#actor(email, signedIn)
    if (withTotp) await this.addTotp(actor)
    return actor
  }

  /** A fresh code of the actor's authenticator: time passes so that none was taken before. */
  totp(actor: Actor): string {
    this.pass(30 * SECOND)
    return totpCode(actor.totpSecret, this.nowUs)
  }

  /** Begins a step-up for these changes and gives what it asks for. */
  async confirmed(actor: Actor, ...changes: readonly ChangeDescription[]): Promise<string> {
    this.pass(SECOND)
    const { id, requirement } = must(await this.people.beginStepUp(actor.principal, changes, this.visitOf(actor)))
    for (const group of requirement) {
      if (group.includes('totp') && actor.totpSecret !== '') must(await this.people.answerStepUp(actor.principal, { stepUpId: id, answer: { factor: 'totp', code: this.totp(actor) } }, this.visitOf(actor)))
      else if (group.includes('password')) must(await this.people.answerStepUp(actor.principal, { stepUpId: id, answer: { factor: 'password', code: GOOD_PASSWORD } }, this.visitOf(actor)))
      else {
        if (group.length > 1) must(await this.people.sendStepUpCode(actor.principal, { stepUpId: id, channel: 'mail' }, this.visitOf(actor)))
        must(await this.people.answerStepUp(actor.principal, { stepUpId: id, answer: { factor: 'mailCode', code: await this.mailedCode(actor.email) } }, this.visitOf(actor)))
      }
    }
    return id
  }

  /** Sets up an authenticator. @returns the recovery codes, where they are the first */
  async addTotp(actor: Actor): Promise<readonly string[] | null> {
    const begun = must(await this.people.beginTotp(actor.principal, { label: 'phone', stepUpId: await this.confirmed(actor, changeOf.addTotp('phone')) }, this.visitOf(actor)))
    const added = must(await this.people.finishTotp(actor.principal, { id: begun.id, code: totpCode(begun.secret, this.nowUs) }, this.visitOf(actor)))
    actor.totpSecret = begun.secret
    // So that no two letters are of one moment, and the newest is known.
    this.pass(SECOND)
    actor.sessionToken = added.rotated?.sessionToken ?? actor.sessionToken
    return added.recoveryCodes
  }

  /** Signs in from the actor's own device, second factor included. */
  async signIn(actor: Actor, password = GOOD_PASSWORD): Promise<SignedIn> {
    this.pass(MINUTE)
    let step = must(await this.people.signIn({ email: actor.email, password }, this.visit({ deviceToken: actor.deviceToken })))
    if (step.kind === 'factorNeeded') step = must(await this.people.answerSecondFactor({ attempt: step.attempt, answer: { factor: 'totp', code: this.totp(actor) } }, this.visit({ deviceToken: actor.deviceToken })))
    assert.equal(step.kind, 'signedIn')
    assert.ok(step.kind === 'signedIn')
    actor.sessionToken = step.sessionToken
    actor.principal = must(await this.people.authenticate(step.sessionToken, this.visit()))
    return step
  }

  /** Registers a pretend passkey. */
  async addPasskey(actor: Actor, id: string): Promise<void> {
    const { options } = must(await this.people.beginPasskey(actor.principal, { label: id, stepUpId: await this.confirmed(actor, changeOf.addPasskey(id)) }, this.visitOf(actor)))
    const added = must(await this.people.finishPasskey(actor.principal, { id, challenge: options['challenge'] }, this.visitOf(actor)))
    actor.sessionToken = added.rotated?.sessionToken ?? actor.sessionToken
  }
}

export const ACCOUNTS = { MAIN, SUB } as const
