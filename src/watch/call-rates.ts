import type { TimeUs } from '../time.ts'
import { DAY, HOUR, MINUTE } from '../time.ts'
import type { SeenCalls } from './call-log.ts'

/** The slices in which calls are counted as they are recorded, and how long each is. Slices begin at whole multiples of it since 1970, UTC. */
export const RATE_GRAINS = { minute: MINUTE, hour: HOUR, day: DAY } as const
export type RateGrain = keyof typeof RATE_GRAINS

/** How many calls in a slice of time, by what came of them. */
export interface CallRate {
  /** When the slice began. */
  readonly timeUs: TimeUs
  readonly admitted: number
  /** By the gate or by the venue. */
  readonly refused: number
  /** Weight of all of them. */
  readonly weight: number
}

export interface RateQuery {
  readonly seen: SeenCalls | 'all'
  readonly grain: RateGrain
  readonly keyId?: string | undefined
  readonly accountId?: number | undefined
  readonly fromUs: TimeUs
  /** Exclusive. */
  readonly untilUs: TimeUs
}
