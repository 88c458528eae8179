import type { ApiKeyId } from '../ids.ts'
import type { TimeUs } from '../time.ts'
import type { CallGap } from './call-gap.ts'
import type { CallRate, RateQuery } from './call-rates.ts'
import type { KeyProgram, KeyUse, KeyUseQuery } from './call-uses.ts'

/** What the call log counts as it records, so that nobody need read the rows. Whatever is asked, calls still waiting are counted first. */
export interface CallRollUps {
  /** How many calls in each minute, hour or day, from roll-ups that outlive the rows; oldest first, slices without any are left out. */
  rates(query: RateQuery): Promise<readonly CallRate[]>
  /** What a key was used for and when last, from roll-ups that outlive the rows; the latest used first. */
  uses(query: KeyUseQuery): Promise<readonly KeyUse[]>
  /** Which programs used a key, told apart by address, client and clock, day by day; the latest first. */
  programs(keyId: ApiKeyId, fromUs: TimeUs): Promise<readonly KeyProgram[]>
  /** Where calls are known to be missing, newest first. */
  gaps(limit: number): Promise<readonly CallGap[]>
}
