import type { Caller } from '../gate/gate.ts'
import type { ApiKeyId } from '../ids.ts'
import { HOUR, type TimeUs } from '../time.ts'
import type { ListenedWallet } from './user-events/wallet-feed.ts'

/** How long a token is worth something at most, and where nothing else was asked for. */
export const TOKEN_VALID_US = 24 * HOUR
/** Of each key; the oldest goes first. */
const MOST_HELD = 100

/** A token: whoever shows it hears one wallet's events of the account whose key asked for it. */
export interface ListenToken {
  readonly text: string
  readonly caller: Caller
  readonly wallet: ListenedWallet
  readonly expiresAtUs: TimeUs
}

/** Tokens that open a wallet's events over the socket API, without a signature there. Kept in memory alone: after a restart clients ask for new ones. */
export class ListenTokens {
  readonly #newText: () => string
  readonly #byText = new Map<string, ListenToken>()
  readonly #ofKey = new Map<ApiKeyId, ListenToken[]>()

  /** @param newText a text that nobody can guess */
  constructor(newText: () => string) {
    this.#newText = newText
  }

  issue(caller: Caller, wallet: ListenedWallet, expiresAtUs: TimeUs): ListenToken {
    const token: ListenToken = { text: this.#newText(), caller, wallet, expiresAtUs }
    const held = this.#ofKey.get(caller.key.id) ?? []
    held.push(token)
    if (held.length > MOST_HELD) this.#byText.delete(held.shift()?.text ?? '')
    this.#ofKey.set(caller.key.id, held)
    this.#byText.set(token.text, token)
    return token
  }

  find(text: string, nowUs: TimeUs): ListenToken | undefined {
    const token = this.#byText.get(text)
    return token && token.expiresAtUs > nowUs ? token : undefined
  }
}
