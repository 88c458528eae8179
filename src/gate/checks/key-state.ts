import { closureOf } from '../../authority/key-life.ts'
import type { Passage, Stop } from '../passage.ts'
import { stop } from '../passage.ts'

/** The key, known here. One that fails its checksum is known nowhere, and nobody has to look. */
export const keyKnown = (passage: Passage): Stop | null => {
  const { apiKey, isOfSession } = passage.request
  if (passage.entry || !(passage.route?.needsKey || isOfSession) || apiKey === undefined) return null
  return stop('keyState', { reason: 'keyUnknown' })
}

export const keyOfThisEnvironment = ({ entry, request }: Passage): Stop | null =>
  entry && entry.key.environment !== request.environment ? stop('keyState', { reason: 'keyOfOtherEnvironment' }) : null

export const keyAlive = ({ entry, calendarUs }: Passage): Stop | null => {
  const closure = entry ? closureOf(entry.key, calendarUs) : null
  return closure === null ? null : stop('keyState', { reason: closure })
}

/** The account of the key, still open to calls. A key without its account opens nothing. */
export const accountOpen = (passage: Passage): Stop | null => {
  if (!passage.entry) return null
  passage.account = passage.parts.accounts.byId(passage.entry.key.accountId)
  return passage.account?.isApiAccessEnabled ? null : stop('keyState', { reason: 'accountAccessDisabled' })
}
