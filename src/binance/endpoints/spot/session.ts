import { type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer } from '../../errors.ts'
import { wireTime } from '../../wire-time.ts'

const SOCKET = '/ws-api/v3'

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

const logOn = endpoint({
  method: 'WS', path: `${SOCKET}/session.logon`, security: 'USER_DATA', permission: 'anyKey', weight: 2, parameters: {},
  summary: 'Prove a key once for all that follows on this connection (Ed25519 alone).',
  answer: (call) => {
    const { kind } = call.caller.key.credential
    if (kind !== 'ed25519') return WRONG_KIND[kind]
    call.session.logOn(call.caller)
    return { ok: true, body: presentStatus(call) }
  },
})

const status = endpoint({
  method: 'WS', path: `${SOCKET}/session.status`, security: 'NONE', permission: 'none', weight: 2, parameters: {},
  summary: 'Whether and since when a key is logged on to this connection.',
  answer: (call) => ({ ok: true, body: presentStatus(call) }),
})

const logOut = endpoint({
  method: 'WS', path: `${SOCKET}/session.logout`, security: 'NONE', permission: 'none', weight: 2, parameters: {},
  summary: 'Forget the key that was logged on; the connection stays.',
  answer: (call) => {
    call.session.logOut()
    return { ok: true, body: presentStatus(call) }
  },
})

const subscriptions = endpoint({
  method: 'WS', path: `${SOCKET}/session.subscriptions`, security: 'NONE', permission: 'none', weight: 2, parameters: {},
  summary: 'The user data subscriptions of this connection.',
  answer: ({ session }) => ({ ok: true, body: session.subscriptions().map((subscriptionId) => ({ subscriptionId })) }),
})

export const sessionEndpoints: readonly Endpoint[] = [logOn, status, logOut, subscriptions]
