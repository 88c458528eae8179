import { type Passage, type Stop, stop } from '../passage.ts'
import { verifySignature } from '../signature.ts'

/**
 * The caller holds the key's secret or private half, and sent exactly this. Every kind is verified here and now, so that what
 * the steps before have found of the key still holds in those after. Within a session the key was proved when its holder logged on.
 */
export const signatureRight = (passage: Passage): Stop | null => {
  const { route, entry, scan, parts, request } = passage
  if (!route?.isSigned) return null
  if (request.isTrial || (request.isOfSession && parts.bytes.signatureStart < 0)) return null
  if (entry && scan) passage.proof = verifySignature(parts.bytes, scan, entry.verifier)
  return passage.proof === null ? stop('signature', { reason: 'signatureWrong' }) : null
}
