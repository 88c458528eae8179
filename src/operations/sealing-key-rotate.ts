import { actNow, type OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

/**
 * Seals every secret under a new sealing key. The order makes every interruption harmless: the new key is kept beside the old one first, then what
 * is sealed from now on is sealed with it, and then every secret of the store and its sentinel change in one transaction; the former key stays for backups.
 */
export const rotateSealingKey = async ({ authority, sealingKeys, onSealer, clock, wallClock }: OperatorParts): Promise<Outcome<{ version: number; resealed: number }>> => {
  const added = await sealingKeys.add()
  if (!added.ok) return added
  onSealer(added.value)
  const { resealed } = await authority.reseal(added.value, actNow({ clock, wallClock }))
  return done({ version: added.value.currentVersion, resealed })
}
