import chromium from '@sparticuz/chromium'
import { type Browser, chromium as driver, type Page } from 'playwright-core'

/** Where a real Chromium is: the one that the environment names, else the one that an npm package carries and unpacks. */
export const browserFile = async (): Promise<string> => process.env['BITTING_TEST_CHROMIUM'] ?? await chromium.executablePath()

export const openBrowser = async (): Promise<Browser> => driver.launch({
  executablePath: await browserFile(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'], headless: true,
})

/** What waits for what must come has long to wait: nothing is waited for that does not come. */
export const PATIENCE_MS = 30_000

/** What must never happen on any page: an error in a script, or something that the content policy had to stop. */
export const faultsOf = (page: Page): readonly string[] => {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !/status of (4\d\d|428)/.test(message.text())) faults.push(message.text()) })
  return faults
}

/** A passkey holder inside the browser, as WebAuthn's own test interface makes it. */
export const giveAuthenticator = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  const passkeys = async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  return {
    passkeys,
    /** Holds the passkeys of another too, as those that follow their owner from device to device. */
    take: async (others: Awaited<ReturnType<typeof passkeys>>): Promise<void> => { for (const credential of others) await session.send('WebAuthn.addCredential', { authenticatorId, credential }) },
  }
}
export type Authenticator = Awaited<ReturnType<typeof giveAuthenticator>>
