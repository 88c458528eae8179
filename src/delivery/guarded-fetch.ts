import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { insideAddressOf } from '../authority/public-address.ts'
import type { Fetch } from '../client/bitting-client.ts'
import { guardedLookup } from './guarded-lookup.ts'

/** No answer that is read here is longer. */
const MOST_BYTES = 1_048_576

const headersOf = (raw: readonly string[]): [string, string][] => {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? '', raw[at + 1] ?? ''])
  return pairs
}

/**
 * Fetches from servers of the internet alone, over https://, whatever a name leads to and whatever a server answers: no redirection is followed, and
 * an answer has an end. @param allowsInside the network of this machine too, then over plain HTTP as well @param closing ends whatever runs
 */
export const guardedFetch = (allowsInside: boolean, closing: AbortSignal): Fetch => (text, init) => new Promise((resolve, reject) => {
  const url = new URL(text)
  // Faults of the network look as the platform's own.
  const fail = (cause: Error): void => reject(new TypeError('fetch failed', { cause }))
  const inside = allowsInside ? null : insideAddressOf(url)
  if (!allowsInside && url.protocol !== 'https:') return fail(new Error('only https:// is called'))
  if (inside !== null) return fail(new Error(`${inside} is no address of the internet`))
  const signal = AbortSignal.any([closing, ...(init.signal ? [init.signal] : [])])
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: init.method ?? 'GET', lookup: guardedLookup(allowsInside), signal, agent: false, headers: Object.fromEntries(new Headers(init.headers)),
  }, (response) => {
    const { statusCode = 0 } = response
    const chunks: Buffer[] = []
    let bytes = 0
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > MOST_BYTES) response.destroy(new Error('its answer has no end'))
      else chunks.push(chunk)
    })
    response.once('error', (error: Error) => (signal.aborted ? reject(signal.reason) : fail(error)))
    response.once('end', () => {
      if (statusCode >= 300 && statusCode < 400) fail(new Error(`it sends elsewhere (${statusCode}), and nobody follows with a key`))
      else if (statusCode < 200 || statusCode > 599) fail(new Error(`it answered ${statusCode}`))
      else resolve(new Response(statusCode === 204 ? null : Buffer.concat(chunks), { status: statusCode, headers: headersOf(response.rawHeaders) }))
    })
  })
  request.once('error', (error: Error) => (signal.aborted ? reject(signal.reason) : fail(error)))
  request.end(typeof init.body === 'string' ? init.body : undefined)
})
