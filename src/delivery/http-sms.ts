import type { Carrier } from './carrier.ts'

export interface HttpSmsOptions {
  /** Where the provider, or a small bridge to one, takes messages; without TLS only on this machine. */
  readonly url: string
  /** Sent as `Authorization: Bearer …`; null = none. */
  readonly token: string | null
}

const TIMEOUT_MS = 10_000
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** SMS by one HTTP POST of `{id, to, text}`; any 2xx is taken. Throws with words for people when the address cannot be used. */
export const httpSms = ({ url, token }: HttpSmsOptions): Carrier => {
  const provider = URL.parse(url)
  const isSafe = provider?.protocol === 'https:' || (provider?.protocol === 'http:' && LOOPBACK.has(provider.hostname))
  if (!provider || !isSafe) throw new Error('The SMS provider must be given as https://… (http:// only on this machine)')
  return {
    carry: async ({ id, to, text }) => {
      const response = await fetch(provider, {
        // The id lets a provider tell a second try of one message from a second message. A redirect could carry the code elsewhere.
        method: 'POST', redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS), body: JSON.stringify({ id, to, text }),
        headers: { 'content-type': 'application/json', 'idempotency-key': id, ...(token !== null && { authorization: `Bearer ${token}` }) },
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`the SMS provider answered ${response.status}`)
    },
  }
}
