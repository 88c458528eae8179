import type { AllowList, ApiKey } from '../../../authority/api-key.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import { hasPermission, type Permission } from '../../../permission.ts'
import { toMs } from '../../../time.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { type ErrorAnswer, faultAnswer } from '../../errors.ts'
import { addresses, NO_SUCH_KEY, publicKey } from '../../key-parameters.ts'
import { boolean, integerWithin, limitOf, mandatory, oneOf, optional, text, withDefault } from '../../parameter-types.ts'
import { email, NO_RELATION, pageOf, refusalAnswer, subAccountAt, UNSUPPORTED } from './family.ts'

const WEIGHT = { of: 3000, scope: 'account' } as const
const MANAGE = { method: 'POST', security: 'USER_DATA', permission: 'spotAndMarginTrading', callers: 'main', orders: 'none', weight: WEIGHT } as const
const READ = { method: 'GET', security: 'USER_DATA', permission: 'reading', callers: 'main', weight: WEIGHT } as const

/** Which right each switch of a sub-account's key is. There is none for withdrawals or internal transfer. */
const SWITCHES = {
  canTrade: 'spotAndMarginTrading', canMarginLoanRepay: 'margin', canFuturesTrade: 'futures', canUniversalTransfer: 'universalTransfer', canVanillaOptions: 'vanillaOptions',
} as const satisfies Readonly<Record<string, Permission>>
const FIX_SWITCHES = { canFixApiTrading: 'fixTrade', canFixApiReading: 'fixRead' } as const satisfies Readonly<Record<string, Permission>>

// Object.entries forgets the names.
const ENTRIES = Object.entries(SWITCHES) as readonly (readonly [keyof typeof SWITCHES, Permission])[]
const FIX_ENTRIES = Object.entries(FIX_SWITCHES) as readonly (readonly [keyof typeof FIX_SWITCHES, Permission])[]
const switched = <Value>(value: Value): { readonly [Name in keyof typeof SWITCHES]: Value } => ({ canTrade: value, canMarginLoanRepay: value, canFuturesTrade: value, canUniversalTransfer: value, canVanillaOptions: value })

const flagsOf = ({ permissions }: ApiKey): object => Object.fromEntries(ENTRIES.map(([name, right]) => [name, hasPermission(permissions, right)]))
const fixFlagsOf = ({ permissions }: ApiKey): object => ({ canFixApiTrading: hasPermission(permissions, 'fixTrade'), canFixApiReading: hasPermission(permissions, 'fixRead') })
const entriesOf = ({ allowList }: ApiKey): readonly string[] => (allowList.mode === 'trusted' ? allowList.entries : [])
const statusOf = ({ allowList }: ApiKey): '1' | '2' => (allowList.mode === 'trusted' ? '2' : '1')

const KEY_NAME = { email: mandatory(email), subAccountApiKey: mandatory(text(64)) }

type KeyCall = Pick<Call<{ readonly email: string; readonly subAccountApiKey: string }>, 'caller' | 'address' | 'parameters' | 'services'>

const keyAt = ({ caller, address, parameters, services }: KeyCall): { readonly ok: true; readonly key: ApiKey } | ErrorAnswer => {
  const account = subAccountAt(caller.account, parameters.email, services)
  if (!account) return NO_RELATION
  const key = services.subAccounts.key(account, parameters.subAccountApiKey, { ...caller, address })
  return key ? { ok: true, key } : NO_SUCH_KEY
}

/** 1 unrestricted, 2 to listed addresses alone, 3 to those of a third party, which is not built. */
const trusted = ({ status, ipAddress }: { readonly status: string; readonly ipAddress: readonly string[] | undefined }): ParameterFault | undefined =>
  status === '2' && ipAddress === undefined ? { fault: 'missing', name: 'ipAddress' } : undefined

const listOf = (status: string, entries: readonly string[] | undefined): AllowList => (status === '1' ? { mode: 'unrestricted' } : { mode: 'trusted', entries: entries ?? [] })

const NEW_KEY = {
  email: mandatory(email), apiName: mandatory(text(60)), status: mandatory(oneOf(['1', '2', '3'])), ipAddress: optional(addresses), thirdPartyName: optional(text(60)),
  ...switched(withDefault(boolean, false)),
}

/** The newer way takes a public key in the body alone, where no log keeps it with the address. */
const createKey = (version: 1 | 2) => endpoint({
  ...MANAGE, path: `/sapi/v${version}/sub-account/subAccountApi`,
  parameters: { ...NEW_KEY, publicKey: optional(publicKey), canFixApiTrading: withDefault(boolean, false), canFixApiReading: withDefault(boolean, false) },
  check: (parameters) => trusted(parameters) ?? (parameters.status === '3' && parameters.thirdPartyName === undefined ? { fault: 'missing', name: 'thirdPartyName' } : undefined),
  summary: version === 1 ? 'Make a key for a sub-account' : 'Make a key for a sub-account, with FIX rights where it is an Ed25519 key',
  answer: async ({ caller, address, parameters, raw, services }): Promise<Answer> => {
    const account = subAccountAt(caller.account, parameters.email, services)
    if (!account) return NO_RELATION
    if (parameters.status === '3') return UNSUPPORTED
    const isOfTwo = version === 2
    if (isOfTwo && raw.has('publicKey') && !raw.isInBody('publicKey')) return faultAnswer({ fault: 'notRequired', name: 'publicKey' }, 'sapi')
    const fix = isOfTwo ? FIX_ENTRIES.flatMap(([name, right]) => (parameters[name] ? [right] : [])) : []
    if (fix.length > 0 && parameters.publicKey === undefined) return UNSUPPORTED
    const made = await services.subAccounts.createKey(account, {
      label: parameters.apiName, kind: parameters.publicKey === undefined ? 'hmac' : 'ed25519', publicKey: parameters.publicKey,
      permissions: ['reading', ...ENTRIES.flatMap(([name, right]) => (parameters[name] ? [right] : [])), ...fix], allowList: listOf(parameters.status, parameters.ipAddress),
    }, { ...caller, address })
    if (!made.ok) return refusalAnswer(made)
    const { key, secret } = made.value
    return { ok: true, body: { apiName: key.label, apiKey: key.text, secretKey: secret, ...flagsOf(key), ...(isOfTwo && fixFlagsOf(key)), status: Number(statusOf(key)), ipList: entriesOf(key) } }
  },
})

const listKeys = endpoint({
  ...READ, path: '/sapi/v1/sub-account/subAccountApi',
  parameters: { email: mandatory(email), subAccountApiKey: optional(text(64)), page: withDefault(integerWithin(1, 1_000_000), 1), size: limitOf(30, 100) },
  summary: 'The keys of a sub-account',
  answer: async ({ caller, address, parameters: { subAccountApiKey, page, size, ...parameters }, services }): Promise<Answer> => {
    const account = subAccountAt(caller.account, parameters.email, services)
    if (!account) return NO_RELATION
    const keys = (await services.subAccounts.keysOf(account, { ...caller, address })).filter((key) => subAccountApiKey === undefined || key.text === subAccountApiKey)
    return { ok: true, body: { total: keys.length, list: pageOf(keys, page, size).map((key) => ({ email: account.email, apiName: key.label, apikey: key.text, ...flagsOf(key), timestamp: toMs(key.createdAtUs) })) } }
  },
})

/** What is not named stays; the others become as they are said. */
const changePermissions = endpoint({
  ...MANAGE, path: '/sapi/v1/sub-account/subAccountApiPermission',
  parameters: { ...KEY_NAME, ...switched(optional(boolean)) },
  summary: 'Switch rights of a sub-account’s key',
  answer: async ({ caller, address, parameters, services }): Promise<Answer> => {
    const found = keyAt({ caller, address, parameters, services })
    if (!found.ok) return found
    const named = (wanted: boolean): readonly Permission[] => ENTRIES.flatMap(([name, right]) => (parameters[name] === wanted ? [right] : []))
    const edited = await services.subAccounts.editKey(found.key, { grant: named(true), revoke: named(false) }, { ...caller, address })
    return edited.ok ? { ok: true, body: { apiName: edited.value.label, apikey: edited.value.text, ...flagsOf(edited.value), timestamp: toMs(edited.value.changedAtUs) } } : refusalAnswer(edited)
  },
})

const deleteKey = endpoint({
  ...MANAGE, method: 'DELETE', path: '/sapi/v1/sub-account/subAccountApi', parameters: KEY_NAME,
  summary: 'Delete a key of a sub-account for good',
  answer: async ({ caller, address, parameters, services }): Promise<Answer> => {
    const found = keyAt({ caller, address, parameters, services })
    if (!found.ok) return found
    const deleted = await services.subAccounts.deleteKey(found.key, { ...caller, address })
    return deleted.ok ? { ok: true, body: {} } : refusalAnswer(deleted)
  },
})

const restrictionBody = (key: ApiKey): object => ({ ipRestrict: String(key.allowList.mode === 'trusted'), ipList: entriesOf(key), updateTime: toMs(key.changedAtUs), apiKey: key.text })

const restriction = endpoint({
  ...READ, path: '/sapi/v1/sub-account/subAccountApi/ipRestriction', parameters: KEY_NAME,
  summary: 'From where a sub-account’s key may be used',
  answer: ({ caller, address, parameters, services }): Answer => {
    const found = keyAt({ caller, address, parameters, services })
    return found.ok ? { ok: true, body: restrictionBody(found.key) } : found
  },
})

const restrict = endpoint({
  ...MANAGE, path: '/sapi/v2/sub-account/subAccountApi/ipRestriction',
  parameters: { ...KEY_NAME, status: mandatory(oneOf(['1', '2'])), ipAddress: optional(addresses) },
  check: trusted,
  summary: 'Add addresses to the list of a sub-account’s key, or lift its list',
  answer: async ({ caller, address, parameters, services }): Promise<Answer> => {
    const found = keyAt({ caller, address, parameters, services })
    if (!found.ok) return found
    const isListed = parameters.status === '2' && found.key.allowList.mode === 'trusted'
    const edited = await services.subAccounts.editKey(found.key, isListed ? { addAddresses: parameters.ipAddress ?? [] } : { allowList: listOf(parameters.status, parameters.ipAddress) }, { ...caller, address })
    return edited.ok ? { ok: true, body: { status: statusOf(edited.value), ipList: entriesOf(edited.value), updateTime: toMs(edited.value.changedAtUs), apiKey: edited.value.text } } : refusalAnswer(edited)
  },
})

const unlist = endpoint({
  ...MANAGE, method: 'DELETE', path: '/sapi/v1/sub-account/subAccountApi/ipRestriction/ipList', parameters: { ...KEY_NAME, ipAddress: mandatory(addresses) },
  summary: 'Take addresses off the list of a sub-account’s key; an empty list admits nobody',
  answer: async ({ caller, address, parameters, services }): Promise<Answer> => {
    const found = keyAt({ caller, address, parameters, services })
    if (!found.ok) return found
    const edited = await services.subAccounts.editKey(found.key, { removeAddresses: parameters.ipAddress }, { ...caller, address })
    return edited.ok ? { ok: true, body: restrictionBody(edited.value) } : refusalAnswer(edited)
  },
})

/** Keys of sub-accounts, as a main account's key manages them. */
export const keys: readonly Endpoint[] = [createKey(1), createKey(2), listKeys, changePermissions, deleteKey, restriction, restrict, unlist]
