import { hasKeyShape } from '../../authority/key-text.ts'
import { type Passage, type Stop, stop } from '../passage.ts'

/** A row that needs a key needs one of the right shape; on other rows whatever is sent as one is ignored. Within a session every message is its key's. */
export const keyWellFormed = (passage: Passage): Stop | null => {
  const { route, request, parts } = passage
  if (!route?.needsKey && !request.isOfSession) return null
  if (request.apiKey === undefined || request.apiKey === '') return stop('keyFormat', { reason: 'keyHeaderMissing' })
  // Looked up here already: a known key has its shape, and a trace of what stops it before step 6 can name it.
  passage.entry = parts.keys.find(request.apiKey)
  return passage.entry || hasKeyShape(request.apiKey) ? null : stop('keyFormat', { reason: 'keyHeaderMalformed' })
}
