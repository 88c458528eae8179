import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { chinese } from '../../console/src/words/chinese.ts'
import { english, type Words } from '../../console/src/words/english.ts'
import type { Operator } from '../../src/operations/operator.ts'
import { totpCode } from '../../src/people/totp.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { RunningServer } from '../harness/running-server.ts'
import { type Authenticator, faultsOf, giveAuthenticator, PATIENCE_MS } from './browser.ts'

const STEP_US = 30_000_000

/** The page speaks Chinese from its next load on. @returns its words */
export const speakChinese = async (page: Page): Promise<Words> => {
  await page.evaluate("localStorage.setItem('bitting.language', 'zh-Hans')")
  return chinese
}
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A demo server with one browser window on its console, whose owner signs in by password, authenticator and the code that confirms the device. */
export class ConsoleScene {
  readonly server: RunningServer
  readonly context: BrowserContext
  readonly page: Page
  readonly faults: readonly string[]
  readonly operator: Operator
  readonly authenticator: Authenticator
  /** What the page's buttons and fields are called. */
  words: Words = english
  #usedCodes = 0
  readonly #owner: { readonly email: string; readonly password: string; readonly totpSecret: string }

  private constructor(server: RunningServer, context: BrowserContext, page: Page, operator: Operator, authenticator: Authenticator) {
    this.server = server
    this.context = context
    this.page = page
    this.faults = faultsOf(page)
    this.operator = operator
    this.authenticator = authenticator
    // The demo file has more than scripts of other tests need.
    this.#owner = JSON.parse(readFileSync(join(server.dataFolder, 'demo.json'), 'utf8')).owner as { email: string; password: string; totpSecret: string }
  }

  static async open(browser: Browser, server: RunningServer, { theme = 'light', width = 1440 }: { readonly theme?: 'light' | 'dark'; readonly width?: number } = {}): Promise<ConsoleScene> {
    const context = await browser.newContext({ baseURL: server.demo.console, viewport: { width, height: 900 }, colorScheme: theme, locale: 'en-GB', reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const authenticator = await giveAuthenticator(page)
    return new ConsoleScene(server, context, page, await operatorOf(server), authenticator)
  }

  get owner() {
    return this.#owner
  }

  /** The next code of the owner's authenticator: the present one, then the one after it. No code is taken twice; one step of difference between clocks is, so a code is still good when its time ends on the way. */
  code(): string {
    this.#usedCodes += 1
    return totpCode(this.#owner.totpSecret, Date.now() * 1_000 + (this.#usedCodes - 1) * STEP_US)
  }

  /** The newest code that a letter brought to the owner. */
  async mailCode(before: string | null = null): Promise<string> {
    for (let tries = 0; tries < 200; tries += 1) {
      const letters = await this.operator.outboxList(5)
      const code = letters.ok ? letters.value.map(({ text }) => /\b(\d{8})\b/.exec(text ?? '')?.[1]).find((one) => one !== undefined) : undefined
      if (code !== undefined && code !== before) return code
    }
    throw new Error('no letter with a new code came')
  }

  async signIn(): Promise<void> {
    const { page } = this
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill(this.#owner.email)
    await page.getByLabel('Password').fill(this.#owner.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByLabel('Authenticator code').fill(this.code())
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('heading', { name: 'Confirm this device' }).waitFor()
    this.#lastMailCode = await this.mailCode()
    await page.getByLabel('Code', { exact: true }).fill(this.#lastMailCode)
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
  }

  /** Comes in with the passkeys of another window of the same owner. */
  async signInByPasskeyOf(other: ConsoleScene): Promise<void> {
    await this.authenticator.take(await other.authenticator.passkeys())
    await this.page.goto('/sign-in')
    await this.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await this.page.getByRole('heading', { name: 'Confirm this device' }).waitFor()
    await this.page.getByLabel('Code', { exact: true }).fill(await this.mailCode(other.#lastMailCode))
    await this.page.getByRole('button', { name: 'Confirm' }).click()
    await this.page.getByRole('heading', { name: 'Overview' }).waitFor()
  }

  /** Gives what the confirmation asks for: the code of the letter, and the passkey or the authenticator. */
  async confirm(strong: 'passkey' | 'totp' = 'passkey'): Promise<void> {
    const { stepUp, factors } = this.words
    const dialog = this.page.getByRole('dialog', { name: stepUp.title, exact: true })
    await dialog.waitFor()
    if (await dialog.getByRole('region', { name: factors.mailCode, exact: true }).count() > 0) {
      await dialog.getByText(stepUp.sent).waitFor()
      await dialog.getByRole('textbox', { name: factors.mailCode }).fill(await this.mailCode(this.#lastMailCode))
      this.#lastMailCode = await dialog.getByRole('textbox', { name: factors.mailCode }).inputValue()
      await dialog.getByRole('textbox', { name: factors.mailCode }).press('Enter')
    }
    if (strong === 'passkey') await dialog.getByRole('button', { name: stepUp.usePasskey }).click()
    else if (strong === 'totp') {
      await dialog.getByRole('textbox', { name: factors.totp }).fill(this.code())
      await dialog.getByRole('textbox', { name: factors.totp }).press('Enter')
    }
    await dialog.waitFor({ state: 'detached' }).catch(async (error: unknown) => { throw new Error(`the confirmation stands: ${await dialog.innerText()}`, { cause: error }) })
  }
  #lastMailCode: string | null = null

  /** Closing asks for no factors of some; whoever is asked gives them. */
  async confirmIfAsked(): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: 'Confirm', exact: true })
    await dialog.or(this.page.getByRole('status')).first().waitFor()
    if (await dialog.count() > 0) await this.confirm()
  }

  /** Presses a button that ends something, types the name that its dialog waits for, and goes on. */
  async destroy(button: Locator): Promise<void> {
    await button.click()
    const dialog = button.page().getByRole('dialog').last()
    await dialog.getByRole('textbox').fill(/Type "(.+)" to go on/.exec(await dialog.innerText())?.[1] ?? '')
    await dialog.getByRole('button').last().click()
  }

  /** Sets a passkey up, so that later confirmations need no new authenticator code. */
  async addPasskey(): Promise<void> {
    const { page } = this
    await page.goto('/settings')
    const section = page.getByRole('region', { name: 'Passkey' })
    await section.getByLabel('Name of this one').fill('test key')
    await section.getByRole('button', { name: 'Add a passkey' }).click()
    await this.confirm('totp')
    await page.getByText('test key').first().waitFor()
  }

  /** Rules of accessibility that the page breaks, as axe-core finds them. */
  async violations(): Promise<readonly string[]> {
    // Evaluated through the debugging protocol: the page's own content policy lets no script in.
    await this.page.evaluate(AXE)
    const found = await this.page.evaluate<readonly { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] }[]>(
      "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))")
    return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`))
  }

  /** Waits until something is so. In the page itself nothing may be evaluated from text, as the content policy says. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (await isSo()) return
      await this.page.waitForTimeout(50)
    }
    throw new Error(`it never came: ${what}`)
  }

  /** Asks the console's API as this browser's person. */
  async asks<Value>(path: string): Promise<Value> {
    const answer = await this.page.request.get(path)
    return (await answer.json() as { readonly value: Value }).value
  }

  async close(): Promise<void> {
    await this.context.close()
  }
}
