import { KEY_PREFIX, KEY_TEXT_LENGTH, SECRET_PREFIX } from '../authority/key-text.ts'
import type { ApiKeyId, RequestId } from '../ids.ts'
import type { TimeUs } from '../time.ts'
import type { Refusal } from './refusal.ts'

/** The steps of DESIGN's list that a request goes through, in their order. */
export const GATE_STEPS = [
  'addressLimits', 'route', 'encoding', 'addressWeight', 'keyFormat', 'timing', 'keyState', 'sourceAddress', 'signature', 'permission', 'accountLimits', 'replay', 'parameters', 'venue',
] as const
export type GateStep = (typeof GATE_STEPS)[number]

/** Whether a call that was stopped there was stopped before its key was looked for. */
export const isBeforeKey = (step: GateStep): boolean => GATE_STEPS.indexOf(step) < GATE_STEPS.indexOf('keyFormat')

/**
 * What strangers write is kept only so far: a trace is made of every refusal, and who can make refusals must not be able to fill a disk with
 * them. Paths and names of the wire are shorter by far, and so is what an honest client signs.
 */
const MOST_NAME_LENGTH = 200
const MOST_PAYLOAD_LENGTH = 2_048

/** A secret that somebody sent where it does not belong. */
const SECRETS = new RegExp(`${SECRET_PREFIX}[A-Za-z0-9]{${KEY_TEXT_LENGTH - SECRET_PREFIX.length}}`, 'g')

/** A listenKey opens an account's events to whoever holds it. */
const LISTEN_KEYS = /listenKey=[^&]*/g
/** A message over a socket carries its key among what is signed; a trace keeps enough of it to know it again. */
const API_KEYS = /apiKey=([A-Za-z0-9]{8})[A-Za-z0-9]+([A-Za-z0-9]{4})/g

/** The same wherever else somebody put it: into a path, a symbol, a parameter of another name. */
const KEY_TEXTS = new RegExp(`(${KEY_PREFIX}[A-Za-z0-9]{4})[A-Za-z0-9]{${KEY_TEXT_LENGTH - KEY_PREFIX.length - 8}}([A-Za-z0-9]{4})`, 'g')
/** Half of a key pair that never belongs on the wire, as it is or percent-encoded. */
const PRIVATE_KEYS = /BEGIN(?:%20|\+| )(?:[A-Z]+(?:%20|\+| ))?PRIVATE(?:%20|\+| )KEY[^&]*/g
/** No row has a parameter of such a name: whoever sends one tells a secret. */
const SECRET_NAMES = /(^|[?&])([^=&]*(?:secret|password|passphrase|private|token|totp|otp|cookie|session)[^=&]*)=[^&]*/gi

const cutTo = (most: number) => (text: string): string => {
  const kept = text.replace(SECRETS, `${SECRET_PREFIX}…`).replace(LISTEN_KEYS, 'listenKey=…').replace(API_KEYS, 'apiKey=$1…$2').replace(KEY_TEXTS, '$1…$2').replace(PRIVATE_KEYS, 'BEGIN PRIVATE KEY…').replace(SECRET_NAMES, '$1$2=…')
  return kept.length <= most ? kept : `${kept.slice(0, most)}… (${text.length} characters)`
}
/** No path or name of the wire has such a run: it is a token, a cookie or a seed that somebody put there. */
const LONG_RUNS = /[A-Za-z0-9_-]{33,}|[A-Z2-7]{32}/g
const keptText = cutTo(MOST_NAME_LENGTH)
/** A path or a name as a trace keeps it. */
export const keptName = (text: string): string => keptText(text).replace(LONG_RUNS, '…')
/** A payload as a trace keeps it. */
export const keptPayload = cutTo(MOST_PAYLOAD_LENGTH)

/** Why the authority itself did not do what an admitted call asked for. The wire's codes do not say it; the key's owner is told. */
export interface WhyNot {
  /** A stable word, as acts give it. */
  readonly code: string
  readonly message: string
  readonly remedy: string
}

/** How an admitted call was refused: by status and code of HTTP and the wire, the answer's own text, and what it does not say. */
export interface VenueRefusal {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly why?: WhyNot
}

/** The recorded decision of one request. `version` guards its shape at rest. */
export interface Trace {
  readonly version: 1
  readonly requestId: RequestId
  readonly timeUs: TimeUs
  readonly method: string
  readonly path: string
  readonly environment: 'live' | 'testnet'
  readonly address: string
  readonly keyId: ApiKeyId | null
  /** First and last characters of a key that is not known here; never the whole. */
  readonly keyHint: string
  /** Where the request stopped; null = it went through. */
  readonly refusedAt: GateStep | null
  readonly refusal: Refusal | null
  readonly status: number
  readonly code: number | null
  /** What was hashed, as text, without secrets. Present from the signature step on. */
  readonly signedPayload: string | null
  /** The call's time less the server's, in whole ms: positive = the caller's clock is ahead. */
  readonly differenceMs: number | null
  readonly recvWindowMs: number | null
  /** Of a call that the gate let through and the venue refused. Older traces are without. */
  readonly venue?: Pick<VenueRefusal, 'message' | 'why'>
}
