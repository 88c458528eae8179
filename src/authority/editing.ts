import type { Account } from '../accounts/account.ts'
import { permissionBits } from '../permission.ts'
import type { TimeUs } from '../time.ts'
import type { AccountPolicy } from './account-policy.ts'
import { parseAllowList } from './allow-list.ts'
import type { ApiKey } from './api-key.ts'
import { keptRails } from './guard-rails.ts'
import { withAfterPeriod } from './key-life.ts'
import type { KeyEdit } from './key-wishes.ts'
import { expiryViolations, guardRailViolations, labelViolations, lapseTime, replayGuardByDefault, rightsViolations, type RuleSettings, type Violation } from './rules.ts'

/** What is to become of a key, unless it breaks rules. */
export interface Decided {
  readonly key: ApiKey
  readonly violations: readonly Violation[]
  readonly remarks: readonly string[]
}

/**
 * The key as an edit would leave it.
 * @param others the keys of the account that take a label
 */
export const edited = (key: ApiKey, account: Account, edit: KeyEdit, others: readonly ApiKey[], rules: RuleSettings, policy: AccountPolicy, nowUs: TimeUs): Decided => {
  const list = edit.allowList === undefined ? { ok: true, allowList: key.allowList, remarks: [] } as const : parseAllowList(edit.allowList, rules.maxEntries)
  const allowList = list.ok ? list.allowList : key.allowList
  const permissions = edit.permissions === undefined ? key.permissions : permissionBits(edit.permissions)
  const label = (edit.label ?? key.label).trim()
  const shape = { permissions, allowList, environment: key.environment, boundTo: key.boundTo }
  // A withdrawals right that comes with this edit brings its guard along; one that was there keeps what its owner chose.
  const guardByDefault = key.replayGuard || (replayGuardByDefault(permissions) && !replayGuardByDefault(key.permissions))
  // Taking away is never refused for what stays: only what this edit would break anew counts.
  const formerTexts = rightsViolations({ ...key, kind: key.credential.kind }, account, policy).map(({ text }) => text)
  const newlyBroken = rightsViolations({ ...shape, kind: key.credential.kind }, account, policy).filter(({ text }) => !formerTexts.includes(text))
  const periodical = edit.afterPeriod === undefined ? key : withAfterPeriod(key, edit.afterPeriod)
  return {
    key: {
      ...periodical, label, permissions, allowList, guardRails: edit.guardRails === undefined ? key.guardRails : keptRails(edit.guardRails),
      expiresAtUs: edit.expiresAtUs === undefined ? periodical.expiresAtUs : edit.expiresAtUs,
      tradingLapsesAtUs: lapseTime(key, shape, edit.permissions !== undefined, nowUs),
      replayGuard: edit.replayGuard ?? guardByDefault,
    },
    violations: [
      ...(edit.label === undefined ? [] : labelViolations(edit.label, others)),
      ...(list.ok ? [] : list.texts.map((text) => ({ rule: 'allowList', text }) as const)),
      ...newlyBroken,
      ...(edit.guardRails === undefined ? [] : guardRailViolations(edit.guardRails)),
      ...(edit.expiresAtUs === undefined ? [] : expiryViolations(edit.expiresAtUs, nowUs)),
    ],
    remarks: list.ok && edit.allowList !== undefined ? list.remarks : [],
  }
}
