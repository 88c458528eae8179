import { readFile } from 'node:fs/promises'
import type { Clock } from '../time.ts'
import { HOUR, MINUTE, type TimeUs } from '../time.ts'
import { type PublicReportKey, readReportKeys } from '../watch/leaks/github-report.ts'

/** Where the public keys come from with which reports of leaks are signed. */
export interface ReportKeys {
  /** The key of that id; undefined where there is none. Rejects where the keys cannot be had now. */
  of(id: string): Promise<PublicReportKey | undefined>
}

/** Where GitHub serves them. */
export const GITHUB_KEYS_URL = 'https://api.github.com/meta/public_keys/secret_scanning'

const KEPT_US = HOUR
const ASKED_EVERY_US = MINUTE
const TIMEOUT_MS = 10_000
const MOST_BYTES = 100_000

/** Keys in a file as GitHub serves them, read for each report: what was taken out of it is good no more. */
export const keysInFile = (file: string): ReportKeys => ({
  of: async (id) => {
    const keys = readReportKeys(await readFile(file, 'utf8'))
    if (!keys) throw new Error(`${file} holds no current public key of P-256 as GitHub serves them`)
    return keys.find((key) => key.id === id)
  },
})

/**
 * Keys as GitHub serves them, kept for an hour. A key that is not known has them asked for again, at most once a minute, whoever names one; where they
 * cannot be had, what was kept is no longer good after its hour.
 */
export const fetchedKeys = (url: string, clock: Clock): ReportKeys => {
  let [keys, fetchedAtUs, askedAtUs]: [readonly PublicReportKey[], TimeUs, TimeUs] = [[], -Infinity, -Infinity]
  let asking: Promise<void> | undefined
  const ask = async (): Promise<void> => {
    askedAtUs = clock.nowUs()
    keys = await fetchKeys(url)
    fetchedAtUs = clock.nowUs()
  }
  const known = (id: string): PublicReportKey | undefined => (clock.nowUs() - fetchedAtUs < KEPT_US ? keys.find((key) => key.id === id) : undefined)
  return {
    of: async (id) => {
      const isDue = asking !== undefined || clock.nowUs() - askedAtUs >= ASKED_EVERY_US
      if (known(id) === undefined && isDue) await (asking ??= ask().finally(() => { asking = undefined }))
      if (clock.nowUs() - fetchedAtUs >= KEPT_US) throw new Error('the public keys could not be fetched a moment ago')
      return known(id)
    },
  }
}

const fetchKeys = async (url: string): Promise<readonly PublicReportKey[]> => {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS), headers: { accept: 'application/json', 'user-agent': 'bitting' } })
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body) {
    length += chunk.length
    if (length > MOST_BYTES) throw new Error(`${url} answered more than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  const keys = readReportKeys(Buffer.concat(chunks).toString('utf8'))
  if (!keys) throw new Error(`${url} served no current public key of P-256`)
  return keys
}
