import { MARGIN_TYPES } from '../../../exchange/futures/futures-order.ts'
import type { FuturesAct } from '../../../exchange/futures/futures-command.ts'
import { formatDecimal } from '../../../money.ts'
import { toMs } from '../../../time.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { boolean, decimal, integerWithin, limitOf, mandatory, oneOf, optional, symbolName, withDefault } from '../../parameter-types.ts'
import { maxNotional } from '../../present/futures/account.ts'
import { act, SUCCESS } from './acting.ts'
import { positionSide } from './order-parameters.ts'
import { READ } from './order-queries.ts'
import { TRADE } from './orders.ts'
import { SPAN, spanOf, within } from './spans.ts'

const SET = { orders: 'none', ...TRADE, method: 'POST', weight: 1 } as const

/** `success`, whatever was changed. */
const set = (call: Call<unknown>, asked: FuturesAct): Answer => {
  const outcome = act(call, asked)
  return outcome.ok ? SUCCESS : outcome
}

const leverage = endpoint({
  ...SET, path: '/fapi/v1/leverage', parameters: { symbol: mandatory(symbolName), leverage: mandatory(integerWithin(1, 125)) },
  summary: 'Choose the leverage of a contract',
  answer: (call): Answer => {
    const { parameters: { symbol, leverage: wanted }, caller: { account }, services: { venue } } = call
    const outcome = act(call, { do: 'leverage', accountId: account.id, symbol, leverage: wanted })
    return outcome.ok ? { ok: true, body: { leverage: wanted, maxNotionalValue: maxNotional(venue.view.futures, { symbol, leverage: wanted }), symbol } } : outcome
  },
})

const marginType = endpoint({
  ...SET, path: '/fapi/v1/marginType', parameters: { symbol: mandatory(symbolName), marginType: mandatory(oneOf(MARGIN_TYPES)) },
  summary: 'Let the whole wallet back the positions of a contract, or each its own part of it',
  answer: (call) => set(call, { do: 'marginType', accountId: call.caller.account.id, ...call.parameters }),
})

const MARGIN_CHANGES = { 1: 'ADD', 2: 'REDUCE' } as const

const positionMargin = endpoint({
  ...SET, path: '/fapi/v1/positionMargin', parameters: { symbol: mandatory(symbolName), positionSide: withDefault(positionSide, 'BOTH'), amount: mandatory(decimal), type: mandatory(integerWithin(1, 2)) },
  check: ({ amount }) => (amount === 0n ? { fault: 'coded', code: -4055, message: 'Amount must be positive.' } : undefined),
  summary: 'Add margin to an isolated position, or take some off it',
  answer: (call): Answer => {
    const { symbol, positionSide: side, amount, type } = call.parameters
    const outcome = act(call, { do: 'positionMargin', accountId: call.caller.account.id, symbol, positionSide: side, amount, change: MARGIN_CHANGES[type === 1 ? 1 : 2] })
    return outcome.ok ? { ok: true, body: { amount: Number(formatDecimal(amount)), code: 200, msg: 'Successfully modify position margin.', type } } : outcome
  },
})

const marginHistory = endpoint({
  method: 'GET', security: 'TRADE', permission: 'reading', path: '/fapi/v1/positionMargin/history', weight: 1,
  parameters: { symbol: mandatory(symbolName), type: optional(integerWithin(1, 2)), ...SPAN, limit: limitOf(500, 1000) },
  summary: 'What was added to isolated positions and taken off them, within thirty days',
  answer: ({ parameters: { symbol, type, limit, ...asked }, caller: { account }, services: { venue } }): Answer => {
    const { futures } = venue.view
    if (!futures.contract(symbol)) return INVALID_SYMBOL
    const span = spanOf(asked, venue.nowUs(), 30)
    if (!span.ok) return span
    const changes = futures.marginChanges(account.id, symbol).filter((change) => type === undefined || change.type === MARGIN_CHANGES[type === 1 ? 1 : 2])
    return {
      ok: true,
      body: within(changes, span, ({ timeUs }) => timeUs, limit).map((change) => ({
        symbol, type: change.type === 'ADD' ? 1 : 2, deltaType: 'USER_ADJUST', amount: formatDecimal(change.amount), asset: 'USDT', time: toMs(change.timeUs), positionSide: change.positionSide,
      })),
    }
  },
})

const setPositionMode = endpoint({
  ...SET, path: '/fapi/v1/positionSide/dual', parameters: { dualSidePosition: mandatory(boolean) },
  summary: 'Keep long and short of a contract apart, or as one position',
  answer: (call) => set(call, { do: 'positionMode', accountId: call.caller.account.id, isHedge: call.parameters.dualSidePosition }),
})

const setMultiAssets = endpoint({
  ...SET, path: '/fapi/v1/multiAssetsMargin', parameters: { multiAssetsMargin: mandatory(boolean) },
  summary: 'Let other assets than the dollar count as margin',
  answer: (call) => set(call, { do: 'multiAssets', accountId: call.caller.account.id, isMultiAssets: call.parameters.multiAssetsMargin }),
})

const setFeeBurn = endpoint({
  ...SET, path: '/fapi/v1/feeBurn', parameters: { feeBurn: mandatory(boolean) },
  summary: 'Pay commissions in BNB, at nine tenths',
  answer: (call) => set(call, { do: 'feeBurn', accountId: call.caller.account.id, isFeeBurn: call.parameters.feeBurn }),
})

const SETTING = { ...READ, weight: 30, parameters: {} } as const

export const futuresSettingEndpoints: readonly Endpoint[] = [
  leverage, marginType, positionMargin, marginHistory, setPositionMode, setMultiAssets, setFeeBurn,
  endpoint({
    ...SETTING, path: '/fapi/v1/positionSide/dual', summary: 'Whether long and short are kept apart',
    answer: ({ caller: { account }, services: { venue: { view: { futures } } } }) => ({ ok: true, body: { dualSidePosition: futures.settings(account.id).isHedge } }),
  }),
  endpoint({
    ...SETTING, path: '/fapi/v1/multiAssetsMargin', summary: 'Whether other assets count as margin',
    answer: ({ caller: { account }, services: { venue: { view: { futures } } } }) => ({ ok: true, body: { multiAssetsMargin: futures.settings(account.id).isMultiAssets } }),
  }),
  endpoint({
    ...SETTING, path: '/fapi/v1/feeBurn', summary: 'Whether BNB pays commissions',
    answer: ({ caller: { account }, services: { venue: { view: { futures } } } }) => ({ ok: true, body: { feeBurn: futures.settings(account.id).isFeeBurn } }),
  }),
]
