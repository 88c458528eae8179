import type { AllowList, ApiKey, KeyKind } from '../../../authority/api-key.ts'
import { parsePublicKey } from '../../../authority/public-key.ts'
import { BOUND_RIGHTS } from '../../../authority/rules.ts'
import { hasPermission } from '../../../permission.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer, type ErrorAnswer, faultAnswer, INVALID_SYMBOL, rejectionAnswer } from '../../errors.ts'
import { addresses, NO_SUCH_KEY, publicKey } from '../../key-parameters.ts'
import { invalidData, mandatory, oneOf, optional, symbolName, text, withDefault } from '../../parameter-types.ts'
import { refusalAnswer } from '../sub-account/family.ts'
import { closedMargin, walletAt } from './margin-wallet.ts'

const ROW = { security: 'TRADE', permission: 'spotAndMarginTrading', weight: { of: 1, scope: 'account' } } as const
const PATH = '/sapi/v1/margin/apiKey'

/** Of the cross account, or of the isolated account of a pair. */
const WHERE = { symbol: optional(symbolName) }
type OfWallet = Call<{ readonly symbol: string | undefined }>

const walletOf = ({ parameters: { symbol } }: OfWallet) => walletAt({ isIsolated: symbol !== undefined, symbol })

/** Why there are no special keys there: margin was never opened, or the pair is none of margin. */
const fault = ({ caller, parameters: { symbol }, services: { venue: { view } } }: OfWallet): ErrorAnswer | undefined => {
  const closed = closedMargin(caller)
  if (closed) return closed
  if (symbol === undefined) return undefined
  const definition = view.symbol(symbol)
  if (!definition) return INVALID_SYMBOL
  return definition.marginTradingAllowed ? undefined : rejectionAnswer({ reason: 'notMarginPair' }, { act: 'wallet' })
}

const listOf = (entries: readonly string[] | undefined): AllowList => (entries === undefined ? { mode: 'unrestricted' } : { mode: 'trusted', entries })

const TYPES: Readonly<Record<KeyKind, string>> = { hmac: 'HMAC_SHA256', rsa: 'RSA', ed25519: 'Ed25519' }
/** How an unrestricted list is told: the documentation's own sample begins with it. */
const ANYWHERE = '0.0.0.0'

const body = ({ label, text: apiKey, allowList, credential, permissions }: ApiKey) => ({
  apiName: label, apiKey, ip: allowList.mode === 'unrestricted' ? ANYWHERE : allowList.entries.join(','), type: TYPES[credential.kind],
  permissionMode: hasPermission(permissions, 'spotAndMarginTrading') ? 'TRADE' : 'READ',
})

const kindOf = (pem: string): Exclude<KeyKind, 'hmac'> | undefined => {
  const parsed = parsePublicKey(pem)
  return parsed.ok ? parsed.credential.kind : undefined
}

const create = endpoint({
  ...ROW, method: 'POST', path: PATH, orders: 'none',
  parameters: { ...WHERE, apiName: mandatory(text(60)), ip: optional(addresses), publicKey: optional(publicKey), permissionMode: withDefault(oneOf(['TRADE', 'READ']), 'TRADE') },
  summary: 'Make a special key, which trades with a margin account through /api/v3 and opens nothing else',
  answer: async (call): Promise<Answer> => {
    const { parameters, caller, address, services: { specialKeys } } = call
    const refused = fault(call)
    if (refused) return refused
    const kind = parameters.publicKey === undefined ? 'hmac' : kindOf(parameters.publicKey)
    if (kind === undefined) return faultAnswer(invalidData('publicKey'), 'sapi')
    // The documentation: the mode has no effect but on an Ed25519 key. A maker that does not read makes none that does.
    const permissions = kind === 'ed25519' && parameters.permissionMode === 'READ' ? ['reading'] as const : BOUND_RIGHTS.filter((right) => hasPermission(caller.key.permissions, right))
    const made = await specialKeys.create({ boundTo: walletOf(call), label: parameters.apiName, kind, publicKey: parameters.publicKey, permissions, allowList: listOf(parameters.ip) }, { ...caller, address })
    if (made.ok) return { ok: true, body: { apiKey: made.value.key.text, secretKey: made.value.secret, type: TYPES[kind] } }
    // That a name is taken is no fault of its form; the rule's own text says which key has it.
    return made.refused.code === 'label' ? errorAnswer(-9000, made.refused.message) : refusalAnswer(made)
  },
})

const query = endpoint({
  ...ROW, method: 'GET', path: PATH, parameters: { ...WHERE, apiKey: mandatory(text(64)) },
  summary: 'One special key',
  answer: (call): Answer => {
    const { caller, address, parameters: { apiKey }, services: { specialKeys } } = call
    const key = fault(call) ?? specialKeys.byText(apiKey, walletOf(call), { ...caller, address }) ?? NO_SUCH_KEY
    return 'ok' in key ? key : { ok: true, body: body(key) }
  },
})

const list = endpoint({
  ...ROW, method: 'GET', path: '/sapi/v1/margin/api-key-list', parameters: WHERE,
  summary: 'The special keys of a margin account',
  answer: async (call): Promise<Answer> => fault(call) ?? { ok: true, body: (await call.services.specialKeys.of(walletOf(call), { ...call.caller, address: call.address })).map(body) },
})

const editAddresses = endpoint({
  ...ROW, method: 'PUT', path: `${PATH}/ip`, orders: 'none', parameters: { ...WHERE, apiKey: mandatory(text(64)), ip: mandatory(addresses) },
  summary: 'Put other addresses in the place of those of a special key',
  answer: async (call): Promise<Answer> => {
    const { caller, address, parameters: { apiKey, ip }, services: { specialKeys } } = call
    const key = fault(call) ?? specialKeys.byText(apiKey, walletOf(call), { ...caller, address }) ?? NO_SUCH_KEY
    if ('ok' in key) return key
    const edited = await specialKeys.setAllowList(key, listOf(ip), { ...caller, address })
    return edited.ok ? { ok: true, body: {} } : refusalAnswer(edited)
  },
})

const NOTHING_NAMED = errorAnswer(-1102, "Param 'apiKey' or 'apiName' must be sent, but both were empty/null!")

/** By its text; by its name only where no text is given. */
const remove = endpoint({
  ...ROW, method: 'DELETE', path: PATH, parameters: { ...WHERE, apiKey: optional(text(64)), apiName: optional(text(60)) },
  summary: 'Delete a special key for good',
  answer: async (call): Promise<Answer> => {
    const { caller, address, parameters: { apiKey, apiName }, services: { specialKeys } } = call
    const refused = fault(call) ?? (apiKey === undefined && apiName === undefined ? NOTHING_NAMED : undefined)
    if (refused) return refused
    const maker = { ...caller, address }
    const named = (await specialKeys.of(walletOf(call), maker)).filter((key) => (apiKey === undefined ? key.label === apiName : key.text === apiKey))
    if (named.length === 0) return NO_SUCH_KEY
    for (const key of named) {
      const deleted = await specialKeys.delete(key, maker)
      if (!deleted.ok) return refusalAnswer(deleted)
    }
    return { ok: true, body: {} }
  },
})

/** Keys that are bound to one margin account and trade with it as others do with spot. */
export const specialKeyEndpoints: readonly Endpoint[] = [create, query, list, editAddresses, remove]
