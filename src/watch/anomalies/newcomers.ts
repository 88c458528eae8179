import { DAY, HOUR, type TimeUs } from '../../time.ts'
import { blockOf } from './network.ts'

/** A network that a key came from for the first time, while that still says something. */
export interface Newcomer {
  readonly network: string
  readonly address: string
  readonly endpoint: string
  readonly atUs: TimeUs
  hasActed: boolean
  /** Whether its owner was told of it. */
  isTold: boolean
}

/** So long a newcomer is watched; whoever has taken over by then is part of the key. */
const WATCHED_US = 7 * DAY
/** While a machine takes over from another both may call; whoever calls beside the other for longer does not take over. */
const TAKEOVER_US = HOUR
const MOST_NEWCOMERS = 16
/** Who uses so many networks in a week is at home in more than those. */
const NETWORKS_OF_HOPPING = 3

const usedLately = (networks: Readonly<Record<string, TimeUs>>, nowUs: TimeUs): readonly string[] => Object.entries(networks).flatMap(([network, lastUs]) => (nowUs - lastUs <= WATCHED_US ? [network] : []))

/** How a network that the key never came from stands to those that it did. */
export type Strangeness =
  /** From a provider that it never came from. */
  | 'far'
  /** Another network of a provider that it came from: another machine of its cloud, mostly. */
  | 'near'
  /** It comes from many, of this provider or of all: one more says nothing. */
  | 'one of many'

export const strangenessOf = (network: string, networks: Readonly<Record<string, TimeUs>>, nowUs: TimeUs): Strangeness => {
  const block = blockOf(network)
  const lately = usedLately(networks, nowUs).map(blockOf)
  const ofBlock = lately.filter((one) => one === block).length
  if (ofBlock >= NETWORKS_OF_HOPPING || new Set(lately).size >= NETWORKS_OF_HOPPING) return 'one of many'
  return ofBlock > 0 || Object.keys(networks).some((one) => blockOf(one) === block) ? 'near' : 'far'
}

/** With one more; what is too old goes. */
export const withNewcomer = (newcomers: readonly Newcomer[], one: Newcomer): Newcomer[] => [...newcomers.filter(({ atUs }) => one.atUs - atUs <= WATCHED_US).slice(1 - MOST_NEWCOMERS), one]

/**
 * A newcomer that calls beside a network which was there before it: had it taken over, that one would be silent.
 * @param network where the call at hand comes from
 */
export const besideAnother = (newcomers: readonly Newcomer[], network: string, nowUs: TimeUs): Newcomer | undefined => {
  const own = newcomers.find((one) => one.network === network)
  return newcomers.find((one) => !one.isTold && one !== own && (own === undefined || own.atUs < one.atUs) && nowUs - one.atUs >= TAKEOVER_US && nowUs - one.atUs <= WATCHED_US)
}
