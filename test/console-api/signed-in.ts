import assert from 'node:assert/strict'
import { findRunningServer } from '../../src/cli/remote-operator.ts'
import { totpCode } from '../../src/people/totp.ts'
import type { RunningServer } from '../harness/running-server.ts'
import { SoftwareAuthenticator } from '../people/software-authenticator.ts'
import { type Answer, Browser } from './browser.ts'

export interface DemoOwner { readonly email: string; readonly password: string; readonly totpSecret: string }

/** The demo file has the owner's password and authenticator; its reader in other tests needs the address alone. */
export const ownerOf = (server: RunningServer): DemoOwner => server.demo.owner as DemoOwner

/** The demo owner in front of a browser, with a passkey from the first sign-in on: codes of an authenticator are taken once in half a minute. */
export class Owner {
  readonly server: RunningServer
  browser: Browser
  readonly passkey: SoftwareAuthenticator

  constructor(server: RunningServer) {
    this.server = server
    this.browser = new Browser(server.demo.console)
    this.passkey = new SoftwareAuthenticator({ rpId: 'localhost', origin: server.demo.console })
  }

  async letters(): Promise<readonly { readonly to: string; readonly subject: string; readonly text: string | null }[]> {
    const found = await findRunningServer(this.server.dataFolder)
    assert.ok(found.ok && found.value)
    try {
      const listed = await found.value.operator.outboxList(50)
      assert.ok(listed.ok)
      return listed.value
    } finally {
      await found.value.close()
    }
  }

  async mailed(to: string, pattern: RegExp): Promise<string> {
    for (const letter of await this.letters()) {
      const found = letter.to === to ? pattern.exec(letter.text ?? '')?.[1] : undefined
      if (found !== undefined) return found
    }
    return assert.fail(`nothing like ${pattern} was mailed to ${to}`)
  }

  /** The first time: by password, authenticator and a code for the new device; sets the passkey up. */
  async comeIn(): Promise<void> {
    const { email, password, totpSecret } = ownerOf(this.server)
    const codeAt = (steps: number): string => totpCode(totpSecret, (Math.floor(Date.now() / 30_000) + steps) * 30_000_000)
    const first = await this.browser.must<{ kind: string; attempt: string }>('POST', '/api/sign-in', { email, password })
    assert.equal(first.kind, 'factorNeeded')
    const second = await this.browser.must<{ kind: string; attempt: string }>('POST', '/api/sign-in/factor', { attempt: first.attempt, answer: { factor: 'totp', code: codeAt(0) } })
    assert.equal(second.kind, 'deviceCodeNeeded')
    await this.browser.must('POST', '/api/sign-in/device', { attempt: second.attempt, code: await this.mailed(email, /\b(\d{8})\b/) })
    const asked = await this.browser.send('POST', '/api/me/factors/passkey', { label: 'laptop' })
    assert.ok(asked.body.stepUp)
    await this.answer(asked.body.stepUp.id, { factor: 'mailCode', code: await this.mailed(email, /The code is (\d{8})/) })
    // The next one: one step ahead is taken, so that clocks may differ.
    await this.answer(asked.body.stepUp.id, { factor: 'totp', code: codeAt(1) })
    const { options } = await this.browser.must<{ options: { challenge: string } }>('POST', '/api/me/factors/passkey', { label: 'laptop' }, { 'bitting-step-up': asked.body.stepUp.id })
    await this.browser.must('POST', '/api/me/factors/passkey/finish', { response: this.passkey.register(options.challenge) })
  }

  /** By passkey alone, on a device that was seen before. @returns what the last answer said */
  async signIn(): Promise<Answer> {
    const { attempt, options } = await this.browser.must<{ attempt: string; options: { challenge: string } }>('POST', '/api/sign-in/passkey')
    const answer = await this.browser.send('POST', '/api/sign-in/passkey/finish', { attempt, response: this.passkey.authenticate(options.challenge) })
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
        await this.answer(asked.id, { factor: 'mailCode', code: await this.mailed(ownerOf(this.server).email, /The code is (\d{8})/) })
      }
    }
    return asked.id
  }

  /** Asks, confirms, and asks again. */
  async change(method: string, path: string, body?: unknown): Promise<Answer> {
    const asked = await this.browser.send(method, path, body)
    return asked.status === 428 ? this.browser.send(method, path, body, { 'bitting-step-up': await this.confirm(asked.body.stepUp) }) : asked
  }
}
