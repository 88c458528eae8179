import type { Account } from '../../../accounts/account.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { faultAnswer } from '../../errors.ts'
import { assetName, decimal, mandatory, matching, oneOf, optional, symbolName } from '../../parameter-types.ts'
import { email, memberAt, NO_COIN_FUTURES, NO_RELATION, subAccountAt, UNSUPPORTED } from './family.ts'
import { ACCOUNT_TYPES, type AccountType, type End, isPairAllowed, move } from './moving.ts'

const OF_MAIN = { method: 'POST', security: 'USER_DATA', callers: 'main', orders: 'none' } as const
const OF_SUB = { method: 'POST', security: 'USER_DATA', permission: 'spotAndMarginTrading', callers: 'sub', orders: 'none', weight: 1 } as const

const AMOUNT = { asset: mandatory(assetName), amount: mandatory(decimal) }

/** Address and account weight both; the greater one is counted here. */
const universalTransfer = endpoint({
  ...OF_MAIN, path: '/sapi/v1/sub-account/universalTransfer', permission: 'internalTransfer', weight: { of: 360, scope: 'account' },
  parameters: {
    fromEmail: optional(email), toEmail: optional(email), fromAccountType: mandatory(oneOf(ACCOUNT_TYPES)), toAccountType: mandatory(oneOf(ACCOUNT_TYPES)),
    clientTranId: optional(matching(/^[a-zA-Z0-9-_]{1,64}$/, 'STRING')), symbol: optional(symbolName), ...AMOUNT,
  },
  check: ({ fromEmail, toEmail, fromAccountType, toAccountType, symbol }) => {
    if (symbol === undefined && (fromAccountType === 'ISOLATED_MARGIN' || toAccountType === 'ISOLATED_MARGIN')) return { fault: 'missing', name: 'symbol' }
    return fromAccountType === toAccountType && fromEmail === undefined && toEmail === undefined ? { fault: 'oneOfMissing', names: ['fromEmail', 'toEmail'] } : undefined
  },
  summary: 'Move money between wallets of the main account and of its sub-accounts',
  answer: ({ caller: { account: main, key }, parameters, services, isInTime }): Answer => {
    const { fromEmail = main.email, toEmail = main.email, fromAccountType, toAccountType, clientTranId, symbol, asset, amount } = parameters
    const [source, target] = [memberAt(main, fromEmail, services), memberAt(main, toEmail, services)]
    if (!source || !target) return NO_RELATION
    const ends: { readonly from: End; readonly to: End } = { from: { account: source, type: fromAccountType }, to: { account: target, type: toAccountType } }
    if (!isPairAllowed(ends.from, ends.to)) return UNSUPPORTED
    const moved = move({ ...ends, fromSymbol: symbol, toSymbol: symbol, asset, amount, clientId: clientTranId }, key, services.venue, isInTime)
    return moved.ok ? { ok: true, body: { tranId: moved.id, clientTranId: clientTranId ?? '' } } : moved
  },
})

type Within = readonly [from: AccountType, to: AccountType]

const FUTURES_WAYS: Readonly<Record<'1' | '2' | '3' | '4', Within>> = { 1: ['SPOT', 'USDT_FUTURE'], 2: ['USDT_FUTURE', 'SPOT'], 3: ['SPOT', 'COIN_FUTURE'], 4: ['COIN_FUTURE', 'SPOT'] }
const MARGIN_WAYS: Readonly<Record<'1' | '2', Within>> = { 1: ['SPOT', 'MARGIN'], 2: ['MARGIN', 'SPOT'] }

type TransferCall = Pick<Call<{ readonly email: string; readonly asset: string; readonly amount: bigint }>, 'caller' | 'parameters' | 'services' | 'isInTime'>

const withinSub = ({ caller: { account: main, key }, parameters, services, isInTime }: TransferCall, [from, to]: Within): Answer => {
  const account = subAccountAt(main, parameters.email, services)
  if (!account) return NO_RELATION
  const moved = move({ from: { account, type: from }, to: { account, type: to }, asset: parameters.asset, amount: parameters.amount }, key, services.venue, isInTime)
  return moved.ok ? { ok: true, body: { txnId: String(moved.id) } } : moved
}

const futuresTransfer = endpoint({
  ...OF_MAIN, path: '/sapi/v1/sub-account/futures/transfer', permission: 'spotAndMarginTrading', weight: 1,
  parameters: { email: mandatory(email), ...AMOUNT, type: mandatory(oneOf(['1', '2', '3', '4'])) },
  summary: 'Move money between a sub-account’s spot and futures wallets',
  answer: (call): Answer => withinSub(call, FUTURES_WAYS[call.parameters.type]),
})

const marginTransfer = endpoint({
  ...OF_MAIN, path: '/sapi/v1/sub-account/margin/transfer', permission: 'spotAndMarginTrading', weight: 1,
  parameters: { email: mandatory(email), ...AMOUNT, type: mandatory(oneOf(['1', '2'])) },
  summary: 'Move money between a sub-account’s spot and cross margin wallets',
  answer: (call): Answer => withinSub(call, MARGIN_WAYS[call.parameters.type]),
})

const futuresInternalTransfer = endpoint({
  ...OF_MAIN, path: '/sapi/v1/sub-account/futures/internalTransfer', permission: 'internalTransfer', weight: 1,
  parameters: { fromEmail: mandatory(email), toEmail: mandatory(email), futuresType: mandatory(oneOf(['1', '2'])), ...AMOUNT },
  summary: 'Move money from the futures wallet of one account to that of another below the same main account',
  answer: ({ caller: { account: main, key }, parameters: { fromEmail, toEmail, futuresType, asset, amount }, services, isInTime }): Answer => {
    const [source, target] = [memberAt(main, fromEmail, services), memberAt(main, toEmail, services)]
    if (!source || !target) return NO_RELATION
    if (futuresType === '2') return NO_COIN_FUTURES
    const moved = move({ from: { account: source, type: 'USDT_FUTURE' }, to: { account: target, type: 'USDT_FUTURE' }, asset, amount }, key, services.venue, isInTime)
    return moved.ok ? { ok: true, body: { success: true, txnId: String(moved.id) } } : moved
  },
})

/** From the caller's own spot wallet: whatever else a sub-account's key names, it can give and not take. */
const give = ({ caller: { account, key }, parameters: { asset, amount }, services: { venue }, isInTime }: Pick<Call<{ readonly asset: string; readonly amount: bigint }>, 'caller' | 'parameters' | 'services' | 'isInTime'>, target: Account): Answer => {
  const moved = move({ from: { account, type: 'SPOT' }, to: { account: target, type: 'SPOT' }, asset, amount }, key, venue, isInTime)
  return moved.ok ? { ok: true, body: { txnId: String(moved.id) } } : moved
}

const mainOf = ({ parentId }: Account, services: Pick<Call<unknown>['services'], 'accounts'>): Account => {
  const main = parentId === null ? undefined : services.accounts.byId(parentId)
  if (!main) throw new Error('a sub-account without its main account was let in')
  return main
}

const subToMaster = endpoint({
  ...OF_SUB, path: '/sapi/v1/sub-account/transfer/subToMaster', parameters: AMOUNT,
  summary: 'A sub-account gives to its main account, from spot to spot',
  answer: (call): Answer => give(call, mainOf(call.caller.account, call.services)),
})

const subToSub = endpoint({
  ...OF_SUB, path: '/sapi/v1/sub-account/transfer/subToSub', parameters: { toEmail: mandatory(email), ...AMOUNT },
  summary: 'A sub-account gives to another one below the same main account, from spot to spot',
  answer: (call): Answer => {
    const target = subAccountAt(mainOf(call.caller.account, call.services), call.parameters.toEmail, call.services)
    if (!target) return NO_RELATION
    // To itself: Binance's own words for a parameter that is no other account's.
    return target.id === call.caller.account.id ? faultAnswer({ fault: 'coded', code: -1130, message: "Data sent for parameter 'toEmail' is not valid." }, 'sapi') : give(call, target)
  },
})

/** Money between accounts of one main account. */
export const transfers: readonly Endpoint[] = [universalTransfer, futuresTransfer, marginTransfer, futuresInternalTransfer, subToMaster, subToSub]
