import { Credential } from '../client/credential.ts'
import { examine } from '../client/doctor/examine.ts'
import type { KeyDoctor } from '../watch/external/external-key.ts'
import { guardedFetch } from './guarded-fetch.ts'

/** Examines keys at other exchanges over the network. @param allowsInside the network of this machine too */
export const keyDoctor = (allowsInside: boolean): KeyDoctor => {
  const closing = new AbortController()
  const fetch = guardedFetch(allowsInside, closing.signal)
  return {
    secretFault: (apiKey, secret) => {
      try {
        Credential.of(apiKey, secret)
        return null
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    },
    examine: ({ url, apiKey, preset }, secret) => examine({ url, credential: Credential.of(apiKey, secret), preset, fetch, allowsPlainHttp: allowsInside, nowMs: () => Date.now() }),
    close: () => closing.abort(new Error('the program ends')),
  }
}
