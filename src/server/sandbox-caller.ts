import { createHmac } from 'node:crypto'
import type { ApiKey } from '../authority/api-key.ts'
import type { Environment } from '../environment.ts'
import { apiKeyId } from '../ids.ts'
import { done, type Outcome, refused } from '../operations/outcome.ts'
import type { AuditEntry } from '../audit/entry.ts'
import type { People, Principal } from '../people/people.ts'
import type { Clock } from '../time.ts'

/** One call of the wire as a person wants to see it made: as a key, from an address. */
export interface SandboxCall {
  readonly environment: Environment
  /** By id; null = a public call. */
  readonly key: string | null
  /** Null = from this machine. Only a demo believes another. */
  readonly from: string | null
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
}

export interface SandboxAnswer {
  readonly status: number
  readonly requestId: string | null
  readonly body: unknown
}

export interface SandboxCallerParts {
  readonly people: Pick<People, 'may'>
  readonly keyById: (id: ReturnType<typeof apiKeyId>) => Promise<ApiKey | undefined>
  /** The secret of an HMAC key; undefined where it has none, or it does not open. */
  readonly secretOf: (key: ApiKey) => string | undefined
  readonly record: (entry: AuditEntry) => Promise<void>
  /** Where the wire listens. */
  readonly restUrl: () => string
  readonly wallClock: Clock
  readonly isDemo: boolean
}

const PATH = /^\/(api|sapi|fapi|dapi)\/[\w/.-]+$/
const NOT_THERE = refused('unknownSubject', 'There is nothing of that name.', 'Look at the list of what you may see.')

/**
 * Sends a call through the wire's own door, so that what the page shows is what a program would see, trace included. Whoever may take the key over
 * (rotate it) may act as it; what changes something stands in the record as theirs.
 */
export const sandboxCaller = ({ people, keyById, secretOf, record, restUrl, wallClock, isDemo }: SandboxCallerParts) =>
  async (call: SandboxCall, principal: Principal, address: string): Promise<Outcome<SandboxAnswer>> => {
    if (!PATH.test(call.path) || call.path.includes('..')) return refused('path', 'Only paths of the wire can be called: /api/…, /sapi/…', 'See the Rights explorer.')
    if (call.from !== null && !isDemo) return refused('fromAddress', 'Only a demo lets calls come from another address.', 'Leave the address empty.')
    const key = call.key === null ? null : await keyById(apiKeyId(call.key))
    if (key === undefined || (key !== null && !people.may(principal, 'key.rotate', key.accountId, { isOwn: key.holderId === principal.personId }).ok)) return NOT_THERE
    const secret = key === null ? null : secretOf(key)
    if (secret === undefined) return refused('cannotSign', 'This key signs with a private half that is not here.', 'Choose an HMAC key.')
    if (key !== null && call.method !== 'GET') {
      await record({ timeUs: wallClock.nowUs(), actor: `person:${principal.personId}`, source: address, act: 'sandbox.call', subject: key.id, before: null, after: { method: call.method, path: call.path, parameters: call.parameters, from: call.from, environment: call.environment } })
    }
    const query = new URLSearchParams(call.parameters)
    if (secret !== null) {
      query.set('timestamp', String(Math.trunc(wallClock.nowUs() / 1_000)))
      query.set('signature', createHmac('sha256', secret).update(query.toString()).digest('hex'))
    }
    const answer = await fetch(`${restUrl()}${call.environment === 'testnet' ? '/testnet' : ''}${call.path}?${query}`, {
      method: call.method, headers: { ...(key !== null && { 'X-MBX-APIKEY': key.text }), ...(call.from !== null && { 'X-Bitting-Address': call.from }) },
    })
    const text = await answer.text()
    return done({ status: answer.status, requestId: answer.headers.get('x-mbx-uuid'), body: jsonOf(text) })
  }

export type SandboxCaller = ReturnType<typeof sandboxCaller>

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
