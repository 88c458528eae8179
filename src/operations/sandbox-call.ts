import { canonicalAddress, parseIpAddress } from '../authority/ip-address.ts'
import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { Environment } from '../environment.ts'
import type { ApiKeyText } from '../ids.ts'
import type { Act } from '../people/acts.ts'
import type { Permission } from '../permission.ts'
import { namedKey, nameOfKey } from './keys/key-words.ts'
import { aboutKey, keyOfId, type KeyParts } from './keys/key-parts.ts'
import { unconfirmed } from './money-out/parts.ts'
import type { Operation } from './operation.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** One call of the wire, made in the name of a key and as if from an address. */
export interface SandboxCallWish {
  readonly environment: Environment
  /** By id. */
  readonly key: string
  /** From where it seems to come. */
  readonly from: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
}

/** What the wire would have answered. */
export interface SandboxAnswer {
  readonly status: number
  /** Behind it stands the trace, where the call was refused. */
  readonly requestId: string
  readonly body: unknown
}

/** The wire of the sandboxes, for calls that a person makes. */
export interface SandboxWire {
  /** The right that a call needs; undefined where there is no such endpoint. */
  rightOf(call: Pick<SandboxCallWish, 'method' | 'path'>): Permission | 'anyKey' | 'none' | undefined
  call(call: Omit<SandboxCallWish, 'key'> & { readonly apiKey: ApiKeyText | undefined }): Promise<SandboxAnswer>
}

export interface SandboxCallParts {
  readonly keys: KeyParts
  readonly audit: { recordConfirmed(entry: AuditEntry, confirmation: Confirmation | null): Promise<Kept> }
  /** Null where the environment is no sandbox. */
  readonly wire: (environment: Environment) => SandboxWire | null
}

/** Whether a call only looks: what the right to read opens changes nothing, whatever its method is. */
export const isLook = (method: SandboxCallWish['method'], right: ReturnType<SandboxWire['rightOf']>): boolean => method === 'GET' || right === 'reading'

/** Between an account and those above, beside and below it money moves by these paths, some of which the wire opens to whoever trades. */
const BETWEEN_ACCOUNTS = /^\/sapi\/v\d\/sub-account\/.*transfer/i

/** What moves money asks what moving money asks; keys make no keys here, where nobody proves their factors. */
const actOf = (right: ReturnType<SandboxWire['rightOf']>, path: string, isChange: boolean): Act => {
  if (!isChange) return 'sandbox.act'
  if (right === 'withdrawals') return 'money.withdraw'
  return right === 'universalTransfer' || right === 'internalTransfer' || BETWEEN_ACCOUNTS.test(path) ? 'money.transfer' : 'sandbox.act'
}

/** Keys, sub-accounts and products ask a person for factors of their own. */
const MANAGED = /apiKey|apiRestrictions|subAccountApi|virtualSubAccount|\/enable$/i

/** Why an address that is only said cannot be one; null where it can. */
export const addressRefusal = (from: string): Outcome<never> | null =>
  parseIpAddress(from) ? null : { ok: false, refused: { ...refused('address', `"${from}" is not an address.`, 'Write it as 203.0.113.45 or 2001:db8::1.').refused, fields: [{ field: 'from', text: 'This is not an address.' }] } }

const read = (wish: Omit<SandboxCallWish, 'key'>, { wire: wireOf }: Pick<SandboxCallParts, 'wire'>): Outcome<SandboxWire> => {
  const wire = wireOf(wish.environment)
  if (wire === null) return refused('noSandbox', 'This environment is a real exchange: nobody acts as a key there but its holder.', 'Try it on the testnet.')
  const wrong = addressRefusal(wish.from)
  if (wrong) return wrong
  if (wish.method !== 'GET' && MANAGED.test(wish.path)) return refused('notHere', 'Keys, sub-accounts and products are changed on their own pages, behind your factors.', 'Open that page.')
  return done(wire)
}

/** A call without a key, which is anybody's. */
export const keylessCall = async (call: Omit<SandboxCallWish, 'key'>, parts: Pick<SandboxCallParts, 'wire'>): Promise<Outcome<SandboxAnswer>> => {
  const wire = read(call, parts)
  return wire.ok ? done(await wire.value.call({ ...call, from: canonicalAddress(call.from), apiKey: undefined })) : wire
}

/** `sandbox.call`: somebody who may change a key sees at once what it may do, and why not. What changes something is recorded as theirs. */
export const sandboxCall = (parts: SandboxCallParts): Operation<SandboxCallWish, SandboxAnswer> => {
  return {
    name: 'sandbox.call',
    about: ({ key }) => aboutKey(key, 'sandbox.act', parts.keys),
    describe: async (wish) => {
      const wire = read(wish, parts)
      if (!wire.ok) return wire
      const { method, path, parameters, from, environment } = wish
      const asked = `${method} ${path} ${Object.entries(parameters).map(([name, value]) => `${name}=${value}`).join(' ')}`.trim()
      const details = { environment, from, method, path, parameters: { ...parameters } }
      const found = await keyOfId(wish.key, parts.keys)
      if (!found.ok) return found
      const key = found.value
      return done({
        change: { act: actOf(wire.value.rightOf(wish), path, !isLook(method, wire.value.rightOf(wish))), accountId: key.accountId, subject: key.id, details, sentence: `On the sandbox, as ${nameOfKey(key)} and from ${from}: ${asked}`, told: { is: 'sandbox.call', key: namedKey(key), from, request: asked } },
        holderId: key.holderId,
      })
    },
    perform: async (wish, doing) => {
      const wire = read(wish, parts)
      if (!wire.ok) return wire
      const found = await keyOfId(wish.key, parts.keys)
      if (!found.ok) return found
      if (!isLook(wish.method, wire.value.rightOf(wish))) {
        const { actor, source, recordedAtUs, confirmation } = doing
        const kept = await parts.audit.recordConfirmed({
          timeUs: recordedAtUs, actor, source, act: 'sandbox.act', subject: found.value.id, before: null,
          after: { environment: wish.environment, from: wish.from, call: `${wish.method} ${wish.path}`, parameters: { ...wish.parameters }, ...(confirmation && { confirmation: { stepUp: confirmation.stepUpId, factors: [...confirmation.factors], digest: confirmation.digest } }) },
        }, confirmation)
        if (kept === 'unconfirmed') return unconfirmed
      }
      const { key: _key, ...call } = wish
      return done(await wire.value.call({ ...call, from: canonicalAddress(wish.from), apiKey: found.value.text }))
    },
  }
}
