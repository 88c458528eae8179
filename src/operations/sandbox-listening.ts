import type { Environment } from '../environment.ts'
import type { ApiKey } from '../authority/api-key.ts'
import { canonicalAddress } from '../authority/ip-address.ts'
import type { People, Principal } from '../people/people.ts'
import { type KeyParts, keyOfId } from './keys/key-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'
import { refusalOfPeople } from './refusal-of-people.ts'
import { addressRefusal } from './sandbox-call.ts'

/** Who hears, as which key and as if from where. */
export interface SandboxListening {
  readonly environment: Environment
  /** By id. */
  readonly key: string
  readonly from: string
}

export interface SandboxListener {
  /** Something of the key's account changed, and can no longer be lost. */
  readonly onChanged: () => void
  /** The key no longer opens it, or the venue went on from another state: nothing more is heard. */
  readonly onEnded: () => void
}

/** The streams of the sandboxes, for people. */
export interface SandboxStreams {
  /** @returns how to stop; null where the key does not open its account's events from there */
  listen(as: { readonly environment: Environment; readonly key: ApiKey; readonly from: string }, listener: SandboxListener): (() => void) | null
}

export interface SandboxListeningParts {
  readonly keys: Pick<KeyParts, 'authority'>
  readonly people: Pick<People, 'may'>
  readonly streams: SandboxStreams
}

/** Whoever may act as a key in the sandbox may hear what changes in its account, for as long as the key itself could. @returns a way to begin, as the streams have it */
export const listenInSandbox = async ({ environment, key: id, from }: SandboxListening, principal: Principal, { keys, people, streams }: SandboxListeningParts): Promise<Outcome<(listener: SandboxListener) => (() => void) | null>> => {
  const wrong = addressRefusal(from)
  if (wrong) return wrong
  const found = await keyOfId(id, keys)
  const unknown = refused('keyUnknown', 'There is no such key among those that you may see.', 'Choose one of your keys.')
  if (!found.ok) return unknown
  const key = found.value
  const circumstances = { isOwn: key.holderId === principal.personId }
  if (!people.may(principal, 'key.see', key.accountId, circumstances).ok) return unknown
  const may = people.may(principal, 'sandbox.act', key.accountId, circumstances)
  if (!may.ok) return refusalOfPeople(may.refused)
  return done((listener) => streams.listen({ environment, key, from: canonicalAddress(from) }, listener))
}
