import type { ApiKeyId } from '../ids.ts'
import type { TimeUs } from '../time.ts'
import { MAX_AHEAD_US } from './timing.ts'

/** Digests of one key remembered at once; a caller who has more of them open at one time is refused. */
const MAX_REMEMBERED = 262_144
const GENERATION_SIZE = 4_096

interface Generation {
  /** Where each digest was heard: paths of reading rows, or null where calls act. */
  readonly heard: Map<string, readonly (string | null)[]>
  /** When the last of these calls could still be heard. */
  untilUs: TimeUs
}

const isReplay = (rows: readonly (string | null)[] | undefined, readRow: string | null): boolean =>
  rows !== undefined && (readRow === null || rows.includes(null) || rows.includes(readRow))

/**
 * Refuses a call that was heard before. Method and path are not signed on this wire, so what is remembered is the payload of every signed
 * call of a guarded key, reads included, for as long as its time would be accepted. A payload that was heard where calls act is heard
 * nowhere again, and one that was heard anywhere never where calls act; reading rows may hear one payload once each, since clients
 * send several reads in one millisecond, and without parameters of their own these are one payload. What a former process heard is not known:
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
   * @param readRow the path of the row when all it does is read; null where calls act.
   */
  note(keyId: ApiKeyId, digest: string, readRow: string | null, timestampUs: TimeUs, recvWindowUs: number, nowUs: TimeUs): 'new' | 'replayed' | 'beforeRestart' {
    if (timestampUs < this.#unknownBeforeUs) return 'beforeRestart'
    const generations = this.#stillHeard(keyId, nowUs)
    for (const { heard } of generations) if (isReplay(heard.get(digest), readRow)) return 'replayed'
    let youngest = generations.at(-1)
    if (!youngest || youngest.heard.size >= GENERATION_SIZE) {
      if (generations.length * GENERATION_SIZE >= MAX_REMEMBERED) return 'replayed'
      generations.push(youngest = { heard: new Map(), untilUs: 0 })
    }
    youngest.heard.set(digest, [...(youngest.heard.get(digest) ?? []), readRow])
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
