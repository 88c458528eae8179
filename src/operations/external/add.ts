import { hash } from 'node:crypto'
import { presetsUnder } from '../../authority/account-policy.ts'
import { recordedBy } from '../../people/office.ts'
import { parseLabel } from '../../people/person.ts'
import { exchangeUrlFault, type ExternalKey } from '../../watch/external/external-key.ts'
import { accountOf, UNCONFIRMED } from '../accounts/account-parts.ts'
import type { Operation } from '../operation.ts'
import { done, type OperationRefused, refused } from '../outcome.ts'
import { type ExternalParts, externalSealId } from './external-parts.ts'
import { type ExternalKeySummary, externalKeySummary } from './external-summary.ts'

export interface ExternalKeyWish {
  account: number
  label: string
  /** The exchange's server alone. */
  url: string
  /** The public part, as the exchange gave it. */
  apiKey: string
  /** What signs: a shared secret, or a private key in PEM without a passphrase. Sealed, and never told again. */
  secret?: string
  /** The user type that it is meant for. */
  preset: string
}

const MOST_OF_AN_ACCOUNT = 100
export const MOST_LABEL_LETTERS = 60
const MOST_SECRET_LETTERS = 16_384

type Field = { readonly field: keyof ExternalKeyWish; readonly text: string }

/** What is wrong with the particulars of a key, by field. */
export const externalFaults = ({ label, url, apiKey, secret, preset }: ExternalKeyWish, presets: readonly string[], isTaken: boolean, { doctor, allowsInside }: ExternalParts): readonly Field[] => {
  const faults: Field[] = []
  if (parseLabel(label, MOST_LABEL_LETTERS) === undefined) faults.push({ field: 'label', text: `A label has 1 to ${MOST_LABEL_LETTERS} letters, in one line.` })
  else if (isTaken) faults.push({ field: 'label', text: 'Another external key of this account has this label.' })
  const urlFault = exchangeUrlFault(url, allowsInside)
  if (urlFault !== null) faults.push({ field: 'url', text: urlFault })
  if (!presets.includes(preset)) faults.push({ field: 'preset', text: `There is no such user type here. There are: ${presets.join(', ')}.` })
  if (!/^[A-Za-z0-9]{64}$/.test(apiKey)) faults.push({ field: 'apiKey', text: `This is no API key: keys have 64 letters and digits, and this has ${apiKey.length} characters.` })
  else if (secret !== undefined) {
    const fault = secret.length > MOST_SECRET_LETTERS ? 'This is longer than any secret.' : doctor.secretFault(apiKey, secret)
    if (fault !== null) faults.push({ field: 'secret', text: fault })
  }
  return faults
}

export const notEntered = (faults: readonly Field[], remedy: string): { readonly ok: false; readonly refused: OperationRefused } =>
  ({ ok: false, refused: { code: 'externalKey', message: faults.map(({ text }) => text).join('\n'), remedy, fields: faults } })

/** Enters a key that lives at another exchange, so that it is examined and reminded of. It opens nothing here. */
export const addExternalKey = (parts: ExternalParts): Operation<ExternalKeyWish, ExternalKeySummary> => {
  const read = (asked: ExternalKeyWish) => {
    const account = accountOf(asked.account, parts)
    if (!account.ok) return account
    const wish: ExternalKeyWish = { ...asked, label: parseLabel(asked.label, MOST_LABEL_LETTERS) ?? '', url: asked.url.trim().replace(/\/+$/, ''), apiKey: asked.apiKey.trim() }
    const others = parts.store.all().filter(({ accountId }) => accountId === account.value.id)
    if (others.length >= MOST_OF_AN_ACCOUNT) return refused('limitReached', `The account has ${MOST_OF_AN_ACCOUNT} external keys already.`, 'Remove one first.')
    const presets = presetsUnder(parts.policies.of(account.value)).map(({ name }) => name)
    const faults = externalFaults(wish, presets, others.some(({ label }) => label.toLowerCase() === wish.label.toLowerCase()), parts)
    if (faults.length > 0) return notEntered(faults, 'Nothing was entered.')
    return done({ account: account.value, wish })
  }
  return {
    name: 'external.add',
    about: async ({ account: uid }) => {
      const account = accountOf(uid, parts)
      return account.ok ? { see: 'account.see', accountId: account.value.id, holderId: null, isMakersOwn: true, needs: 'external.add' } : undefined
    },
    describe: async (asked) => {
      const found = read(asked)
      if (!found.ok) return found
      const { account, wish: { label, url, apiKey, secret, preset } } = found.value
      // The digest of the description binds the confirmation to this very secret; what is kept of it is that digest alone.
      const secretDigest = secret === undefined ? null : hash('sha256', `bitting external\n${apiKey}\n${secret}`, 'hex')
      return done({
        change: { act: 'external.add', accountId: account.id, subject: '', details: { label, url, apiKey, preset, secretDigest }, sentence: `Enter the key ${JSON.stringify(label)} of ${url} for ${account.email}, ${secret === undefined ? 'without its secret: it is shown and reminded of' : 'with its secret, sealed: it is examined by reading alone'}.`, told: { is: 'external.add', label, url, email: account.email, hasSecret: secret !== undefined } },
        holderId: null, isMakersOwn: true,
      })
    },
    perform: async (asked, { actor, source, nowUs, recordedAtUs, confirmation, personId }) => {
      const found = read(asked)
      if (!found.ok) return found
      const { account, wish: { label, url, apiKey, secret, preset } } = found.value
      const id = `x_${parts.randomText(16)}`
      const key: ExternalKey = {
        id, version: 1, accountId: account.id, label, url, apiKey, secret: secret === undefined ? null : parts.sealer().seal(Buffer.from(secret), externalSealId(id)), preset, holderId: personId,
        enteredAtUs: nowUs, createdAtUs: null, examination: null, lastExaminedAtUs: null, nextExaminationAtUs: recordedAtUs, fault: null, faultSinceUs: null, told: [],
      }
      const audit = recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'external.add', subject: id, after: { account: account.id, label, url, apiKey, preset, hasSecret: secret !== undefined } }, confirmation)
      return await parts.store.insert(key, audit, confirmation) === 'kept' ? done(externalKeySummary(key, parts)) : UNCONFIRMED
    },
  }
}
