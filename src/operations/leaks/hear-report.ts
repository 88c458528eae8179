import { hash } from 'node:crypto'
import type { ApiKey } from '../../authority/api-key.ts'
import type { Authority } from '../../authority/authority.ts'
import type { PolicyDirectory } from '../../authority/policy-directory.ts'
import { CANARY_PRESET } from '../../authority/presets.ts'
import type { Account } from '../../accounts/account.ts'
import type { AccountId, ApiKeyId } from '../../ids.ts'
import type { Clock } from '../../time.ts'
import { identityOf, type AlertStore } from '../../watch/alerts/alert.ts'
import type { Anomaly } from '../../watch/anomalies/anomaly.ts'
import { findLeaks, type Leak } from '../../watch/leaks/find-leaks.ts'
import type { Feedback, Sighting } from '../../watch/leaks/github-report.ts'
import type { AlertDesk } from '../alerts/alert-desk.ts'
import type { KeyFinder } from '../key-finder.ts'
import { whoseLeaks, type WhoseParts } from './whose.ts'

export interface HearingParts extends WhoseParts {
  readonly authority: Pick<Authority, 'byText' | 'bySecrets' | 'byId' | 'disable'>
  readonly keyFinder: Pick<KeyFinder, 'isTextOfAny'>
  readonly accounts: { byId(id: AccountId): Account | undefined }
  readonly policies: Pick<PolicyDirectory, 'of'>
  readonly alerts: Pick<AlertStore, 'byIdentity'>
  readonly desk: Pick<AlertDesk, 'take'>
  /** The authority's calendar. */
  readonly clock: Clock
  readonly wallClock: Clock
}

/** A leak, where it was seen, and a key that it opens. */
interface Found { readonly leak: Leak; readonly sighting: Sighting; readonly key: ApiKey }

/**
 * Hears of keys and secrets that lie in public: what the account's policy closes is closed before anybody is told, and is closed when the promise
 * resolves. Heard twice, it does nothing more. Rejects where the store fails: then nothing was promised, and it is to be sent again.
 * @returns what is known of each token, in their order
 */
export const hearLeakReport = async (sightings: readonly Sighting[], by: { readonly actor: string; readonly source: string }, parts: HearingParts): Promise<readonly Feedback[]> => {
  // A token of ours is found by its checksum, also where a scanner took a quotation mark along.
  const seen = sightings.flatMap((sighting) => findLeaks(Buffer.from(sighting.token)).map((leak) => ({ leak, sighting })))
  const owners = await whoseLeaks(seen.map(({ leak }) => leak), parts)
  const found = seen.flatMap((one, index): Found[] => (owners[index] ?? []).map((key) => ({ ...one, key })))
  for (const one of found) if (isToBeClosed(one, parts)) await close(one.key.id, by, parts)
  for (const one of found) await parts.desk.take(await anomalyOf(one, parts))
  const ours = new Set([...found, ...seen.filter(({ leak }) => wasOurs(leak, parts))].map(({ sighting }) => sighting))
  return sightings.map((sighting) => ({ token_hash: hash('sha256', sighting.token), token_type: sighting.type, label: ours.has(sighting) ? 'true_positive' : 'false_positive' }))
}

/** A canary stays where it lies: it opens nothing, and closed it could not be heard. What an owner called normal in that place is not closed again. */
const isToBeClosed = ({ key, leak, sighting }: Found, { accounts, policies, alerts }: HearingParts): boolean => {
  const account = accounts.byId(key.accountId)
  if (key.life.preset === CANARY_PRESET || (account && policies.of(account).onLeak === 'tell')) return false
  return alerts.byIdentity(identityOf({ accountId: key.accountId, keyId: key.id, subject: subjectOf(leak, sighting), evidence: evidenceOf(leak, sighting, false) }))?.state !== 'normal'
}

const close = async (id: ApiKeyId, by: { readonly actor: string; readonly source: string }, { authority, clock, wallClock }: HearingParts): Promise<void> => {
  const key = await authority.byId(id)
  if (!key?.isEnabled || key.deletedAtUs !== null) return
  const closed = await authority.disable(id, { ...by, nowUs: clock.nowUs(), recordedAtUs: wallClock.nowUs() })
  if (!closed.ok && (await authority.byId(id))?.deletedAtUs === null) throw new Error(`the key ${id} was found in public and could not be disabled: ${closed.violations.map(({ text }) => text).join(' ')}`)
}

const evidenceOf = ({ kind }: Leak, { where, source }: Sighting, isDisabled: boolean): Anomaly['evidence'] => ({ kind: 'leakFound', leaked: kind, where, source, isDisabled })

/** A repository is one place, however many of its commits have it; a key's text there is something else than its secret. */
const subjectOf = ({ kind }: Leak, { where, source }: Sighting): string => {
  const url = URL.parse(where)
  return url ? `${kind} ${url.host}${url.pathname.split('/').slice(0, 3).join('/')}` : `${kind} ${source}`
}

const anomalyOf = async ({ key, leak, sighting }: Found, { authority, wallClock }: HearingParts): Promise<Anomaly> => ({
  accountId: key.accountId, keyId: key.id, timeUs: wallClock.nowUs(), severity: 'alarm', subject: subjectOf(leak, sighting),
  evidence: evidenceOf(leak, sighting, (await authority.byId(key.id))?.isEnabled === false),
})

/** A key that was deleted was one all the same; of its secret nothing is left to know it by. */
const wasOurs = ({ kind, text }: Leak, { keyFinder }: HearingParts): boolean => kind === 'key' && keyFinder.isTextOfAny(text)
