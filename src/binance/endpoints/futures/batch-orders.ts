import type { RawParameters } from '../../../gate/raw-parameters.ts'
import type { GuardedOrder } from '../../../gate/guard-rails/asked.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { faultAnswer } from '../../errors.ts'
import { mandatory, optional, type ParameterType, symbolName } from '../../parameter-types.ts'
import { type ParameterSet, type ParametersOf, parseParameters } from '../../parameters.ts'
import { futuresOrderHeaders } from './order-count.ts'
import { FUTURES_ORDER_PARAMETERS, futuresClientId, futuresOrderFault } from './order-parameters.ts'
import { cancelFutures, guardedChange, guardedFutures, MODIFY_PARAMETERS, modifyFault, modifyFutures, placeFutures, TRADE } from './orders.ts'

const WRONG_NUMBER: ParameterFault = { fault: 'coded', code: -4082, message: 'Invalid number of batch place orders.' }

/** A JSON array of at most so many. */
const listOf = (most: number, isOne: (value: unknown) => boolean): ParameterType<readonly unknown[]> => ({
  kind: `JSON ARRAY, at most ${most}`,
  parse: (text, name) => {
    let list: unknown
    try {
      list = JSON.parse(text)
    } catch {
      list = undefined
    }
    if (!Array.isArray(list) || !list.every(isOne)) return { ok: false, fault: { fault: 'coded', code: -1130, message: `Data sent for parameter '${name}' is not valid.` } }
    return list.length === 0 || list.length > most ? { ok: false, fault: WRONG_NUMBER } : { ok: true, value: list }
  },
})

const MOST = 5
const MOST_CANCELLED = 10
const BATCH = { batchOrders: mandatory(listOf(MOST, (item) => item !== null && typeof item === 'object' && !Array.isArray(item))) }

/** The members of one order of a list, in the form in which a call's parameters come. */
const rawOf = (item: unknown): RawParameters => {
  const values = new Map(Object.entries(item as Record<string, unknown>).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, String(value)] as const] : []))) // an object by `BATCH`
  return { get: (name) => values.get(name), has: (name) => values.has(name), getAll: (name) => { const value = values.get(name); return value === undefined ? [] : [value] }, names: () => [...values.keys()], isInBody: () => false }
}

const AS_OF_CALLS = { isSigned: false, refusesUnknown: false, passesEmptyWords: true } as const

/** What is no order places none. */
const guardedEach = <Set extends ParameterSet>(items: readonly unknown[], set: Set, guard: (parameters: ParametersOf<Set>) => GuardedOrder): readonly GuardedOrder[] => items.flatMap((item) => {
  const parsed = parseParameters(set, rawOf(item), AS_OF_CALLS)
  return parsed.ok ? [guard(parsed.value)] : []
})

/** The batch is answered as a whole: where one fails, its code stands in its place. */
const inPlace = (answer: Answer): unknown => (answer.ok ? answer.body : { code: answer.code, msg: answer.message })

const each = <Set extends ParameterSet>(call: Call<ParametersOf<typeof BATCH>>, set: Set, check: (parameters: ParametersOf<Set>) => ParameterFault | undefined, doOne: (parameters: ParametersOf<Set>) => Answer): Answer => {
  /** Of those that `guardedEach` told, in its order. */
  const taken: boolean[] = []
  const body = call.parameters.batchOrders.map((item) => {
    const parsed = parseParameters(set, rawOf(item), AS_OF_CALLS)
    const fault = parsed.ok ? check(parsed.value) : parsed.fault
    const answer = parsed.ok && fault === undefined ? doOne(parsed.value) : faultAnswer(fault!, 'fapi')
    if (parsed.ok) taken.push(answer.ok)
    return inPlace(answer)
  })
  return { ok: true, body, taken, headers: futuresOrderHeaders(call.services, call.caller.account.id) }
}

const place = endpoint({
  ...TRADE, method: 'POST', path: '/fapi/v1/batchOrders', weight: 5, parameters: BATCH, orders: ({ batchOrders }) => guardedEach(batchOrders, FUTURES_ORDER_PARAMETERS, guardedFutures),
  summary: 'Place up to five orders, each by itself',
  answer: (call) => each(call, FUTURES_ORDER_PARAMETERS, futuresOrderFault, (parameters) => placeFutures(call, parameters)),
})

const modify = endpoint({
  ...TRADE, method: 'PUT', path: '/fapi/v1/batchOrders', weight: 5, parameters: BATCH, orders: ({ batchOrders }) => guardedEach(batchOrders, MODIFY_PARAMETERS, guardedChange),
  summary: 'Change up to five orders, each by itself',
  answer: (call) => each(call, MODIFY_PARAMETERS, modifyFault, (parameters) => modifyFutures(call, parameters)),
})

const ID_LIST = optional(listOf(MOST_CANCELLED, (item) => Number.isSafeInteger(typeof item === 'string' ? Number(item) : item)))
const CLIENT_ID_LIST = optional(listOf(MOST_CANCELLED, (item) => typeof item === 'string' && futuresClientId.parse(item, '').ok))
/** ccxt writes both names in small letters, which Binance takes too. */
const LISTS = { orderIdList: ID_LIST, origClientOrderIdList: CLIENT_ID_LIST, orderidlist: ID_LIST, origclientorderidlist: CLIENT_ID_LIST }
const listsOf = ({ orderIdList, origClientOrderIdList, orderidlist, origclientorderidlist }: ParametersOf<typeof LISTS>) => ({ ids: orderIdList ?? orderidlist, clientIds: origClientOrderIdList ?? origclientorderidlist })

const cancel = endpoint({
  ...TRADE, method: 'DELETE', path: '/fapi/v1/batchOrders', weight: 1,
  parameters: { symbol: mandatory(symbolName), ...LISTS },
  check: (parameters) => (listsOf(parameters).ids === undefined && listsOf(parameters).clientIds === undefined ? { fault: 'oneOfMissing', names: ['orderIdList', 'origClientOrderIdList'] } : undefined),
  summary: 'Cancel up to ten orders, each by itself',
  answer: (call): Answer => {
    const { symbol } = call.parameters
    const { ids, clientIds } = listsOf(call.parameters)
    const references = ids?.map((id) => ({ orderId: Number(id) })) ?? clientIds?.map((id) => ({ clientOrderId: String(id) })) ?? []
    return { ok: true, body: references.map((reference) => inPlace(cancelFutures(call, symbol, reference))) }
  },
})

export const batchOrderEndpoints: readonly Endpoint[] = [place, modify, cancel]
