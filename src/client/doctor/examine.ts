import { NotSent, OutcomeUnknown, Refused } from '../call-errors.ts'
import type { Fetch } from '../bitting-client.ts'
import type { Credential } from '../credential.ts'
import type { Examination, Finding, HeldRights, Probe, Verdict } from '../../watch/external/examination.ts'
import { bindingOf, fitOf, riskOfHeld, rightsFinding, rightsFrom } from './judge-rights.ts'
import { SafeCaller, strangersCredential } from './safe-calls.ts'
import { unreached } from './unreached.ts'

export interface Patient {
  /** The server alone: `https://api.binance.com`. */
  readonly url: string
  /** Where `/fapi` is served, where that is another server. */
  readonly futuresUrl?: string
  /** Null = only what can be seen without a key. */
  readonly credential: Credential | null
  /** The user type that the key is meant for, by its preset's name. */
  readonly preset?: string
  readonly allowsPlainHttp?: boolean
  /** What sends the calls; absent = this program's own. */
  readonly fetch?: Fetch
  readonly nowMs: () => number
}

const CLOCK_SAMPLES = 3
/** Calls may be so far ahead; that much behind and the default window of 5 s is mostly used up. */
const CLOCK_FAULT_MS = 1_000
const CLOCK_ADVICE_MS = 250

const finding = (probe: Probe, verdict: Verdict, what: string, remedy: string | null = null): Finding => ({ probe, verdict, what, remedy })

const KIND_NAMES = { hmac: 'HMAC', ed25519: 'Ed25519', rsa: 'RSA' } as const

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const clockFinding = ({ aheadMs, uncertaintyMs }: { readonly aheadMs: number; readonly uncertaintyMs: number }): Finding => {
  const off = Math.abs(Math.round(aheadMs))
  const what = `This machine's clock is ${off} ms ${aheadMs > 0 ? 'behind' : 'ahead of'} the server's (± ${Math.ceil(uncertaintyMs)} ms).`
  const remedy = 'Let the system keep its clock by NTP (timedatectl set-ntp true, or chrony), or ask for the server\'s time and add the difference. A wider recvWindow hides it and makes replays easier.'
  if (off >= CLOCK_FAULT_MS) return finding('clock', 'fault', `${what} Calls are refused with -1021.`, remedy)
  return off >= CLOCK_ADVICE_MS ? finding('clock', 'advice', what, remedy) : finding('clock', 'fine', what)
}

/** Exchanges whose futures stand on a host of their own. */
const FUTURES_HOSTS: Readonly<Record<string, string>> = { 'api.binance.com': 'https://fapi.binance.com', 'testnet.binance.vision': 'https://testnet.binancefuture.com', 'demo-api.binance.com': 'https://demo-fapi.binance.com' }

/** Futures tell a stranger the address that they see (-2015, "request ip: …"); nothing else on this wire does. */
const seenAddress = async ({ url, futuresUrl, allowsPlainHttp = false, fetch }: Patient): Promise<string | null> => {
  const stranger = new SafeCaller(futuresUrl ?? FUTURES_HOSTS[new URL(url).host] ?? url, strangersCredential(), allowsPlainHttp, fetch)
  const refused = await stranger.ask('futuresBalance').then(() => null, (error: unknown) => error)
  return refused instanceof Refused ? /request ip: (\S+)/.exec(refused.message)?.[1] ?? null : null
}

const SIGNATURE_WORDS: Readonly<Record<number, readonly [string, string]>> = {
  [-2014]: ['The key has not the form that this exchange asks for.', 'Look whether it was copied whole, and whether it belongs to this exchange.'],
  [-2015]: ['The exchange refuses the key: it is unknown there, closed, or may not be used from this address.', 'Compare the address above with the key\'s list; look whether the key still stands; on Bitting, ./bitting explain tells which of them it is.'],
  [-2008]: ['The exchange does not know the key.', 'It was deleted, or belongs to another exchange or to its testnet.'],
  [-1022]: ['The signature is wrong: the secret does not belong to this key.', 'Take the secret that was shown with this key; a rotated key has another. An Ed25519 or RSA key needs the private half of what was registered.'],
  [-1021]: ['The time of the call is refused even after the server\'s time was asked for.', 'The way to the server takes longer than recvWindow, or a proxy holds calls back.'],
}

const signatureFinding = (credential: Credential, error: unknown): Finding => {
  if (error === null) return finding('signature', 'fine', `The ${KIND_NAMES[credential.kind]} signature is accepted.`)
  if (error instanceof NotSent || error instanceof OutcomeUnknown) return finding('signature', 'unknown', wordsOf(error))
  const words = error instanceof Refused && error.code !== null ? SIGNATURE_WORDS[error.code] : undefined
  return words ? finding('signature', 'fault', `${words[0]} ${wordsOf(error)}`, words[1]) : finding('signature', 'fault', wordsOf(error), null)
}

/** A symbol that cannot be: it is refused by name where the bytes were hashed as they were sent, and as a wrong signature where they were not. */
const encodingFinding = async (caller: SafeCaller): Promise<Finding> => {
  const refused = await caller.ask('order', { symbol: '１２３ &+~', origClientOrderId: 'doctor' }).then(() => null, (error: unknown) => error)
  if (!(refused instanceof Refused)) return finding('encoding', 'unknown', 'Whether percent-encoded values are hashed as sent could not be seen.')
  return refused.code === -1022
    ? finding('encoding', 'fault', 'Values with characters that are percent-encoded are refused as wrongly signed: something on the way decodes and encodes them anew.', 'Look for a proxy that rewrites queries; call the server itself.')
    : finding('encoding', 'fine', 'Percent-encoded values are hashed as they were sent.')
}

const isTestnet = (url: string): boolean => /testnet/i.test(url)

/** Tries what reads: the key's own rights first, the account where the exchange has no such page. */
const heldRights = async (caller: SafeCaller): Promise<{ readonly rights: HeldRights | null; readonly refused: unknown }> => {
  try {
    return { rights: rightsFrom((await caller.ask<Record<string, unknown>>('restrictions')).body), refused: null }
  } catch (error) {
    const isMissing = error instanceof Refused && error.status === 404
    if (!isMissing) return { rights: null, refused: error }
    return caller.ask('account').then(() => ({ rights: null, refused: null }), (refused: unknown) => ({ rights: null, refused }))
  }
}

const keyFindings = async (credential: Credential, caller: SafeCaller, patient: Patient): Promise<Pick<Examination, 'rights' | 'risk' | 'findings'>> => {
  const kind = finding('key', credential.kind === 'hmac' ? 'advice' : 'fine', `It is an ${KIND_NAMES[credential.kind]} key.`,
    credential.kind === 'hmac' ? 'The exchange keeps a copy of its secret. With an Ed25519 key only you hold what signs.' : null)
  const { rights, refused } = await heldRights(caller)
  const signature = signatureFinding(credential, refused)
  if (refused !== null) return { rights: null, risk: null, findings: [kind, signature] }
  const encoding = await encodingFinding(caller)
  if (!rights) return { rights, risk: null, findings: [kind, signature, encoding, finding('rights', 'unknown', 'This exchange does not tell what the key may do (its testnet does not either).')] }
  const nowUs = patient.nowMs() * 1_000
  return { rights, risk: riskOfHeld(rights, isTestnet(patient.url) ? 'testnet' : 'live', nowUs), findings: [kind, signature, encoding, rightsFinding(rights), bindingOf(rights, patient.nowMs()), ...fitOf(rights, patient.preset)] }
}

/** Examines an exchange that speaks Binance's wire, and a key of it. It reads only, and ends with findings whatever it meets. */
export const examine = async (patient: Patient): Promise<Examination> => {
  const { url, credential, nowMs, allowsPlainHttp = false, fetch } = patient
  const caller = new SafeCaller(url, credential, allowsPlainHttp, fetch)
  const nothing: Examination = { url, atMs: nowMs(), kind: credential?.kind ?? null, clockAheadMs: null, address: null, rights: null, risk: null, findings: [] }
  const readings: { readonly aheadMs: number; readonly uncertaintyMs: number }[] = []
  try {
    for (let i = 0; i < CLOCK_SAMPLES; i += 1) readings.push(await caller.readClock())
  } catch (error) {
    if (readings.length === 0) {
      const { what, remedy } = unreached(error, url)
      return { ...nothing, findings: [finding('reach', 'fault', what, remedy)] }
    }
  }
  // Each reading is the best so far.
  const clock = readings.at(-1) ?? { aheadMs: 0, uncertaintyMs: 0 }
  const reach = finding('reach', 'fine', `It answers within ${Math.ceil(clock.uncertaintyMs * 2)} ms.`)
  const address = await seenAddress(patient)
  const seen = address === null ? finding('address', 'unknown', 'It does not tell the address that it sees.') : finding('address', 'fine', `It sees you as ${address}.`)
  const held = credential ? await keyFindings(credential, caller, patient) : { rights: null, risk: null, findings: [finding('key', 'unknown', 'No key was given: only what can be seen without one was looked at.')] }
  return { ...nothing, clockAheadMs: clock.aheadMs, address, rights: held.rights, risk: held.risk, findings: [reach, clockFinding(clock), seen, ...held.findings] }
}
