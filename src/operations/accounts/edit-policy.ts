import { type AccountPolicy, POLICY_FIELDS, type PolicyField, readPolicyChange } from '../../authority/account-policy.ts'
import type { AuditValue } from '../../audit/entry.ts'
import { recordedBy } from '../../people/office.ts'
import type { Operation } from '../operation.ts'
import { done, refused } from '../outcome.ts'
import { type AccountDetails, detailsOf } from './account-page.ts'
import { type AccountParts, mainAccountOf, UNCONFIRMED } from './account-parts.ts'
import { aboutAccount } from '../about-account.ts'

export interface PolicyWish {
  account: number
  /** Any of its fields; the rest stays. */
  change: Partial<AccountPolicy>
}

const onOff = (isOn: boolean): string => (isOn ? 'on' : 'off')
const listed = (words: readonly string[]): string => words.join(', ') || 'none'

/** One row a field: what it is called, and its values in words. */
const WORDS: { readonly [Field in PolicyField]: { readonly title: string; readonly tell: (value: AccountPolicy[Field]) => string } } = {
  keysManageKeys: { title: 'keys that make and edit keys', tell: onOff },
  unrestrictedTrading: { title: 'trading on keys that may be used from anywhere', tell: (way) => (way === 'forbidden' ? 'forbidden' : 'for 30 days') },
  afterIdle: { title: 'keys unused for 90 days', tell: (what) => (what === 'disable' ? 'disabled' : 'told of') },
  onAlarm: { title: 'a key with an alarm', tell: (what) => (what === 'freeze' ? 'may only look until an owner says otherwise' : 'told of') },
  onLeak: { title: 'a key found in public', tell: (what) => (what === 'disable' ? 'disabled at once' : 'told of') },
  reviewEveryDays: { title: 'keys are reviewed', tell: (days) => (days === null ? 'when somebody likes' : `every ${days} ${days === 1 ? 'day' : 'days'}`) },
  maxKeys: { title: 'keys at most', tell: String },
  presets: { title: 'presets changed', tell: (presets) => listed(Object.entries(presets).map(([name, change]) => `${name} ${JSON.stringify(change)}`)) },
  products: { title: 'products that may be opened', tell: listed },
  guardRails: { title: 'limits of new keys', tell: (rails) => (Object.keys(rails).length === 0 ? 'none' : JSON.stringify(rails)) },
  nameAddresses: { title: 'addresses that follow a name', tell: onOff },
  heartbeatAddresses: { title: 'addresses moved by a heartbeat', tell: onOff },
  movesPerDay: { title: 'moves of an address in 24 hours', tell: String },
}

const tell = <Field extends PolicyField>(field: Field, policy: AccountPolicy): string => WORDS[field].tell(policy[field])

/** A policy in words, one line a field. */
export const policyLines = (policy: AccountPolicy): readonly (readonly [title: string, value: string])[] => POLICY_FIELDS.map((field) => [WORDS[field].title, tell(field, policy)])

// A policy is plain JSON throughout.
const auditValueOf = (change: Partial<AccountPolicy>): { readonly [name: string]: AuditValue } => JSON.parse(JSON.stringify(change)) as { readonly [name: string]: AuditValue }

const pick = (policy: AccountPolicy, fields: readonly PolicyField[]): Partial<AccountPolicy> => Object.fromEntries(fields.map((field) => [field, policy[field]]))

/** Changes what an account lets its keys be and do. A sub-account has the policy of its main account. */
export const editPolicy = (parts: AccountParts): Operation<PolicyWish, AccountDetails> => {
  const read = (wish: PolicyWish) => {
    const account = mainAccountOf(wish.account, parts)
    if (!account.ok) return account
    const change = readPolicyChange(wish.change)
    if (!change.ok) return { ok: false, refused: { ...refused('policy', change.fields.map(({ field, text }) => `${field}: ${text}`).join('\n'), 'The policy as it is: ./bitting policy show').refused, fields: change.fields } } as const
    const before = parts.policies.of(account.value)
    const fields = POLICY_FIELDS.filter((field) => field in change.change && JSON.stringify(change.change[field]) !== JSON.stringify(before[field]))
    return fields.length === 0 ? refused('nothingToChange', 'The policy is so already.', 'The policy as it is: ./bitting policy show') : done({ account: account.value, before, after: { ...before, ...change.change }, fields })
  }
  return {
    name: 'policy.edit',
    about: async (wish) => aboutAccount(wish.account, 'policy.edit', parts),
    describe: async (wish) => {
      const found = read(wish)
      if (!found.ok) return found
      const { account, before, after, fields } = found.value
      return done({
        change: {
          act: 'policy.edit', accountId: account.id, subject: String(account.id), details: { version: parts.policies.versionOf(account), before: auditValueOf(pick(before, fields)), after: auditValueOf(pick(after, fields)) },
          sentence: `Change the policy of ${account.email}: ${fields.map((field) => `${WORDS[field].title}: ${tell(field, after)} (now ${tell(field, before)})`).join('; ')}.`,
          told: { is: 'policy.edit', email: account.email, before: pick(before, fields), after: pick(after, fields) },
        },
        holderId: null,
      })
    },
    perform: async (wish, { actor, source, recordedAtUs, confirmation }) => {
      const found = read(wish)
      if (!found.ok) return found
      const { account, before, after, fields } = found.value
      const audit = recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'policy.edit', subject: String(account.id), before: auditValueOf(pick(before, fields)), after: auditValueOf(pick(after, fields)) }, confirmation)
      const changed = await parts.policies.change(account.id, pick(after, fields), audit, confirmation)
      return changed === 'unconfirmed' ? UNCONFIRMED : done(detailsOf(account, parts))
    },
  }
}
