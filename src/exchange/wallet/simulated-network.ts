import { SECOND, type TimeUs } from '../../time.ts'
import type { AssetNetwork } from '../symbol.ts'

/** In this time every chain gives a deposit all the confirmations it needs to be withdrawn again: nobody wants to wait here for real ones. */
const TIME_TO_UNLOCK_US = 20 * SECOND
/** A second stands for a minute of the estimated time. */
const SECONDS_PER_MINUTE_OF_ESTIMATE = 1
/** What stays within the venue is not waiting for a chain. */
const OFF_CHAIN_TIME_US = SECOND

/** How often a transaction that was sent at `sinceUs` is confirmed by `nowUs`. */
export const confirmationsAt = (network: Pick<AssetNetwork, 'unlockConfirmations'>, sinceUs: TimeUs, nowUs: TimeUs): number =>
  Math.min(network.unlockConfirmations, Math.floor(((nowUs - sinceUs) * network.unlockConfirmations) / TIME_TO_UNLOCK_US))

/** How long a withdrawal is under way. */
export const withdrawalTimeUs = (network: Pick<AssetNetwork, 'estimatedArrivalMinutes'>, isInternal: boolean): number =>
  isInternal ? OFF_CHAIN_TIME_US : Math.max(1, network.estimatedArrivalMinutes * SECONDS_PER_MINUTE_OF_ESTIMATE) * SECOND
