import { HOUR, MINUTE, type TimeUs } from '../../time.ts'
import { concernsOf } from '../../watch/external/concerns.ts'
import type { Examination, Finding } from '../../watch/external/examination.ts'
import type { ExternalKey } from '../../watch/external/external-key.ts'
import { wordsFor } from '../letters/letter-words.ts'
import { ByReader, readersOf } from '../reminding/readers.ts'
import { externalLetter, type ExternalTelling } from './external-letter.ts'
import { type ExternalParts, externalSealId, periodDaysOf } from './external-parts.ts'

/** Each key is examined so often. */
const EXAMINED_EVERY_US = 6 * HOUR
/** Keys that were entered together drift apart within this. */
const SPREAD_OVER_MINUTES = 30
/** So many exchanges are asked at a time. */
const AT_ONCE = 4
/** What an exchange says may be long; what is kept of it is not. */
const MOST_KEPT_LETTERS = 600

const MS_US = 1_000

/** The same for a key each time, and another one for another key. */
const spreadUs = (id: string): TimeUs => [...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % SPREAD_OVER_MINUTES, 0) * MINUTE

const short = (finding: Finding): Finding => ({ ...finding, what: finding.what.slice(0, MOST_KEPT_LETTERS) })

/** Why it did not come to the key at all; null where it did. */
const silenceOf = ({ findings }: Examination): string | null => findings.find(({ probe, verdict }) => (probe === 'reach' && verdict === 'fault') || (probe === 'signature' && verdict === 'unknown'))?.what ?? null

/** What is known of a key after it was examined. Where the exchange was not reached, what it said before stands. @param found what was found, or why nothing could be */
const examined = (key: ExternalKey, found: Examination | string, wallUs: TimeUs): ExternalKey => {
  const fault = (typeof found === 'string' ? found : silenceOf(found))?.slice(0, MOST_KEPT_LETTERS) ?? null
  const tried: ExternalKey = { ...key, version: key.version + 1, lastExaminedAtUs: wallUs, nextExaminationAtUs: wallUs + EXAMINED_EVERY_US + spreadUs(key.id), fault, faultSinceUs: fault === null ? null : key.faultSinceUs ?? wallUs }
  if (fault !== null || typeof found === 'string') return tried
  const createdAtMs = found.rights?.createdAtMs ?? 0
  return { ...tried, examination: { ...found, findings: found.findings.map(short) }, createdAtUs: createdAtMs > 0 ? createdAtMs * MS_US : key.createdAtUs }
}

/** Examines external keys, and tells their people what they need. */
export class ExternalDesk {
  readonly #parts: ExternalParts
  readonly #running = new Map<string, Promise<void>>()
  #lastTurn: Promise<unknown> = Promise.resolve()
  #isClosing = false

  constructor(parts: ExternalParts) {
    this.#parts = parts
  }

  /** Ends what runs; nothing of what is cut off so is kept. */
  close(): void {
    this.#isClosing = true
    this.#parts.doctor.close()
  }

  /** One round: every key whose time has come, then what is to be told. */
  async round(): Promise<void> {
    const { store, wallClock } = this.#parts
    const nowUs = wallClock.nowUs()
    const due = store.all().filter(({ secret, nextExaminationAtUs }) => secret !== null && nextExaminationAtUs <= nowUs)
    for (let from = 0; from < due.length && !this.#isClosing; from += AT_ONCE) await Promise.all(due.slice(from, from + AT_ONCE).map(({ id }) => this.examine(id)))
    await this.tell()
  }

  /** Examines a key now; who asks while that runs waits for the same answer. A key without a secret is left as it is. */
  examine(id: string): Promise<void> {
    const running = this.#running.get(id) ?? this.#examine(id).finally(() => this.#running.delete(id))
    this.#running.set(id, running)
    return running
  }

  /** Tells of what was not told yet, and forgets what stands no more. @returns how many letters were written */
  tell(): Promise<number> {
    return this.inTurn(() => this.#tell())
  }

  async #examine(id: string): Promise<void> {
    const { store, doctor, sealer } = this.#parts
    const key = store.byId(id)
    if (!key || key.secret === null) return
    const opened = sealer().open(key.secret, externalSealId(id))
    const found = opened.ok
      ? await doctor.examine(key, Buffer.from(opened.secret).toString('utf8')).catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
      : 'Its secret does not open with the sealing keys at hand.'
    await this.inTurn(async () => {
      const now = store.byId(id)
      if (!now || this.#isClosing) return
      await store.update(examined(now, found, this.#parts.wallClock.nowUs()))
    })
  }

  async #tell(): Promise<number> {
    const { store, accounts, people, clock, wallClock, onLetters } = this.#parts
    const wallUs = wallClock.nowUs()
    const byReader = new ByReader<ExternalTelling>()
    const told: ExternalKey[] = []
    for (const key of store.all()) {
      const concerns = concernsOf(key, periodDaysOf(key, this.#parts), clock.nowUs(), wallUs)
      const untold = concerns.filter(({ id }) => !key.told.includes(id))
      const readers = untold.length === 0 ? [] : await readersOf(key, key.accountId, accounts.byId(key.accountId)?.parentId ?? null, people)
      for (const reader of readers) byReader.add(reader, { key, concerns: untold })
      // Without anybody to read it, it is told as soon as there is somebody.
      const standing = concerns.filter(({ id }) => readers.length > 0 || key.told.includes(id)).map(({ id }) => id)
      if (standing.join('\n') !== key.told.join('\n')) told.push({ ...key, version: key.version + 1, told: standing })
    }
    if (told.length === 0) return 0
    const letters = byReader.all().map(({ reader: { email, language }, tellings }) => externalLetter(email, tellings, wordsFor(language).external))
    await store.tell(told, letters, wallUs)
    if (letters.length > 0) onLetters()
    return letters.length
  }

  /** One after the other with what the desk itself keeps, so that nothing is decided on what is about to change. */
  inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const turn = this.#lastTurn.then(act)
    this.#lastTurn = turn.catch(() => undefined)
    return turn
  }
}
