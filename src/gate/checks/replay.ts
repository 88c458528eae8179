import type { EndpointShape } from '../endpoint-shape.ts'
import { type Passage, type Stop, stop } from '../passage.ts'

const readRowOf = ({ method, permission, path }: EndpointShape): string | null => (method === 'GET' || permission === 'reading' ? path : null)

/** Where the key's guard is on, a call is heard once. */
export const notReplayed = ({ route, entry, proof, timestampUs, recvWindowUs, nowUs, parts }: Passage): Stop | null => {
  if (!route || !entry?.key.replayGuard || proof === null || timestampUs === null) return null
  const heard = parts.replayGuard.note(entry.key.id, proof, readRowOf(route.endpoint), timestampUs, recvWindowUs, nowUs)
  return heard === 'new' ? null : stop('replay', { reason: heard })
}
