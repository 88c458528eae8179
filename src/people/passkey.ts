import type { TimeUs } from '../time.ts'
import type { Kept } from './person.ts'

/** A WebAuthn credential; its id is the credential's (base64url). */
export interface Passkey extends Kept {
  readonly personId: string
  readonly label: string
  readonly publicKey: Uint8Array
  readonly counter: number
  /** Parted by commas: `internal,hybrid`. */
  readonly transports: string
  readonly createdAtUs: TimeUs
  readonly lastUsedAtUs: TimeUs | null
}

/** A challenge that was handed out, for one purpose, answered once. */
export interface PasskeyChallenge extends Kept {
  /** Null: whoever answers says who they are (passkey as the first factor). */
  readonly personId: string | null
  readonly purpose: string
  /** Base64url. */
  readonly challenge: string
  readonly label: string
  readonly expiresAtUs: TimeUs
  readonly usedAtUs: TimeUs | null
  readonly forgetAtUs: TimeUs
}

/** JSON as the browser's WebAuthn calls take and give it; its inner shape is the library's business. */
export type BrowserJson = Readonly<Record<string, unknown>>

export interface RegisteredPasskey {
  readonly credentialId: string
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly transports: readonly string[]
}

/** The WebAuthn ceremonies. A verification that fails is undefined: why it failed is no business of whoever sent it. */
export interface PasskeyCeremonies {
  registrationOptions(wish: { readonly personId: string; readonly email: string; readonly name: string; readonly challenge: Uint8Array; readonly known: readonly Passkey[] }): Promise<BrowserJson>
  verifyRegistration(response: BrowserJson, challenge: string): Promise<RegisteredPasskey | undefined>
  /** @param known the passkeys to choose from; empty = the browser offers those it has */
  authenticationOptions(wish: { readonly challenge: Uint8Array; readonly known: readonly Passkey[] }): Promise<BrowserJson>
  /** Verifies a signature by this passkey over the challenge, with the person verified by the device. @returns the counter it reported */
  verifyAuthentication(response: BrowserJson, challenge: string, passkey: Passkey): Promise<number | undefined>
  /** The credential that a response names. */
  credentialIdOf(response: BrowserJson): string | undefined
}

/** A counter that does not grow was copied with its key (WebAuthn §6.1.1); passkeys that are synchronised report 0 always. */
export const isCounterInOrder = (known: number, reported: number): boolean => (known === 0 && reported === 0) || reported > known
