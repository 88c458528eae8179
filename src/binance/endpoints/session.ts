import { type Call, type Endpoint, endpoint, SOCKET_API_PATHS } from '../endpoint.ts'
import { errorAnswer } from '../errors.ts'
import { wireTime } from '../wire-time.ts'

/** Only a key whose holder alone can sign may stand for a whole connection. */
const WRONG_KIND = { hmac: errorAnswer(-4056, 'HMAC_SHA256 API key is not supported.'), rsa: errorAnswer(-4056, 'RSA API key is not supported.') } as const

const presentStatus = ({ session, timeUnit, nowUs }: Pick<Call<unknown>, 'session' | 'timeUnit' | 'nowUs'>) => {
  const { apiKey, authorizedSinceUs, connectedSinceUs, returnsRateLimits, isListening } = session.status()
  return {
    apiKey,
    authorizedSince: authorizedSinceUs === null ? null : wireTime(authorizedSinceUs, timeUnit),
    connectedSince: wireTime(connectedSinceUs, timeUnit),
    returnRateLimits: returnsRateLimits,
    serverTime: wireTime(nowUs(), timeUnit),
    userDataStream: isListening,
  }
}

/** Logging on to a connection, asking for it and logging off: the same rows in the socket API of each family. `path` is where that API stands. */
export const sessionEndpoints = (path: string): readonly Endpoint[] => [
  endpoint({
    method: 'WS', path: `${path}/session.logon`, security: 'USER_DATA', permission: 'anyKey', weight: 2, parameters: {}, ...(path === SOCKET_API_PATHS.api && { actsOnBoundWallet: true as const }),
    summary: 'Prove a key once for all that follows on this connection (Ed25519 alone).',
    answer: (call) => {
      const { kind } = call.caller.key.credential
      if (kind !== 'ed25519') return WRONG_KIND[kind]
      call.session.logOn(call.caller)
      return { ok: true, body: presentStatus(call) }
    },
  }),
  endpoint({
    method: 'WS', path: `${path}/session.status`, security: 'NONE', permission: 'none', weight: 2, parameters: {},
    summary: 'Whether and since when a key is logged on to this connection.',
    answer: (call) => ({ ok: true, body: presentStatus(call) }),
  }),
  endpoint({
    method: 'WS', path: `${path}/session.logout`, security: 'NONE', permission: 'none', weight: 2, parameters: {},
    summary: 'Forget the key that was logged on; the connection stays.',
    answer: (call) => {
      call.session.logOut()
      return { ok: true, body: presentStatus(call) }
    },
  }),
]
