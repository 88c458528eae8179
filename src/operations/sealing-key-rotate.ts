import { actNow, type OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

/**
 * Seals every secret under a new sealing key. The order makes every interruption harmless: the new key is kept beside the old one first,
 * the secrets of keys change in one transaction, then those of people one by one, and then the sentinel; the former key stays for backups.
 */
export const rotateSealingKey = async ({ authority, sealingKeys, resealPeople, clock, wallClock }: OperatorParts): Promise<Outcome<{ version: number; resealed: number }>> => {
  const added = await sealingKeys.add()
  if (!added.ok) return added
  const { resealed } = await authority.reseal(added.value, actNow({ clock, wallClock }))
  await resealPeople(added.value)
  await sealingKeys.settle(added.value)
  return done({ version: added.value.currentVersion, resealed })
}
