import type { IncomingMessage, ServerResponse } from 'node:http'
import { EXPOSITION_TYPE } from './exposition.ts'
import { type Scrape, scrapeRefusal } from './metrics-access.ts'

export const METRICS_PATH = '/metrics'

export interface MetricsHandlerParts {
  /** Null: none is asked for, and only this machine may read. */
  readonly token: string | null
  readonly addressOf: (request: IncomingMessage) => string
  readonly consoleUrl: () => string
  readonly page: () => Promise<string>
}

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join(',') : value)

const scrapeOf = (request: IncomingMessage, address: string): Scrape => {
  const { headers, method = '' } = request
  return {
    method, address, host: headers.host, origin: one(headers.origin), fetchSite: one(headers['sec-fetch-site']), authorization: headers.authorization,
    isPassedOn: headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined || headers.via !== undefined,
  }
}

/** Answers a scrape on the console port. */
export const metricsHandler = ({ token, addressOf, consoleUrl, page }: MetricsHandlerParts) => async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const tell = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Content-Length': Buffer.byteLength(text), ...headers })
    response.end(request.method === 'HEAD' ? undefined : text)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return tell(405, 'Metrics are read, with GET.\n', { Allow: 'GET, HEAD' })
  const refusal = scrapeRefusal(token, scrapeOf(request, addressOf(request)), consoleUrl())
  if (refusal) return tell(refusal.status, refusal.text, refusal.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {})
  tell(200, await page(), { 'Content-Type': EXPOSITION_TYPE })
}
