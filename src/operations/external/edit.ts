import { hash } from 'node:crypto'
import { presetsUnder } from '../../authority/account-policy.ts'
import { recordedBy } from '../../people/office.ts'
import { parseLabel } from '../../people/person.ts'
import type { ExternalKey } from '../../watch/external/external-key.ts'
import { accountOf, UNCONFIRMED } from '../accounts/account-parts.ts'
import type { Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { externalFaults, MOST_LABEL_LETTERS, notEntered } from './add.ts'
import type { ExternalDesk } from './external-desk.ts'
import { type ExternalParts, externalSealId } from './external-parts.ts'
import { type ExternalKeySummary, externalKeySummary } from './external-summary.ts'
import { unknownExternalKey } from './remove.ts'

/** What is left out stays. Another exchange or another API key is another entry. */
export interface ExternalKeyChange {
  /** The id: `x_…`. */
  id: string
  label?: string
  preset?: string
  /** What signs for this very key: one that was entered without gets it so. */
  secret?: string
}

interface Edit {
  readonly key: ExternalKey
  readonly label: string
  readonly preset: string
  readonly secret: string | undefined
}

/** Changes what an external key is called, what it is meant for, or what signs for it. */
export const editExternalKey = (parts: ExternalParts, desk: Pick<ExternalDesk, 'inTurn'>): Operation<ExternalKeyChange, ExternalKeySummary> => {
  const read = ({ id, label, preset, secret }: ExternalKeyChange): Outcome<Edit> => {
    const key = parts.store.byId(id)
    if (!key) return unknownExternalKey(id)
    const account = accountOf(key.accountId, parts)
    if (!account.ok) return account
    const edit: Edit = { key, label: label === undefined ? key.label : parseLabel(label, MOST_LABEL_LETTERS) ?? '', preset: preset ?? key.preset, secret }
    const others = parts.store.all().filter((other) => other.accountId === key.accountId && other.id !== id)
    const isTaken = others.some((other) => other.label.toLowerCase() === edit.label.toLowerCase())
    const given = new Set<string>(Object.entries({ label, preset, secret }).flatMap(([field, value]) => (value === undefined ? [] : [field])))
    // What stands already is not judged again.
    const presets = presetsUnder(parts.policies.of(account.value)).map(({ name }) => name)
    const faults = externalFaults({ account: key.accountId, label: edit.label, url: key.url, apiKey: key.apiKey, preset: edit.preset, ...(secret !== undefined && { secret }) }, presets, isTaken, parts).filter(({ field }) => given.has(field))
    if (faults.length > 0) return notEntered(faults, 'Nothing was changed.')
    if (edit.label === key.label && edit.preset === key.preset && secret === undefined) return refused('nothingToChange', 'Nothing of it would be different.', 'Give another label, another user type, or what signs.')
    return done(edit)
  }
  return {
    name: 'external.edit',
    about: async ({ id }) => {
      const key = parts.store.byId(id)
      return key && { see: 'external.see', accountId: key.accountId, holderId: key.holderId, needs: 'external.edit' }
    },
    describe: async (asked) => {
      const found = read(asked)
      if (!found.ok) return found
      const { key, label, preset, secret } = found.value
      // As with a new one: the confirmation is bound to this very secret by its digest.
      const secretDigest = secret === undefined ? null : hash('sha256', `bitting external\n${key.apiKey}\n${secret}`, 'hex')
      const changes = [...(label === key.label ? [] : [`call it ${JSON.stringify(label)}`]), ...(preset === key.preset ? [] : [`mean it for ${preset}`]), ...(secret === undefined ? [] : ['seal what signs for it anew'])]
      return done({
        change: {
          act: 'external.edit', accountId: key.accountId, subject: key.id, details: { apiKey: key.apiKey, before: { label: key.label, preset: key.preset }, label, preset, secretDigest },
          sentence: `Change the key ${JSON.stringify(key.label)} of ${key.url}: ${changes.join(', ')}.`, told: { is: 'external.edit', name: key.label, url: key.url, label: label === key.label ? null : label, preset: preset === key.preset ? null : preset, renewsSecret: secret !== undefined },
        },
        holderId: key.holderId,
      })
    },
    perform: (asked, { actor, source, recordedAtUs, confirmation }) => desk.inTurn(async () => {
      const found = read(asked)
      if (!found.ok) return found
      const { key, label, preset, secret } = found.value
      const renewed = secret === undefined ? {} : { secret: parts.sealer().seal(Buffer.from(secret), externalSealId(key.id)), nextExaminationAtUs: recordedAtUs, fault: null, faultSinceUs: null }
      const changed: ExternalKey = { ...key, ...renewed, version: key.version + 1, label, preset }
      const audit = recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'external.edit', subject: key.id, before: { label: key.label, preset: key.preset, hasSecret: key.secret !== null }, after: { label, preset, renewsSecret: secret !== undefined } }, confirmation)
      return await parts.store.edit(changed, audit, confirmation) === 'kept' ? done(externalKeySummary(changed, parts)) : UNCONFIRMED
    }),
  }
}
