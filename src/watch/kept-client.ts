const MOST_LENGTH = 100
/** Long enough for a key, a secret or a token: no name of a program has such a run, and where one stands somebody put it in the wrong place. */
const SECRET_LIKE = /[A-Za-z0-9+/=_-]{32,}/g
const MOST_KNOWN = 1_000

const known = new Map<string, string | null>()

/** What a program calls itself, as it is kept: printable, short, and without anything that might be a secret. Null where it says nothing. */
export const keptClient = (userAgent: string | undefined): string | null => {
  if (userAgent === undefined || userAgent === '') return null
  const found = known.get(userAgent)
  if (found !== undefined) return found
  const kept = userAgent.replace(/[^\x20-\x7e]/g, '').replace(SECRET_LIKE, '…').slice(0, MOST_LENGTH).trim() || null
  if (known.size >= MOST_KNOWN) known.clear()
  if (userAgent.length <= 10 * MOST_LENGTH) known.set(userAgent, kept)
  return kept
}
