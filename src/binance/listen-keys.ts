import type { Caller } from '../gate/gate.ts'
import type { ApiKeyId } from '../ids.ts'
import { MINUTE, type TimeUs } from '../time.ts'
import type { UserTopic } from './user-events/user-topic.ts'

const VALID_US = 60 * MINUTE

/** What a listenKey stands for: the events of the account of the key that asked for it. */
export interface ListenKey {
  readonly text: string
  readonly caller: Caller
  readonly topic: UserTopic
  expiresAtUs: TimeUs
}

/** Keys of one account may extend and end each other's names; those that are bound to a wallet only the names of such keys. */
const isSameHearer = (one: Caller, other: Caller): boolean => one.account.id === other.account.id && one.key.boundTo === other.key.boundTo

const placeOf = (keyId: ApiKeyId, topic: UserTopic): string => `${keyId} ${topic}`

/**
 * The names under which accounts' events can be heard without signing, as older clients do. One key holds one name for a topic at a time; a name is as
 * good as the key that asked for it, and ends with it.
 */
export class ListenKeys {
  readonly #newText: () => string
  readonly #byText = new Map<string, ListenKey>()
  /** By key and topic. */
  readonly #ofKey = new Map<string, ListenKey>()
  readonly #onEnded = new Set<(ended: ListenKey) => void>()

  /** @param newText a name that nobody can guess */
  constructor(newText: () => string) {
    this.#newText = newText
  }

  /** The key's name for a topic, which is valid for another hour from now on. */
  open(caller: Caller, topic: UserTopic, nowUs: TimeUs): string {
    const held = this.#ofKey.get(placeOf(caller.key.id, topic))
    if (held && held.expiresAtUs > nowUs) {
      held.expiresAtUs = nowUs + VALID_US
      return held.text
    }
    if (held) this.end(held)
    const made: ListenKey = { text: this.#newText(), caller, topic, expiresAtUs: nowUs + VALID_US }
    this.#byText.set(made.text, made)
    this.#ofKey.set(placeOf(caller.key.id, topic), made)
    return made.text
  }

  /** The name that the key holds for a topic; undefined where it has none, or none any more. */
  held(caller: Caller, topic: UserTopic, nowUs: TimeUs): string | undefined {
    const held = this.#ofKey.get(placeOf(caller.key.id, topic))
    return held && held.expiresAtUs > nowUs ? held.text : undefined
  }

  /** @returns false where the account has no such name */
  extend(text: string, caller: Caller, nowUs: TimeUs): boolean {
    const held = this.find(text, nowUs)
    if (!held || !isSameHearer(held.caller, caller)) return false
    held.expiresAtUs = nowUs + VALID_US
    return true
  }

  /** @returns false where the account has no such name */
  close(text: string, caller: Caller, nowUs: TimeUs): boolean {
    const held = this.find(text, nowUs)
    if (!held || !isSameHearer(held.caller, caller)) return false
    this.end(held)
    return true
  }

  find(text: string, nowUs: TimeUs): ListenKey | undefined {
    const held = this.#byText.get(text)
    return held && held.expiresAtUs > nowUs ? held : undefined
  }

  end(held: ListenKey): void {
    if (this.#byText.get(held.text) !== held) return
    this.#byText.delete(held.text)
    const place = placeOf(held.caller.key.id, held.topic)
    if (this.#ofKey.get(place) === held) this.#ofKey.delete(place)
    for (const listener of this.#onEnded) listener(held)
  }

  /** Ends what nobody extended. */
  endExpired(nowUs: TimeUs): void {
    for (const held of this.#byText.values()) if (held.expiresAtUs <= nowUs) this.end(held)
  }

  onEnded(listener: (ended: ListenKey) => void): void {
    this.#onEnded.add(listener)
  }
}
