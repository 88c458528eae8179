import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer, refusalAnswer } from '../../errors.ts'
import { integer, mandatory, optional, text } from '../../parameter-types.ts'
import { tradedWallet } from '../../traded-wallet.ts'

const SOCKET = '/ws-api/v3'

const ACTIVE = errorAnswer(-2035, 'User Data Stream subscription already active.')
const INACTIVE = errorAnswer(-2036, 'User Data Stream subscription not active.')
const NONE_LEFT = errorAnswer(-2042, 'Maximum subscription ID reached for this connection.')
const UNKNOWN_LISTEN_KEY = errorAnswer(-1125, 'This listenKey does not exist.')

const listen = ({ session, caller }: Call<unknown>): Answer => {
  const subscriptionId = session.listen(caller)
  if (typeof subscriptionId === 'number') return { ok: true, body: { subscriptionId } }
  return subscriptionId === 'none left' ? NONE_LEFT : ACTIVE
}

const subscribe = endpoint({
  method: 'WS', path: `${SOCKET}/userDataStream.subscribe`, security: 'USER_STREAM', permission: 'reading', actsOnBoundWallet: true, weight: 2, parameters: {},
  summary: "Hear what happens in the logged-on key's account.",
  // A key alone is no proof: what is not signed rests on the logon, or on nothing.
  answer: (call) => (call.session.isOfLogon ? listen(call) : refusalAnswer({ reason: 'signatureWrong' }, 'api', call.address)),
})

const subscribeBySignature = endpoint({
  method: 'WS', path: `${SOCKET}/userDataStream.subscribe.signature`, security: 'USER_STREAM', isSigned: true, permission: 'reading', actsOnBoundWallet: true, weight: 2, parameters: {},
  summary: "Hear what happens in the account of the key that signs this, without a logon.",
  answer: listen,
})

const subscriptions = endpoint({
  method: 'WS', path: `${SOCKET}/session.subscriptions`, security: 'NONE', permission: 'none', weight: 2, parameters: {},
  summary: 'The user data subscriptions of this connection.',
  answer: ({ session }) => ({ ok: true, body: session.subscriptions().map((subscriptionId) => ({ subscriptionId })) }),
})

const unsubscribe = endpoint({
  method: 'WS', path: `${SOCKET}/userDataStream.unsubscribe`, security: 'USER_STREAM', permission: 'none', weight: 2,
  parameters: { subscriptionId: optional(integer) },
  summary: 'End one user data subscription of this connection, or all.',
  answer: ({ session, parameters: { subscriptionId } }) => (session.stopListening(subscriptionId) ? { ok: true, body: {} } : INACTIVE),
})

// Older clients: a name that stands for the account's events, fetched over REST with the key alone.

const LISTEN_KEY_ROW = { path: '/api/v3/userDataStream', formerPaths: ['/api/v1/userDataStream'], security: 'USER_STREAM', permission: 'reading', actsOnBoundWallet: true, weight: 2 } as const

const openListenKey = endpoint({
  ...LISTEN_KEY_ROW, method: 'POST', parameters: {},
  summary: 'A listenKey, under which the events of the account are heard for an hour.',
  answer: ({ caller, nowUs, services: { listenKeys } }) => ({ ok: true, body: { listenKey: listenKeys.open(caller, tradedWallet(caller), nowUs()) } }),
})

const extendListenKey = endpoint({
  ...LISTEN_KEY_ROW, method: 'PUT', parameters: { listenKey: mandatory(text(128)) },
  summary: 'Another hour for a listenKey.',
  answer: ({ parameters: { listenKey }, caller, nowUs, services: { listenKeys } }) => (listenKeys.extend(listenKey, caller, nowUs()) ? { ok: true, body: {} } : UNKNOWN_LISTEN_KEY),
})

const closeListenKey = endpoint({
  ...LISTEN_KEY_ROW, method: 'DELETE', parameters: { listenKey: mandatory(text(128)) },
  summary: 'End a listenKey and the streams that hear it.',
  answer: ({ parameters: { listenKey }, caller, nowUs, services: { listenKeys } }) => (listenKeys.close(listenKey, caller, nowUs()) ? { ok: true, body: {} } : UNKNOWN_LISTEN_KEY),
})

export const userDataEndpoints: readonly Endpoint[] = [subscriptions, subscribe, subscribeBySignature, unsubscribe, openListenKey, extendListenKey, closeListenKey]
