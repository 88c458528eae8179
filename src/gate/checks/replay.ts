import { type Passage, type Stop, stop } from '../passage.ts'

/** Where the key's guard is on, a call is heard once. */
export const notReplayed = ({ entry, proof, timestampUs, recvWindowUs, nowUs, parts }: Passage): Stop | null => {
  if (!entry?.key.replayGuard || proof === null || timestampUs === null) return null
  const heard = parts.replayGuard.note(entry.key.id, proof, timestampUs, recvWindowUs, nowUs)
  return heard === 'new' ? null : stop('replay', { reason: heard })
}
