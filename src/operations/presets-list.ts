import { presetsUnder } from '../authority/account-policy.ts'
import { type PresetRow, PRESETS } from '../authority/presets.ts'
import { accountOfWish } from './account-of-wish.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

export type { PresetRow }

/** The presets as an account's policy has them. @param uid null = of the only main account; the program's own where there is not exactly one */
export const listPresets = (uid: number | null, parts: OperatorParts): Outcome<readonly PresetRow[]> => {
  const account = accountOfWish(uid ?? undefined, parts)
  if (account.ok) return done(presetsUnder(parts.accountParts.policies.of(account.value)))
  return uid === null ? done(PRESETS) : account
}
