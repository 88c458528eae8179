import { createHash, timingSafeEqual } from 'node:crypto'
import { isLoopback } from '../client-address.ts'
import { originFault } from '../console-api/same-origin.ts'

/** What a scrape shows of itself. */
export interface Scrape {
  readonly method: string
  /** Canonical; behind a trusted proxy the caller's own. */
  readonly address: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  readonly authorization: string | undefined
  /** A proxy says that it passes this on for somebody. */
  readonly isPassedOn: boolean
}

export type ScrapeRefusal = { readonly status: 401 | 403; readonly text: string }

const TOKEN_WANTED: ScrapeRefusal = { status: 401, text: 'Metrics are behind a token here: send Authorization: Bearer with what BITTING_METRICS_TOKEN says.\n' }
const LOOPBACK_ALONE: ScrapeRefusal = { status: 403, text: 'Metrics are read on this machine alone, by its own address. To read them from elsewhere, start the server with BITTING_METRICS_TOKEN set, and send that as Authorization: Bearer.\n' }

/** A token that could be guessed is none. */
const LEAST_TOKEN_LENGTH = 32

/** The operator's token from the environment, null where there is none. Throws with words for people. */
export const metricsTokenOf = (environment: Readonly<Record<string, string | undefined>>): string | null => {
  const token = environment['BITTING_METRICS_TOKEN']
  if (!token) return null
  if (token.length < LEAST_TOKEN_LENGTH || !/^[\w.~+/=-]+$/.test(token)) throw new Error(`BITTING_METRICS_TOKEN needs at least ${LEAST_TOKEN_LENGTH} letters and digits, and nothing that a header cannot carry: openssl rand -hex 32 makes one`)
  return token
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Who may read the metrics: with a token whoever sends it and nobody else; without one who stands on this machine, unless a proxy passes a
 * stranger's request on, or a page of another site asks through somebody's browser.
 */
export const scrapeRefusal = (token: string | null, scrape: Scrape, consoleUrl: string): ScrapeRefusal | null => {
  if (token !== null) {
    const sent = /^Bearer (\S{1,500})$/i.exec(scrape.authorization ?? '')?.[1] ?? ''
    return timingSafeEqual(digestOf(sent), digestOf(token)) ? null : TOKEN_WANTED
  }
  const isHere = isLoopback(scrape.address) && !scrape.isPassedOn
  return isHere && originFault({ ...scrape, hasBearer: false }, consoleUrl) === null ? null : LOOPBACK_ALONE
}
