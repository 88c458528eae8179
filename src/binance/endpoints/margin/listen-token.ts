import { isolatedWallet } from '../../../exchange/wallet-name.ts'
import { MS } from '../../../time.ts'
import { type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer, faultAnswer, INVALID_SYMBOL } from '../../errors.ts'
import { TOKEN_VALID_US } from '../../listen-tokens.ts'
import { boolean, integerWithin, mandatory, optional, symbolName, text, withDefault } from '../../parameter-types.ts'
import { wireTime } from '../../wire-time.ts'

const DAY_MS = TOKEN_VALID_US / MS

/** Called with the key alone by some clients, signed by others: a signature is let be. */
export const issueListenToken: Endpoint = endpoint({
  method: 'POST', path: '/sapi/v1/userListenToken', security: 'USER_STREAM', permission: 'reading', weight: { of: 1, scope: 'account' },
  parameters: { symbol: optional(symbolName), isIsolated: withDefault(boolean, false), validity: withDefault(integerWithin(1, DAY_MS), DAY_MS) },
  summary: "A token that opens a margin account's events over the socket API.",
  answer: ({ parameters: { symbol, isIsolated, validity }, caller, nowUs, timeUnit, services: { listenTokens, venue: { view } } }) => {
    if (isIsolated && symbol === undefined) return faultAnswer({ fault: 'missing', name: 'symbol' }, 'sapi')
    if (symbol !== undefined && !view.symbol(symbol)) return INVALID_SYMBOL
    const token = listenTokens.issue(caller, isIsolated && symbol !== undefined ? isolatedWallet(symbol) : 'crossMargin', nowUs() + validity * MS)
    return { ok: true, body: { token: token.text, expirationTime: wireTime(token.expiresAtUs, timeUnit) } }
  },
})

const INVALID_TOKEN = errorAnswer(-1209, 'Invalid listenToken.')

export const subscribeByToken: Endpoint = endpoint({
  method: 'WS', path: '/ws-api/v3/userDataStream.subscribe.listenToken', security: 'USER_STREAM', permission: 'none', weight: 2,
  parameters: { listenToken: mandatory(text(128)) },
  summary: 'Hear what the holder of a token may hear.',
  answer: ({ parameters: { listenToken }, session, nowUs, timeUnit, services: { listenTokens } }) => {
    const token = listenTokens.find(listenToken, nowUs())
    const subscriptionId = token ? session.listen(token.caller, token) : 'not there'
    if (token && typeof subscriptionId === 'number') return { ok: true, body: { subscriptionId, expirationTime: wireTime(token.expiresAtUs, timeUnit) } }
    if (subscriptionId === 'not there') return INVALID_TOKEN
    return subscriptionId === 'active already' ? errorAnswer(-2035, 'User Data Stream subscription already active.') : errorAnswer(-2042, 'Maximum subscription ID reached for this connection.')
  },
})
