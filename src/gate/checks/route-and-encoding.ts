import { type Passage, type Stop, stop } from '../passage.ts'
import { MAX_REQUEST_BYTES } from '../request-bytes.ts'

/** The row of the endpoint table. */
export const pathKnown = (passage: Passage): Stop | null => {
  passage.route = passage.parts.routes.find(passage.request.method, passage.request.path)
  return passage.route ? null : stop('route', { reason: 'unknownPath' })
}

export const sizeAllowed = ({ request, parts }: Passage): Stop | null =>
  request.body.length > parts.maxBodyBytes || request.query.length + request.body.length > MAX_REQUEST_BYTES ? stop('encoding', { reason: 'bodyTooLarge' }) : null

/** Names, values and the bytes that were signed; a name stands once in one place unless the row lets it be repeated. */
export const parametersReadable = (passage: Passage): Stop | null => {
  const { request, parts, route } = passage
  const scanned = parts.bytes.scan(request.query, request.body, route?.endpoint.repeatable)
  if (scanned === 'malformed') return stop('encoding', { reason: 'malformedEncoding' })
  if ('duplicate' in scanned) return stop('encoding', { reason: 'duplicateParameter', name: scanned.duplicate })
  passage.scan = scanned
  return null
}
