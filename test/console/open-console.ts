import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Browser } from 'playwright-core'
import { RunningServer } from '../harness/running-server.ts'
import { openBrowser } from './browser.ts'
import { ConsoleScene } from './console-scene.ts'

/** What the tests of one file share. It is there from the first test on. */
export interface OpenConsole {
  readonly server: RunningServer
  readonly browser: Browser
  readonly scene: ConsoleScene
}

/**
 * One demo server and one window of its owner for all tests of a file, closed after the last of them.
 * @param settings options: of `bitting start`; environment: what the server finds besides; hasPasskey: whether the owner sets one up, so that confirmations need no authenticator code; prepare: what else the tests start from
 */
export const openConsole = ({ options = ['--market', 'off'], environment = async () => ({}), hasPasskey = true, prepare }: { readonly options?: readonly string[]; readonly environment?: () => Promise<Readonly<Record<string, string>>>; readonly hasPasskey?: boolean; readonly prepare?: (open: OpenConsole) => Promise<void> } = {}): OpenConsole => {
  let opened: OpenConsole | undefined
  let [server, browser]: [RunningServer | undefined, Browser | undefined] = [undefined, undefined]
  before(async () => {
    const [starting, opening] = await Promise.allSettled([environment().then((found) => RunningServer.start({ options, environment: found })), openBrowser()])
    if (starting.status === 'fulfilled') server = starting.value
    if (opening.status === 'fulfilled') browser = opening.value
    assert.ok(server && browser, String([starting, opening].find(({ status }) => status === 'rejected')))
    const scene = await ConsoleScene.open(browser, server)
    await scene.signIn()
    if (hasPasskey) await scene.addPasskey()
    opened = { server, browser, scene }
    await prepare?.(opened)
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })
  const now = (): OpenConsole => {
    assert.ok(opened, 'the console is open from the first test on')
    return opened
  }
  return { get server() { return now().server }, get browser() { return now().browser }, get scene() { return now().scene } }
}
