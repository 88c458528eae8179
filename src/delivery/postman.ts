import { type Channel, messageSealId, type OutboxMessage } from '../people/message.ts'
import type { PeopleStore } from '../people/people-store.ts'
import { openSealed, sealText, type SecretSealer } from '../people/sealed.ts'
import { DAY, HOUR, SECOND, type Clock } from '../time.ts'
import type { Carrier } from './carrier.ts'
import { faultOf, NotTaken } from './not-taken.ts'

export interface PostmanParts {
  readonly store: PeopleStore
  readonly sealer: () => SecretSealer
  /** A channel without a carrier keeps its letters in the outbox, where people read them. */
  readonly carriers: Readonly<Partial<Record<Channel, Carrier>>>
  readonly clock: Clock
  /** A letter was not taken. Never told with its text. */
  readonly onFailure: (message: Pick<OutboxMessage, 'id' | 'channel' | 'attempts'>, error: unknown) => void
}

const FIRST_WAIT_US = 5 * SECOND
const LONGEST_WAIT_US = HOUR
const LONGEST_TRIED_US = DAY
const LOOKS_EVERY_MS = 5_000
/** Longer than a connection that comes to nothing. */
const LONGEST_WAITED_FOR_MS = 15_000

/** Takes letters from the outbox to their carriers. What a carrier took is wiped: it held a code or a link. */
export class Postman {
  readonly #parts: PostmanParts
  #round: Promise<void> | undefined
  #isAskedAgain = false
  #timer: NodeJS.Timeout | undefined
  #isClosed = false
  /** Who hears when a letter was tried, by its id. */
  readonly #waitingFor = new Map<string, () => void>()

  constructor(parts: PostmanParts) {
    this.#parts = parts
  }

  /** Goes his rounds until he is told to stop. */
  start(): void {
    this.nudge()
    this.#timer = setInterval(() => this.nudge(), LOOKS_EVERY_MS)
    this.#timer.unref()
  }

  /** Letters wait: goes now, or once more when he is back. */
  nudge(): void {
    if (this.#isClosed) return
    if (this.#round) {
      this.#isAskedAgain = true
      return
    }
    // What fails here is the store, and the store tells it itself.
    this.#round = this.deliver().catch(() => {}).finally(() => {
      this.#round = undefined
      if (this.#isAskedAgain) {
        this.#isAskedAgain = false
        this.nudge()
      }
    })
  }

  /** One round: every letter whose time has come. */
  async deliver(): Promise<void> {
    const { store, carriers, clock } = this.#parts
    const waiting = await store.find('message', { state: 'waiting' })
    for (const message of [...waiting].sort((one, other) => one.timeUs - other.timeUs)) {
      const carrier = carriers[message.channel]
      if (carrier && message.nextTryAtUs <= clock.nowUs()) await this.#deliverOne(message, carrier)
    }
  }

  /** Goes now, and resolves once this letter was tried, or when that takes too long. */
  async tried(messageId: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, LONGEST_WAITED_FOR_MS).unref()
    this.#waitingFor.set(messageId, resolve)
    this.nudge()
    await promise
    clearTimeout(timer)
    this.#waitingFor.delete(messageId)
  }

  /** Finishes the round that he is on. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#timer)
    await this.#round
  }

  async #deliverOne(message: OutboxMessage, carrier: Carrier): Promise<void> {
    const { sealer, onFailure } = this.#parts
    const text = openSealed(sealer(), message, messageSealId(message.id))
    try {
      if (!text) throw new NotTaken('unreadable', 'the letter does not open with the sealing keys at hand')
      await carrier.carry({ id: message.id, to: message.recipient, subject: message.subject, text: Buffer.from(text).toString('utf8') })
    } catch (error) {
      onFailure({ id: message.id, channel: message.channel, attempts: message.attempts + 1 }, error)
      return this.#keep({ ...this.#after(message), fault: faultOf(error, this.#parts.clock.nowUs()) })
    }
    await this.#keep({ ...message, fault: null, state: 'sent', attempts: message.attempts + 1, ...sealText(sealer(), '', messageSealId(message.id)) })
  }

  #after(message: OutboxMessage): OutboxMessage {
    const nowUs = this.#parts.clock.nowUs()
    const attempts = message.attempts + 1
    return { ...message, attempts, state: nowUs - message.timeUs >= LONGEST_TRIED_US ? 'failed' : 'waiting', nextTryAtUs: nowUs + Math.min(FIRST_WAIT_US * 2 ** (attempts - 1), LONGEST_WAIT_US) }
  }

  async #keep(message: OutboxMessage): Promise<void> {
    await this.#parts.store.save([{ do: 'update', kind: 'message', record: { ...message, version: message.version + 1 } }], null)
    this.#waitingFor.get(message.id)?.()
  }
}
