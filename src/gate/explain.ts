import { boundWords } from '../authority/bound-words.ts'
import { PERMISSION_TABLE, type Permission } from '../permission.ts'
import type { ParameterFault } from './endpoint-shape.ts'
import type { Refusal, RefusalReason } from './refusal.ts'
import { GATE_STEPS, type GateStep, type Trace, type WhyNot } from './trace.ts'

/** What a check saw, as a code with its arguments, for whoever words it otherwise. */
export type StepSeen =
  | { readonly is: 'unsigned' | 'keyless' | 'signatureFits' }
  | { readonly is: 'clock'; readonly differenceMs: number; readonly recvWindowMs: number | null }

/** One request's decision in plain words, for the owner of the key: what happened, what to do, how far it came. */
export interface Explanation {
  readonly requestId: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly request: string
  readonly address: string
  readonly answer: string
  /** HTTP's. */
  readonly status: number
  /** The wire's, negative; null where none was told. */
  readonly code: number | null
  /** What happened, in a sentence. */
  readonly what: string
  /** What to do about it. */
  readonly remedy: string
  readonly steps: readonly { readonly step: string; readonly outcome: 'passed' | 'failed' | 'not reached'; readonly detail: string; /** Null where the detail is the same in every language: an address, a path. */ readonly seen: StepSeen | null }[]
  readonly signedPayload: string | null
  /** The key that called, where one was known. */
  readonly keyId: string | null
  /** The reason itself, for whoever words it otherwise; null where the gate let the call through. */
  readonly refusal: Refusal | null
  /** What the venue said of a call that the gate let through; null where it was done, or is too old to tell. */
  readonly venue: { readonly message: string; /** Why, where the authority itself would not do it. */ readonly why: WhyNot | null } | null
}

interface Words {
  readonly what: string
  readonly remedy: string
}

/** The question that each step asks. */
const STEP_NAMES: Readonly<Record<GateStep, string>> = {
  addressLimits: 'address not banned', route: 'path known', encoding: 'request readable', addressWeight: 'weight left for the address', keyFormat: 'key well-formed',
  timing: 'time', keyState: 'key alive', sourceAddress: 'address allowed', signature: 'signature', permission: 'rights', accountLimits: 'weight left for the account',
  replay: 'not a replay', parameters: 'parameters', venue: 'venue',
}

const labelOf = (permission: Permission): string => PERMISSION_TABLE.find((row) => row.name === permission)?.label ?? permission

const keyOf = (trace: Trace): string => trace.keyId ?? 'KEY'

const seconds = (ms: number): string => {
  const value = Math.abs(ms) / 1_000
  if (value < 120) return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`
  if (value < 2 * 3_600) return `${Math.round(value / 60)} minutes`
  if (value < 2 * 86_400) return `${Math.round(value / 3_600)} hours`
  return `${Math.round(value / 86_400)} days`
}

const waiting = (ms: number): string => `Wait ${seconds(ms)} (the answer's Retry-After says it in seconds). `

/** How a time looks that was sent in another unit. */
const unitHint = (trace: Trace): string | null => {
  if (trace.differenceMs === null) return null
  const sentMs = trace.timeUs / 1_000 + trace.differenceMs
  const nearlyNow = (ms: number): boolean => Math.abs(ms - trace.timeUs / 1_000) < 3 * 86_400_000
  if (nearlyNow(sentMs * 1_000)) return 'The time was sent in seconds; send milliseconds: multiply by 1000.'
  if (nearlyNow(sentMs / 1_000)) return 'The time looks as if it were in another unit; send milliseconds (13 digits) or microseconds (16 digits).'
  return null
}

const clockWords = (trace: Trace, direction: 'behind' | 'ahead', differenceMs: number, recvWindowMs: number | null): Words => {
  const unit = unitHint(trace)
  if (unit !== null) return { what: `The call's time is ${seconds(differenceMs)} ${direction}. That is no clock: the unit is wrong.`, remedy: unit }
  return direction === 'behind'
    ? {
        what: `When the call came in its time was ${seconds(differenceMs)} old, and its recvWindow is ${recvWindowMs ?? 5_000} ms: your clock is behind, or the call was long on its way.`,
        remedy: 'Set the clock by NTP, or ask GET /api/v3/time before and add the difference; take the time just before sending. A wider recvWindow (at most 60000) makes replays easier.',
      }
    : {
        what: `The call's time was ${seconds(differenceMs)} ahead of the server's; less than 1 s is accepted: your clock is ahead.`,
        remedy: 'Set the clock by NTP, or ask GET /api/v3/time before and subtract the difference. A wider recvWindow does not help here.',
      }
}

const faultWords = (fault: ParameterFault): string => {
  switch (fault.fault) {
    case 'missing': return `Parameter ${fault.name} was not sent, or was empty.`
    case 'oneOfMissing': return `One of ${fault.names.join(' and ')} must be sent.`
    case 'illegalCharacters': return `Parameter ${fault.name} has characters it may not have; legal is ${fault.legal}.`
    case 'empty': return `Parameter ${fault.name} was empty.`
    case 'notRequired': return `Parameter ${fault.name} does not belong in this call.`
    case 'tooPrecise': return `Parameter ${fault.name} has too many decimals.`
    case 'overflow': return `Parameter ${fault.name} is too large a number.`
    case 'tooGreat': return `Parameter ${fault.name} is greater than ${fault.limit}.`
    case 'unread': return `${fault.sent} parameters were sent and ${fault.read} of them belong to this call.`
    case 'coded': return fault.message
  }
}

type WordsOf = { readonly [Reason in RefusalReason]: (refusal: Refusal & { readonly reason: Reason }, trace: Trace) => Words }

/** One row a reason. */
const WORDS: WordsOf = {
  addressBanned: ({ untilMs }, trace) => ({
    what: `The address ${trace.address} is banned until ${new Date(untilMs).toISOString()}, because it went on calling after it was told that it called too much.`,
    remedy: 'Stop calling until then; each further ban is twice as long. Obey Retry-After, watch X-MBX-USED-WEIGHT-1M, and use sockets instead of polling.',
  }),
  tooManyRawRequests: ({ limit, windowMs, retryAfterMs }, trace) => ({
    what: `${trace.address} sent more than ${limit} requests in ${seconds(windowMs)}.`, remedy: `${waiting(retryAfterMs)}Then call less often: all programs behind one address share this limit.`,
  }),
  tooManyConnections: ({ limit, windowMs, retryAfterMs }, trace) => ({
    what: `${trace.address} opened more than ${limit} sockets in ${seconds(windowMs)}.`, remedy: `${waiting(retryAfterMs)}Keep sockets open: one carries up to 1024 streams.`,
  }),
  unknownPath: (_, trace) => trace.method === 'WS' ? { what: `There is no method ${trace.path.slice(trace.path.lastIndexOf('/') + 1)} here.`, remedy: 'Check the spelling; methods of the socket API look like order.place.' } : ({
    what: `There is no ${trace.method} ${trace.path} here.`,
    remedy: 'Check method and path, and that the base URL is the server alone: most clients add /api/v3 themselves. The testnet stands under /testnet.',
  }),
  bodyTooLarge: () => ({ what: 'The request is larger than any call needs to be.', remedy: 'Send parameters alone, in the query or as a form.' }),
  duplicateParameter: ({ name }) => ({ what: `Parameter ${name} was sent twice in one place.`, remedy: 'Send it once. A list is one parameter: symbols=["BTCUSDT","ETHUSDT"], percent-encoded.' }),
  malformedEncoding: () => ({
    what: 'Query or body could not be read as parameters: an escape such as %2 is cut short, bytes are not UTF-8, or the body is JSON.',
    remedy: 'Percent-encode every value (encodeURIComponent or the like), and send bodies as application/x-www-form-urlencoded.',
  }),
  addressWeightUsedUp: ({ limit, windowMs, retryAfterMs }, trace) => ({
    what: `${trace.address} used up the weight of ${limit} in ${seconds(windowMs)}, or came too often with keys that do not open.`,
    remedy: `${waiting(retryAfterMs)}The header X-MBX-USED-WEIGHT-1M tells what is used; sockets cost nothing for each event. Whoever goes on calling is banned for a while.`,
  }),
  keyHeaderMissing: (_, { method }) => method === 'WS' ? { what: 'The message came without a key, and nobody is logged on.', remedy: 'Send apiKey in params, or log on with session.logon first (Ed25519 keys).' } : ({ what: 'The call came without a key.', remedy: 'Send the API key in the header X-MBX-APIKEY. A proxy in between may drop headers that it does not know.' }),
  keyHeaderMalformed: (_, trace) => ({
    what: `What was sent as a key (${trace.keyHint}) has not the shape of one: 64 letters and digits.`,
    remedy: 'Look for spaces, quotes or a line break around it, or for a key that was cut when it was copied.',
  }),
  timestampMissing: () => ({ what: 'A signed call carries its time, and this one does not.', remedy: 'Send timestamp=… in milliseconds, as part of what is signed.' }),
  timestampMalformed: () => ({ what: 'The timestamp is not a whole number.', remedy: 'Send milliseconds since 1970 as digits alone: 1499827319559.' }),
  signatureMissing: () => ({ what: 'This call must be signed, and no signature came.', remedy: 'Sign the whole query and body, and add signature=… last.' }),
  recvWindowTooGreat: (_, trace) => ({ what: `recvWindow is ${trace.recvWindowMs ?? 'more than 60000'} ms.`, remedy: 'Send at most 60000; 5000 is what most calls need.' }),
  recvWindowMalformed: () => ({ what: 'recvWindow is not a number of milliseconds.', remedy: 'Send a number such as 5000, with at most three decimals.' }),
  timestampTooOld: ({ differenceMs, recvWindowMs }, trace) => clockWords(trace, 'behind', differenceMs, recvWindowMs),
  timestampAhead: ({ differenceMs }, trace) => clockWords(trace, 'ahead', differenceMs, null),
  keyUnknown: ({ isMistyped }, trace) => {
    if (trace.keyHint.startsWith('bis1')) return { what: 'The SECRET was sent in place of the key: it begins with bis1.', remedy: 'Swap the two in your settings: the key (bit1…) goes into the header, the secret only signs. The secret has now travelled: make a new key and delete this one.' }
    if (isMistyped && !trace.keyHint.startsWith('bit1')) return { what: `The key ${trace.keyHint} cannot exist here. Keys made here begin with bit1: this one belongs to another exchange.`, remedy: 'Use a key that was made here (./bitting keys create), or send this one to the exchange it belongs to.' }
    return isMistyped
      ? { what: `The key ${trace.keyHint} cannot exist here: its checksum is wrong.`, remedy: 'A character was lost or changed when it was copied: copy it again, whole.' }
      : { what: `The key ${trace.keyHint} is well-formed but not known here: it was deleted, or belongs to another store.`, remedy: 'See which keys there are: ./bitting keys list --all. A deleted key is never opened again: make a new one.' }
  },
  keyOfOtherEnvironment: (_, trace) => trace.environment === 'testnet'
    ? { what: 'This is a live key, and the call went to the testnet.', remedy: 'Use a testnet key under /testnet, or take /testnet out of the base URL.' }
    : { what: 'This is a testnet key, and the call went to the live venue.', remedy: 'Add /testnet to the base URL, or use a live key.' },
  keyDisabled: (_, trace) => ({ what: 'The key is disabled.', remedy: `Find out who disabled it and why (its own period may have); then ./bitting keys enable ${keyOf(trace)}` }),
  keyExpired: (_, trace) => ({ what: 'The key has reached its end.', remedy: `Make a new key, or give this one more time: ./bitting keys extend ${keyOf(trace)}` }),
  keyDeleted: () => ({ what: 'The key was deleted.', remedy: 'A deleted key is never opened again: make a new one, and change it in every program that used this one.' }),
  keyRetired: (_, trace) => ({ what: 'The key was rotated: its successor has taken over, and this one is closed for good.', remedy: `Find the program that still uses it and give it the new key. Which one that is: ./bitting keys show ${keyOf(trace)}` }),
  accountAccessDisabled: () => ({ what: "The key's account is closed to calls.", remedy: 'Its owner can open it again.' }),
  addressNotAllowed: ({ address, entries }, trace) => ({
    what: entries.length === 0 ? `The key's list is empty, so that it can be used from nowhere; this came from ${address}.` : `The key's list has ${entries.join(', ')}; this came from ${address}.`,
    remedy: `If ${address} is yours, add it with ./bitting keys edit ${keyOf(trace)} --add-address ${address}; otherwise call from a listed address. If you do not know it, somebody else holds the key: ./bitting keys disable ${keyOf(trace)}`,
  }),
  signatureWrong: (_, { method }) => method === 'WS' ? {
    what: 'The signature does not fit what was sent. The key exists and may be used from this address; so it is the secret, or the text that was signed.',
    remedy: 'Compare the text below with the one you signed: every parameter but the signature, the key too, sorted by name, joined by &, values as they stand in the message and not percent-encoded.',
  } : ({
    what: 'The signature does not fit what was sent. The key exists and may be used from this address; so it is the secret, or the bytes.',
    remedy: 'Compare the bytes below with those you signed: same order, same percent-encoding, no & between query and body, the signature left out. If they agree, the secret belongs to another key.',
  }),
  permissionMissing: ({ permission }, trace) => ({
    what: `The key has not the right "${labelOf(permission)}", which ${trace.method} ${trace.path} needs.`,
    remedy: `If it should: ./bitting keys edit ${keyOf(trace)} --grant ${permission}. Or use a key that has it.`,
  }),
  permissionLapsed: ({ permission }, trace) => ({
    what: `The right "${labelOf(permission)}" has lapsed: on a key without an address list trading rights end 30 days after they were enabled.`,
    remedy: `Give the key a list, and it lapses no more: ./bitting keys edit ${keyOf(trace)} --allow ADDRESS. Or enable it for 30 days again: --grant ${permission}.`,
  }),
  listRequired: ({ permission }, trace) => ({
    what: `"${labelOf(permission)}" opens nothing on a key that may be used from anywhere.`, remedy: `Give the key a list: ./bitting keys edit ${keyOf(trace)} --allow ADDRESS`,
  }),
  beyondCeiling: ({ permission }) => ({
    what: `The key has the right "${labelOf(permission)}", but its sub-account may not use it: the main account set a lower ceiling, or the right belongs to main accounts alone.`,
    remedy: `The main account can raise the ceiling: ./bitting accounts ceiling UID --grant ${permission}. Withdrawals and internal transfers need a key of the main account.`,
  }),
  unrestrictedForbidden: ({ permission }, trace) => ({
    what: `"${labelOf(permission)}" opens nothing on a key that may be used from anywhere: the account's policy forbids it.`, remedy: `Bind the key to its addresses: ./bitting keys edit ${keyOf(trace)} --allow ${trace.address}`,
  }),
  productNotOpened: ({ product }) => ({ what: `The account has not opened ${product}.`, remedy: `Open ${product} on the account first (./bitting products open ${product}); the key's right stays as it is.` }),
  boundToWallet: ({ wallet }, trace) => ({
    what: `The key is bound to ${boundWords(wallet)}: it opens calls that act on that wallet alone, and ${trace.method} ${trace.path} is none of them.`, remedy: 'Trade and read through /api/v3 with this key; for everything else use an ordinary key.',
  }),
  callerNotMain: () => ({ what: 'This call is for main accounts; the key belongs to a sub-account.', remedy: 'Call with a key of the main account.' }),
  callerNotSub: () => ({ what: 'This call is for sub-accounts; the key belongs to a main account.', remedy: 'Call with a key of the sub-account.' }),
  accountWeightUsedUp: ({ limit, windowMs, retryAfterMs }) => ({
    what: `The account used up the weight of ${limit} in ${seconds(windowMs)} on this call.`, remedy: `${waiting(retryAfterMs)}All keys of the account share this limit.`,
  }),
  replayed: () => ({
    what: 'The very same signed call was heard before; this key is heard once for each.',
    remedy: 'Send a new call with a new timestamp. A client that repeats a call after a lost answer must sign again. If you sent it once only, somebody recorded it.',
  }),
  beforeRestart: () => ({
    what: 'The call was signed before the server last started; whether it was heard then is not known, so this key is not heard.', remedy: 'Sign the call again and send it.',
  }),
  parameter: ({ fault }) => ({ what: faultWords(fault), remedy: 'Send it as the reference page of this call says.' }),
  guardRail: ({ limit, text, asked, allowed }) => ({ what: asked === undefined ? `${text} (limit: ${limit})` : `The key's limit ${limit} leaves ${allowed ?? 'nothing'}; asked was ${asked}.`, remedy: `${limit.endsWith('PerWindow') ? 'What was let through counts until it is as old as the window, also where it was cancelled since. ' : ''}The owner of the key can change this limit.` }),
}

/** The reason's row. */
const wordsOf = (refusal: Refusal, trace: Trace): Words => {
  // The table has one row for each reason, made for that reason's refusals: what the compiler cannot follow through the index.
  const row = WORDS[refusal.reason] as (refusal: Refusal, trace: Trace) => Words
  return row(refusal, trace)
}

const venueWords = ({ status, code, venue }: Trace): Words => {
  if (status < 400) return { what: 'The gate let the call through, and it was done.', remedy: 'Nothing needs to be done.' }
  if (venue?.why) return { what: venue.why.message, remedy: venue.why.remedy }
  return {
    what: `The gate let the call through; the venue answered with code ${code ?? status}${venue ? `: ${venue.message}` : '.'}`,
    remedy: "Key, address, time, signature and rights are all in order: the answer's own text says what to change (balance, filter, order state …).",
  }
}

/** Tells a recorded decision in plain words, with the remedy. */
export const explain = (trace: Trace): Explanation => {
  const words = trace.refusal ? wordsOf(trace.refusal, trace) : venueWords(trace)
  const refusedAt = trace.refusedAt === null ? GATE_STEPS.length : GATE_STEPS.indexOf(trace.refusedAt)
  return {
    requestId: trace.requestId, at: new Date(trace.timeUs / 1_000).toISOString(),
    request: `${trace.method} ${trace.environment === 'testnet' ? '/testnet' : ''}${trace.path}`, address: trace.address,
    answer: `HTTP ${trace.status}${trace.code === null ? '' : `, code ${trace.code}`}`, status: trace.status, code: trace.code,
    ...words,
    steps: GATE_STEPS.map((step, index) => ({
      step: STEP_NAMES[step],
      outcome: index < refusedAt ? 'passed' : index > refusedAt ? 'not reached' : 'failed',
      ...(index < refusedAt ? passed(step, trace) : { detail: index === refusedAt ? words.what : '', seen: null }),
    })),
    signedPayload: trace.signedPayload, keyId: trace.keyId, refusal: trace.refusal,
    venue: trace.venue ? { message: trace.venue.message, why: trace.venue.why ?? null } : null,
  }
}

const plainly = (detail: string): { readonly detail: string; readonly seen: null } => ({ detail, seen: null })
const told = (detail: string, seen: StepSeen): { readonly detail: string; readonly seen: StepSeen } => ({ detail, seen })

const passed = (step: GateStep, { method, path, keyHint, differenceMs, recvWindowMs, keyId, address, signedPayload }: Trace): { readonly detail: string; readonly seen: StepSeen | null } => {
  switch (step) {
    case 'route': return plainly(`${method} ${path}`)
    case 'keyFormat': return plainly(keyHint)
    case 'timing': return differenceMs === null ? told('not signed', { is: 'unsigned' }) : told(`${differenceMs} ms from the server's clock, window ${recvWindowMs} ms`, { is: 'clock', differenceMs, recvWindowMs })
    case 'keyState': return keyId === null ? told('no key needed', { is: 'keyless' }) : plainly(keyId)
    case 'sourceAddress': return plainly(address)
    case 'signature': return signedPayload === null ? told('not signed', { is: 'unsigned' }) : told('fits the bytes sent', { is: 'signatureFits' })
    default: return plainly('')
  }
}
