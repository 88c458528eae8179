import type { ApiKey } from './api-key.ts'
import type { Act } from './key-audit.ts'
import type { Violation } from './rules.ts'

/** Why a secret that waits is not told to somebody; empty where it is. @param opens whether it came out of its seal */
export const tellingViolations = ({ id, life: { secretWaits } }: ApiKey, personId: string | null, opens: boolean, { nowUs, isRehearsal }: Act): readonly Violation[] => {
  const fault = (text: string): readonly Violation[] => [{ rule: 'secret', text }]
  if (secretWaits === null) return fault(`No secret of key ${id} waits to be told: it was told already, or somebody looked when it was made.`)
  if (secretWaits.untilUs <= nowUs) return fault(`The secret of key ${id} waited too long; the key is deleted.`)
  if (!isRehearsal && (personId === null || personId !== secretWaits.forPersonId)) return fault(`The secret of key ${id} is told to whoever asked for the key, and to nobody else.`)
  return opens ? [] : fault(`The secret of key ${id} does not open: the sealing key does not fit.`)
}
