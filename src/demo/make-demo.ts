import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { AccountDirectory } from '../accounts/account-directory.ts'
import type { Account } from '../accounts/account.ts'
import type { Act, Authority } from '../authority/authority.ts'
import type { PolicyDirectory } from '../authority/policy-directory.ts'
import type { Venue } from '../exchange/venue.ts'
import { demoAccounts, demoOpening } from './demo-accounts.ts'
import type { WithdrawalRules } from '../withdrawals/withdrawal-rules.ts'
import { newTotpSecret } from '../people/totp.ts'
import type { DemoFileKey, DemoSecrets } from './demo-file.ts'
import { DEMO_KEYS, type DemoKey } from './demo-keys.ts'
import { type DemoOwnerParts, makeDemoOwner } from './demo-owner.ts'

export interface DemoParts {
  readonly accounts: AccountDirectory
  readonly authority: Authority
  /** Every venue the demo accounts get funds in. */
  readonly venues: readonly Venue[]
  readonly people: DemoOwnerParts
  readonly withdrawals: WithdrawalRules
  readonly policies: PolicyDirectory
}

/** Makes the demo owner, two sub-accounts, their funds and one key for each purpose. @returns what only this moment knows */
export const makeDemo = async ({ accounts, authority, venues, people, withdrawals, policies }: DemoParts, act: Act): Promise<DemoSecrets> => {
  const owners = demoAccounts(act.nowUs)
  for (const account of owners) {
    await accounts.save(account, { timeUs: act.nowUs, actor: act.actor, source: act.source, act: 'account.open', subject: String(account.id), before: null, after: { email: account.email, parentId: account.parentId } })
    for (const venue of venues) fund(venue, account)
  }
  // In a demo a new address may be tried at once; the account can be told to wait.
  await withdrawals.setPolicy(mainOf(owners).id, { waitingUs: 0 }, { actor: act.actor, source: act.source, recordedAtUs: act.nowUs, confirmation: null })
  // And what keys can do for keys, and how addresses move, is there to be tried.
  const policy = { keysManageKeys: true, nameAddresses: true, heartbeatAddresses: true }
  await policies.change(mainOf(owners).id, policy, { timeUs: act.nowUs, actor: act.actor, source: act.source, act: 'policy.edit', subject: String(mainOf(owners).id), before: null, after: policy }, null)
  const keys: Record<string, DemoFileKey> = {}
  for (const key of DEMO_KEYS) keys[key.name] = await makeKey(key, ownerOf(key, owners), authority, act)
  const owner = { email: mainOf(owners).email, password: randomBytes(12).toString('base64url'), totpSecret: newTotpSecret(randomBytes) }
  await makeDemoOwner(owner, mainOf(owners).id, people, act)
  await Promise.all(venues.map((venue) => venue.settled()))
  return { owner, keys }
}

const mainOf = ([main]: readonly Account[]): Account => {
  if (!main) throw new Error('the demo has no main account')
  return main
}

const ownerOf = (key: DemoKey, owners: readonly Account[]): Account => {
  const owner = owners[key.owner === 'main' ? 0 : 1]
  if (!owner) throw new Error(`the demo has no account for its key ${key.name}`)
  return owner
}

const fund = (venue: Venue, account: Account): void => {
  for (const command of demoOpening(account)) {
    const outcome = venue.execute(command)
    if (!outcome.ok) throw new Error(`the demo could not ${command.kind} for ${account.email}: ${outcome.rejection.reason}`)
  }
}

const makeKey = async (key: DemoKey, owner: Account, authority: Authority, act: Act): Promise<DemoFileKey> => {
  const pair = key.kind === 'hmac' ? undefined : newPair(key.kind)
  const { label, kind, environment, permissions, allowList } = key
  const created = await authority.create({ accountId: owner.id, label, kind, environment, permissions, allowList, publicKey: pair?.publicKey }, act)
  if (!created.ok) throw new Error(`the demo key ${key.name} was refused: ${created.violations.map(({ text }) => text).join(' ')}`)
  return { apiKey: created.key.text, ...(created.secret !== null && { secretKey: created.secret }), ...(pair && { privateKey: pair.privateKey }), permissions }
}

const PEM = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const

const newPair = (kind: 'ed25519' | 'rsa'): { publicKey: string; privateKey: string } =>
  kind === 'ed25519' ? generateKeyPairSync('ed25519', PEM) : generateKeyPairSync('rsa', { modulusLength: 2048, ...PEM })
