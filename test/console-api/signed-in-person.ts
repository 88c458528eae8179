import assert from 'node:assert/strict'
import { SoftwareAuthenticator } from '../people/software-authenticator.ts'
import { type Answer, Browser } from './browser.ts'

/** Reads what was mailed to somebody: the newest letter that matches. */
export type Mailbox = (to: string, pattern: RegExp) => Promise<string>

/** Somebody in front of a browser, with a passkey: codes of an authenticator are taken once in half a minute only. */
export class SignedInPerson {
  readonly email: string
  readonly password: string
  browser: Browser
  readonly passkey: SoftwareAuthenticator
  readonly #mailbox: Mailbox

  constructor({ email, password, url, mailbox }: { readonly email: string; readonly password: string; readonly url: string; readonly mailbox: Mailbox }) {
    this.email = email
    this.password = password
    this.browser = new Browser(url)
    this.passkey = new SoftwareAuthenticator({ rpId: 'localhost', origin: url })
    this.#mailbox = mailbox
  }

  /** Sets the passkey up. @param strong the code for what only an authenticator answers, where there is one already */
  async enrol(strong: () => string = () => assert.fail('no authenticator')): Promise<void> {
    const asked = await this.browser.send('POST', '/api/me/factors/passkey', { label: 'laptop' })
    assert.ok(asked.body.stepUp, JSON.stringify(asked.body))
    const { id, requirement } = asked.body.stepUp
    for (const group of requirement) {
      if (group.includes('mailCode')) await this.answer(id, { factor: 'mailCode', code: await this.#mailbox(this.email, /^(?:The code is |验证码：)(\d{8})/m) })
      else if (group.includes('totp')) await this.answer(id, { factor: 'totp', code: strong() })
      else await this.answer(id, { factor: 'password', code: this.password })
    }
    const { options } = await this.browser.must<{ options: { challenge: string } }>('POST', '/api/me/factors/passkey', { label: 'laptop' }, { 'bitting-step-up': id })
    await this.browser.must('POST', '/api/me/factors/passkey/finish', { response: this.passkey.register(options.challenge) })
  }

  /** By passkey alone, on a device that was seen before. @returns what the last answer said */
  async signIn(browser = this.browser): Promise<Answer> {
    const { attempt, options } = await browser.must<{ attempt: string; options: { challenge: string } }>('POST', '/api/sign-in/passkey')
    const answer = await browser.send('POST', '/api/sign-in/passkey/finish', { attempt, response: this.passkey.authenticate(options.challenge) })
    assert.equal((answer.body.value as { kind?: string }).kind, 'signedIn', JSON.stringify(answer.body))
    return answer
  }

  async answer(id: string, answer: unknown): Promise<void> {
    await this.browser.must('POST', `/api/step-ups/${id}/answer`, { answer })
  }

  /** Gives what a step-up asks for. */
  async confirm(asked: Answer['body']['stepUp']): Promise<string> {
    assert.ok(asked)
    for (const group of asked.requirement) {
      if (group.includes('passkey')) {
        const { challenge } = await this.browser.must<{ challenge: string }>('POST', `/api/step-ups/${asked.id}/passkey`)
        await this.answer(asked.id, { factor: 'passkey', response: this.passkey.authenticate(challenge) })
      } else {
        await this.answer(asked.id, { factor: 'mailCode', code: await this.#mailbox(this.email, /^(?:The code is |验证码：)(\d{8})/m) })
      }
    }
    return asked.id
  }

  /** Asks, confirms, and asks again. */
  async change(method: string, path: string, body?: unknown): Promise<Answer> {
    const asked = await this.browser.send(method, path, body)
    return asked.status === 428 ? this.browser.send(method, path, body, { 'bitting-step-up': await this.confirm(asked.body.stepUp) }) : asked
  }

  /** A change that must come about. The caller says what it gives. */
  async changed<Value>(method: string, path: string, body?: unknown): Promise<Value> {
    const answer = await this.change(method, path, body)
    assert.equal(answer.status, 200, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body.value as Value
  }
}
