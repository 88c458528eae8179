import { hasKeyShape } from '../../authority/key-text.ts'
import { type Passage, type Stop, stop } from '../passage.ts'

/** A row that needs a key needs one of the right shape; on other rows whatever is sent as one is ignored. */
export const keyWellFormed = ({ route, request }: Passage): Stop | null => {
  if (!route?.needsKey) return null
  if (request.apiKey === undefined || request.apiKey === '') return stop('keyFormat', { reason: 'keyHeaderMissing' })
  return hasKeyShape(request.apiKey) ? null : stop('keyFormat', { reason: 'keyHeaderMalformed' })
}
