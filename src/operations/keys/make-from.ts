import type { ApiKey } from '../../authority/api-key.ts'
import type { MadeFrom, NewCredential } from '../../authority/authority.ts'
import type { DescribedChange } from '../../people/step-up.ts'
import { HOUR } from '../../time.ts'
import { brokenRules } from '../broken-rules.ts'
import { summarize } from '../key-summary.ts'
import type { Described, Operation } from '../operation.ts'
import type { CredentialWish, MadeFromKey } from '../operator.ts'
import { done, type Outcome } from '../outcome.ts'
import { aboutKey, actOf, furtherActsOf, keyOfId, type KeyParts, rehearsal } from './key-parts.ts'
import { fingerprint, namedKey, nameOfKey, particulars, shapeOf, shapeSentence } from './key-words.ts'

export interface SplitWish {
  /** The id of the key that another is made from. */
  readonly key: string
  readonly credential: CredentialWish
}
export interface RotateWish extends SplitWish {
  /** Both open for so many hours; null = not a moment. */
  readonly overlapHours: number | null
}

/** The new half, or secret: of the kind that the key has, unless another is asked for. */
const credentialOf = (wish: CredentialWish, { credential }: ApiKey): NewCredential => ({ kind: wish.kind ?? credential.kind, publicKey: wish.publicKey, label: wish.label })

const told = async (made: MadeFrom, parts: KeyParts): Promise<Outcome<MadeFromKey>> =>
  (made.ok ? done({ former: await summarize(made.former, parts), key: await summarize(made.key, parts), secretKey: made.secret, remarks: [] }) : brokenRules(made))

const described = (key: ApiKey, made: ApiKey, act: 'key.rotate' | 'key.create', wish: SplitWish, details: { readonly overlapHours?: number | null }, { sentence, told }: Pick<DescribedChange, 'sentence' | 'told'>): Outcome<Described> => done({
  change: { act, accountId: key.accountId, subject: key.id, details: { key: particulars(key), kind: made.credential.kind, label: made.label, publicKey: fingerprint(wish.credential.publicKey), ...details }, sentence, told },
  holderId: key.holderId, ...furtherActsOf(made.permissions),
})

/** Makes a successor: it sleeps until its first admitted signed call, or overlaps with its key for so many hours. */
export const rotateKey = (parts: KeyParts): Operation<RotateWish, MadeFromKey> => {
  const overlapUs = ({ overlapHours }: RotateWish): number | null => (overlapHours === null ? null : overlapHours * HOUR)
  return {
    name: 'keys.rotate',
    about: ({ key }) => aboutKey(key, 'key.rotate', parts),
    describe: async (wish) => {
      const found = await keyOfId(wish.key, parts)
      if (!found.ok) return found
      const key = found.value
      const made = await parts.authority.rotate(key.id, credentialOf(wish.credential, key), overlapUs(wish), rehearsal(parts))
      if (!made.ok) return brokenRules(made)
      const way = wish.overlapHours === null ? 'the old one is closed for good by the first use of the new one' : `both open for ${wish.overlapHours} hours, then the old one is closed for good`
      return described(key, made.key, 'key.rotate', wish, { overlapHours: wish.overlapHours }, {
        sentence: `Make a successor "${made.key.label}" of ${nameOfKey(key)}; ${way}. It is the same: ${shapeSentence(made.key)}`,
        told: { is: 'key.rotate', key: namedKey(key), label: made.key.label, overlapHours: wish.overlapHours, shape: shapeOf(made.key) },
      })
    },
    perform: async (wish, doing) => {
      const found = await keyOfId(wish.key, parts)
      return found.ok ? told(await parts.authority.rotate(found.value.id, credentialOf(wish.credential, found.value), overlapUs(wish), actOf(doing)), parts) : found
    },
  }
}

/** Makes two of a key that trades spot and futures. */
export const splitKey = (parts: KeyParts): Operation<SplitWish, MadeFromKey> => ({
  name: 'keys.split',
  about: ({ key }) => aboutKey(key, 'key.create', parts),
  describe: async (wish) => {
    const found = await keyOfId(wish.key, parts)
    if (!found.ok) return found
    const key = found.value
    const made = await parts.authority.split(key.id, credentialOf(wish.credential, key), rehearsal(parts))
    if (!made.ok) return brokenRules(made)
    return described(key, made.key, 'key.create', wish, {}, {
      sentence: `Make two of ${nameOfKey(key)}: a new key "${made.key.label}" takes over futures (${shapeSentence(made.key)}); the old one: ${shapeSentence(made.former)}`,
      told: { is: 'key.split', key: namedKey(key), label: made.key.label, futures: shapeOf(made.key), rest: shapeOf(made.former) },
    })
  },
  perform: async (wish, doing) => {
    const found = await keyOfId(wish.key, parts)
    return found.ok ? told(await parts.authority.split(found.value.id, credentialOf(wish.credential, found.value), actOf(doing)), parts) : found
  },
})
