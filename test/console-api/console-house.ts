import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { LetterSummary } from '../../src/operations/outbox-list.ts'
import { totpCode } from '../../src/people/totp.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { type DemoFile, RunningServer } from '../harness/running-server.ts'
import { Browser } from './browser.ts'
import { SignedInPerson } from './signed-in-person.ts'

/** The demo's main account. */
export const MAIN = 100_001

/** The demo file has the owner's password and authenticator; its reader in other tests needs the address alone. */
export const ownerOf = (demo: DemoFile): { readonly email: string; readonly password: string; readonly totpSecret: string } => demo.owner as ReturnType<typeof ownerOf>

/** A demo of its own for the tests of one `describe`, with its owner signed in before the first. */
export const consoleHouse = (...options: readonly string[]): ConsoleHouse => {
  const house = new ConsoleHouse()
  before(() => house.open(options))
  after(() => house.close())
  return house
}

export class ConsoleHouse {
  #server: RunningServer | undefined
  #owner: SignedInPerson | undefined

  /** @param environment what the server finds besides this process's own */
  async open(options: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#server = await RunningServer.start({ options: ['--market', 'off', ...options], environment })
    const { email, password } = ownerOf(this.server.demo)
    this.#owner = this.#person(email, password)
    await this.#ownerComesIn(this.#owner)
  }

  close(): Promise<void> | undefined {
    return this.#server?.stop()
  }

  get server(): RunningServer {
    return this.#server ?? assert.fail('the server was not started')
  }

  get owner(): SignedInPerson {
    return this.#owner ?? assert.fail('the owner did not come in')
  }

  get url(): string {
    return this.server.demo.console
  }

  /** A browser in which nobody is signed in. @param address from where it seems to ask */
  stranger(address: string | null = null): Browser {
    const browser = new Browser(this.url)
    browser.address = address
    return browser
  }

  /** Whom the owner invited, in a browser of their own. They have no second factor yet, so they look and are refused; whoever changes things is `enrolled`. */
  async joined(email: string, role: string, account = MAIN): Promise<Browser> {
    return (await this.#invited(email, role, account)).browser
  }

  /** The same, with a passkey. */
  async enrolled(email: string, role: string, account = MAIN): Promise<SignedInPerson> {
    const person = await this.#invited(email, role, account)
    await person.enrol()
    return person
  }

  /** Somebody who signs up for a main account of their own, with a passkey; the house must allow it (`--sign-up`). */
  async tenant(email: string): Promise<SignedInPerson> {
    const person = this.#person(email, passwordOf(email))
    await person.browser.must('POST', '/api/sign-up', { email })
    await person.browser.must('POST', '/api/sign-up/complete', { token: await this.mailed(email, LINK), name: nameOf(email), password: person.password })
    await person.enrol()
    return person
  }

  async letters(): Promise<readonly LetterSummary[]> {
    const listed = await (await operatorOf(this.server)).outboxList(200)
    assert.ok(listed.ok)
    return listed.value
  }

  /** What the newest letter to somebody says that matches. */
  readonly mailed = async (to: string, pattern: RegExp): Promise<string> => {
    for (const letter of await this.letters()) {
      const found = letter.to === to ? pattern.exec(letter.text ?? '')?.[1] : undefined
      if (found !== undefined) return found
    }
    return assert.fail(`nothing like ${pattern} was mailed to ${to}`)
  }

  #person(email: string, password: string): SignedInPerson {
    return new SignedInPerson({ email, password, url: this.url, mailbox: this.mailed })
  }

  async #invited(email: string, role: string, account: number): Promise<SignedInPerson> {
    await this.owner.changed('POST', `/api/accounts/${account}/invitations`, { email, role })
    const person = this.#person(email, passwordOf(email))
    await person.browser.must('POST', '/api/invitations/accept', { token: await this.mailed(email, LINK), name: nameOf(email), password: person.password })
    return person
  }

  /** The first time: by password, authenticator and a code for the new device. */
  async #ownerComesIn(owner: SignedInPerson): Promise<void> {
    const { email, password, totpSecret } = ownerOf(this.server.demo)
    const codeAt = (steps: number): string => totpCode(totpSecret, (Math.floor(Date.now() / 30_000) + steps) * 30_000_000)
    const first = await owner.browser.must<{ kind: string; attempt: string }>('POST', '/api/sign-in', { email, password })
    assert.equal(first.kind, 'factorNeeded')
    const second = await owner.browser.must<{ kind: string; attempt: string }>('POST', '/api/sign-in/factor', { attempt: first.attempt, answer: { factor: 'totp', code: codeAt(0) } })
    assert.equal(second.kind, 'deviceCodeNeeded')
    await owner.browser.must('POST', '/api/sign-in/device', { attempt: second.attempt, code: await this.mailed(email, /\b(\d{8})\b/) })
    // The next one: one step ahead is taken, so that clocks may differ.
    await owner.enrol(() => codeAt(1))
  }
}

const LINK = /#([\w-]{43})/
const nameOf = (email: string): string => email.split('@', 1)[0] ?? email
const passwordOf = (email: string): string => `nine lamps over ${email}`
