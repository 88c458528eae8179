import assert from 'node:assert/strict'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { english, type Words } from '../../console/src/words/english.ts'
import { giveAuthenticator, PATIENCE_MS } from './browser.ts'
import type { ConsoleScene } from './console-scene.ts'

/** Somebody else, in a browser of their own, who was invited by the owner and confirms with a passkey. */
export class Colleague {
  readonly name: string
  readonly email: string
  readonly page: Page
  /** What the page's buttons and fields are called. */
  words: Words = english
  readonly #context: BrowserContext
  readonly #scene: ConsoleScene
  #lastCode: string | undefined

  private constructor(name: string, email: string, page: Page, context: BrowserContext, scene: ConsoleScene) {
    this.name = name
    this.email = email
    this.page = page
    this.#context = context
    this.#scene = scene
  }

  /** The owner invites them on the page; they come in by the letter and set up a passkey. */
  static async join(browser: Browser, scene: ConsoleScene, { name, email, role }: { readonly name: string; readonly email: string; readonly role: string }): Promise<Colleague> {
    const { page: owners } = scene
    await owners.goto('/people')
    await owners.getByRole('button', { name: 'Invite' }).first().click()
    const inviting = owners.getByRole('dialog', { name: 'Invite' })
    await inviting.getByLabel('E-mail').fill(email)
    await inviting.getByLabel('Role').selectOption({ label: role })
    await inviting.getByRole('button', { name: 'Invite' }).click()
    await scene.confirm()
    await owners.getByText(email).first().waitFor()
    const context = await browser.newContext({ baseURL: scene.server.demo.console, viewport: { width: 1440, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce' })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await giveAuthenticator(page)
    const colleague = new Colleague(name, email, page, context, scene)
    await colleague.#comeIn()
    return colleague
  }

  async #comeIn(): Promise<void> {
    const { page } = this
    const link = (await this.#letters()).map((text) => /https?:\S+\/invitation#[\w-]+/.exec(text)?.[0]).find((one) => one !== undefined)
    assert.ok(link)
    const password = 'seven slow herons over the weir'
    await page.goto(link)
    await page.getByLabel('Your name').fill(this.name)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Create my account' }).click()
    const passkeys = page.getByRole('region', { name: 'Passkey' })
    await passkeys.getByLabel('Name of this one').fill('laptop')
    await passkeys.getByRole('button', { name: 'Add a passkey' }).click()
    const confirming = page.getByRole('dialog', { name: 'Confirm', exact: true })
    await this.#giveMailCode()
    await confirming.getByRole('textbox', { name: 'Password' }).fill(password)
    await confirming.getByRole('textbox', { name: 'Password' }).press('Enter')
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
  }

  /** Gives the code of the letter and the passkey. @returns what the dialog said would be confirmed */
  async confirm(): Promise<string> {
    const confirming = this.#confirming()
    await confirming.waitFor()
    const told = await confirming.innerText()
    await this.#giveMailCode()
    await confirming.getByRole('button', { name: this.words.stepUp.usePasskey }).click()
    await confirming.waitFor({ state: 'detached' })
    return told
  }

  #confirming(): Locator {
    return this.page.getByRole('dialog', { name: this.words.stepUp.title, exact: true })
  }

  async #giveMailCode(): Promise<void> {
    const field = this.#confirming().getByRole('textbox', { name: this.words.factors.mailCode })
    await this.page.getByText(this.words.stepUp.sent).waitFor()
    for (let tries = 0; tries < 200; tries += 1) {
      const code = (await this.#letters()).map((text) => /\b(\d{8})\b/.exec(text)?.[1]).find((one) => one !== undefined)
      if (code === undefined || code === this.#lastCode) continue
      this.#lastCode = code
      await field.fill(code)
      await field.press('Enter')
      return
    }
    throw new Error(`no letter with a new code came to ${this.email}`)
  }

  async #letters(): Promise<readonly string[]> {
    const letters = await this.#scene.operator.outboxList(50)
    return letters.ok ? letters.value.filter(({ to }) => to === this.email).map(({ text }) => text ?? '') : []
  }

  async close(): Promise<void> {
    await this.#context.close()
  }
}
