import type { MadeFrom, NewCredential } from '../authority/authority.ts'
import { HOUR } from '../time.ts'
import { brokenRules } from './broken-rules.ts'
import { findKey } from './find-key.ts'
import { summarize } from './key-summary.ts'
import type { CredentialWish, MadeFromKey } from './operator.ts'
import { actNow, type OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

const told = async (made: MadeFrom, parts: OperatorParts): Promise<Outcome<MadeFromKey>> =>
  made.ok ? done({ former: await summarize(made.former, parts), key: await summarize(made.key, parts), secretKey: made.secret, remarks: [] }) : brokenRules(made)

/** The new half, or secret: of the kind that the key has, unless another is asked for. */
const credentialOf = (wish: CredentialWish, kind: NewCredential['kind']): NewCredential => ({ kind: wish.kind ?? kind, publicKey: wish.publicKey, label: wish.label })

/** Makes a successor: it sleeps until its first admitted call, or overlaps with its key for so many hours. */
export const rotateKey = async (reference: string, wish: CredentialWish, overlapHours: number | null, parts: OperatorParts): Promise<Outcome<MadeFromKey>> => {
  const found = await findKey(reference, parts)
  if (!found.ok) return found
  const { id, credential } = found.value
  return told(await parts.authority.rotate(id, credentialOf(wish, credential.kind), overlapHours === null ? null : overlapHours * HOUR, actNow(parts)), parts)
}

/** Makes two of a key that trades spot and futures. */
export const splitKey = async (reference: string, wish: CredentialWish, parts: OperatorParts): Promise<Outcome<MadeFromKey>> => {
  const found = await findKey(reference, parts)
  if (!found.ok) return found
  const { id, credential } = found.value
  return told(await parts.authority.split(id, credentialOf(wish, credential.kind), actNow(parts)), parts)
}
