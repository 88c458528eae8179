import type { NewKey } from '../authority/authority.ts'
import { DAY } from '../time.ts'
import { accountOfWish } from './account-of-wish.ts'
import { brokenRules } from './broken-rules.ts'
import { summarize } from './key-summary.ts'
import type { CreatedKey, KeyWish } from './operator.ts'
import { actNow, type OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

/** Makes a key within the rules of keys, which hold for the operator too. */
export const createKey = async (wish: KeyWish, parts: OperatorParts): Promise<Outcome<CreatedKey>> => {
  const account = accountOfWish(wish.account, parts)
  if (!account.ok) return account
  const act = actNow(parts)
  const newKey: NewKey = {
    accountId: account.value.id, environment: wish.environment, label: wish.label, kind: wish.kind, publicKey: wish.publicKey, permissions: wish.permissions,
    preset: wish.preset, periodDays: wish.periodDays, afterPeriod: wish.afterPeriod, calls: wish.calls, allowList: wish.allowList, replayGuard: wish.replayGuard, expiresAtUs: wish.expiresInDays === undefined ? null : act.nowUs + wish.expiresInDays * DAY,
  }
  const created = await parts.authority.create(newKey, act)
  return created.ok ? done({ key: await summarize(created.key, parts), secretKey: created.secret, remarks: created.remarks }) : brokenRules(created)
}
