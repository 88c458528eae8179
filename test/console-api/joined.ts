import assert from 'node:assert/strict'
import { Browser } from './browser.ts'
import type { Owner } from './signed-in.ts'

/** Somebody whom the owner invited, in a browser of their own. They have no second factor yet, so they look and are refused; whoever changes things enrols one. */
export const joined = async (owner: Owner, email: string, role: string, account = 100_001): Promise<Browser> => {
  const invited = await owner.change('POST', `/api/accounts/${account}/invitations`, { email, role })
  assert.equal(invited.status, 200, JSON.stringify(invited.body))
  const browser = new Browser(owner.server.demo.console)
  await browser.must('POST', '/api/invitations/accept', { token: await owner.mailed(email, /#([\w-]{43})/), name: email.split('@', 1)[0], password: `nine lamps over ${email}` })
  return browser
}
