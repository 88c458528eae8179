import { recordedBy } from '../../people/office.ts'
import { UNCONFIRMED } from '../accounts/account-parts.ts'
import type { Operation } from '../operation.ts'
import { done, refused } from '../outcome.ts'
import type { ExternalParts } from './external-parts.ts'

export interface ExternalKeyReference {
  /** The id: `x_…`. */
  id: string
}

export const unknownExternalKey = (reference: string) => refused('unknownSubject', `There is no external key ${reference}.`, 'See: ./bitting external')

/** Forgets an external key with its secret. At its exchange it stands as before. */
export const removeExternalKey = (parts: ExternalParts): Operation<ExternalKeyReference, { readonly id: string; readonly label: string }> => ({
  name: 'external.remove',
  about: async ({ id }) => {
    const key = parts.store.byId(id)
    return key && { see: 'external.see', accountId: key.accountId, holderId: key.holderId, needs: 'external.remove' }
  },
  describe: async ({ id }) => {
    const key = parts.store.byId(id)
    if (!key) return unknownExternalKey(id)
    return done({ change: { act: 'external.remove', accountId: key.accountId, subject: id, details: { label: key.label, apiKey: key.apiKey }, sentence: `Forget the key ${JSON.stringify(key.label)} of ${key.url}; at its exchange it stands as before.`, told: { is: 'external.remove', label: key.label, url: key.url } }, holderId: key.holderId })
  },
  perform: async ({ id }, { actor, source, recordedAtUs, confirmation }) => {
    const key = parts.store.byId(id)
    if (!key) return unknownExternalKey(id)
    const { accountId, label, url, apiKey, preset } = key
    const audit = recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'external.remove', subject: id, before: { account: accountId, label, url, apiKey, preset } }, confirmation)
    return await parts.store.remove(id, audit, confirmation) === 'kept' ? done({ id, label }) : UNCONFIRMED
  },
})
