import { createHmac, createPrivateKey, sign } from 'node:crypto'
import type { DemoKeyFile } from './running-server.ts'

export type Parameters = Readonly<Record<string, string | number | boolean>>

export interface WireAnswer<Body = unknown> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
}

/** `a=1&b=2`, percent-encoded, in the order given. */
export const queryOf = (parameters: Parameters): string =>
  Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')

/** Signs a payload as the key's kind asks: HMAC in hex, Ed25519 and RSA in base64. */
export const signatureOf = (key: DemoKeyFile, payload: string): string => {
  if (key.secretKey !== undefined) return createHmac('sha256', key.secretKey).update(payload).digest('hex')
  const privateKey = createPrivateKey(key.privateKey ?? '')
  return sign(privateKey.asymmetricKeyType === 'rsa' ? 'sha256' : null, Buffer.from(payload), privateKey).toString('base64')
}

let lastTimestampUs = 0

/** The time of a call in microseconds, of which no two are the same: a key that may withdraw refuses one payload heard twice, and a quick machine makes two calls in a millisecond. */
const ownTimestampUs = (): number => lastTimestampUs = Math.max(Date.now() * 1_000, lastTimestampUs + 1)

export const signedQuery = (key: DemoKeyFile, parameters: Parameters = {}): string => {
  const payload = queryOf({ ...parameters, timestamp: parameters.timestamp ?? ownTimestampUs() })
  return `${payload}&signature=${encodeURIComponent(signatureOf(key, payload))}`
}

/** One signed call, all parameters in the query. */
export const signedCall = async <Body = unknown>(base: string, key: DemoKeyFile, method: string, path: string, parameters: Parameters = {}, headers: Readonly<Record<string, string>> = {}): Promise<WireAnswer<Body>> =>
  call(`${base}${path}?${signedQuery(key, parameters)}`, method, { 'X-MBX-APIKEY': key.apiKey, ...headers })

export const publicCall = async <Body = unknown>(base: string, path: string, parameters: Parameters = {}): Promise<WireAnswer<Body>> =>
  call(`${base}${path}?${queryOf(parameters)}`, 'GET', {})

const call = async <Body>(url: string, method: string, headers: Readonly<Record<string, string>>): Promise<WireAnswer<Body>> => {
  const answer = await fetch(url, { method, headers })
  const text = await answer.text()
  // The caller says what it expects the wire to send.
  return { status: answer.status, body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as Body, headers: answer.headers }
}
