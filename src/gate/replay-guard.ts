import type { ApiKeyId } from '../ids.ts'
import type { TimeUs } from '../time.ts'
import { MAX_AHEAD_US } from './timing.ts'

/** Digests of one key remembered at once; a caller who has more of them open at one time is refused. */
const MAX_REMEMBERED = 262_144
const GENERATION_SIZE = 4_096

interface Generation {
  readonly digests: Set<string>
  /** When the last of these calls could still be heard. */
  untilUs: TimeUs
}

/**
 * Refuses a call that was heard before. Method and path are not signed on this wire, so what is remembered is the payload of every signed
 * call of a guarded key, reads included, for as long as its time would be accepted. What a former process heard is not known:
 * times that it may have accepted are refused.
 */
export class ReplayGuard {
  readonly #keys = new Map<ApiKeyId, Generation[]>()
  readonly #unknownBeforeUs: TimeUs

  /** @param formerProcessEndedByUs the latest moment at which another process may have answered from this store; null on a fresh one. */
  constructor(formerProcessEndedByUs: TimeUs | null) {
    this.#unknownBeforeUs = formerProcessEndedByUs === null ? Number.NEGATIVE_INFINITY : formerProcessEndedByUs + MAX_AHEAD_US
  }

  /**
   * Notes one proved call.
   * @param digest of the payload that the signature fitted, so that another encoding of the same call is the same call.
   */
  note(keyId: ApiKeyId, digest: string, timestampUs: TimeUs, recvWindowUs: number, nowUs: TimeUs): 'new' | 'replayed' | 'beforeRestart' {
    if (timestampUs < this.#unknownBeforeUs) return 'beforeRestart'
    const generations = this.#stillHeard(keyId, nowUs)
    for (const { digests } of generations) if (digests.has(digest)) return 'replayed'
    let youngest = generations.at(-1)
    if (!youngest || youngest.digests.size >= GENERATION_SIZE) {
      if (generations.length * GENERATION_SIZE >= MAX_REMEMBERED) return 'replayed'
      generations.push(youngest = { digests: new Set(), untilUs: 0 })
    }
    youngest.digests.add(digest)
    youngest.untilUs = Math.max(youngest.untilUs, timestampUs + recvWindowUs)
    return 'new'
  }

  #stillHeard(keyId: ApiKeyId, nowUs: TimeUs): Generation[] {
    const generations = this.#keys.get(keyId) ?? []
    const heard = generations.filter((generation) => generation.untilUs >= nowUs)
    this.#keys.set(keyId, heard)
    return heard
  }
}
