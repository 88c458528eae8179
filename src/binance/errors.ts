import type { FuturesReason } from '../exchange/futures/futures-rejection.ts'
import type { Rejection } from '../exchange/rejection.ts'
import type { OrderType } from '../exchange/symbol.ts'
import type { Family, ParameterFault } from '../gate/endpoint-shape.ts'
import { FUTURES_LINES } from './futures-errors.ts'
import type { Refusal, RefusalReason } from '../gate/refusal.ts'
import type { Answer } from './endpoint.ts'

export type ErrorAnswer = Extract<Answer, { ok: false }>

/** What the client sees of an error: HTTP status, Binance's code, and its exact text. */
export interface ErrorLine {
  readonly status: number
  readonly code: number
  readonly message: string
}

interface RefusalContext {
  readonly family: Family
  readonly address: string
}

type LineOf<Reason extends RefusalReason> = (refusal: Refusal & { readonly reason: Reason }, context: RefusalContext) => ErrorLine

const line = (status: number, code: number, message: string): ErrorLine => ({ status, code, message })
const isFutures = (family: Family): boolean => family === 'fapi' || family === 'dapi'

const keyFormat = () => line(401, -2014, 'API-key format invalid.')

/** One answer for a key that is unknown, of no use now, or used from elsewhere: an outsider cannot tell which (DESIGN §3). */
const rejectedKey = (_: unknown, { family, address }: RefusalContext) =>
  line(401, -2015, isFutures(family) ? `Invalid API-key, IP, or permissions for action, request ip: ${address}` : 'Invalid API-key, IP, or permissions for action.')

const missingRight = (refusal: unknown, context: RefusalContext) =>
  context.family === 'sapi' ? line(400, -1002, 'You are not authorized to execute this request.') : rejectedKey(refusal, context)

const outsideRecvWindow = () => line(400, -1021, 'Timestamp for this request is outside of the recvWindow.')

const windowText = (windowMs: number): string =>
  windowMs % 86_400_000 === 0 ? `${windowMs / 86_400_000} DAY`
    : windowMs % 3_600_000 === 0 ? `${windowMs / 3_600_000} HOUR`
      : windowMs % 60_000 === 0 ? `${windowMs / 60_000} MINUTE` : `${windowMs / 1_000} SECOND`

const weightUsedUp = ({ limit, windowMs }: { readonly limit: number; readonly windowMs: number }, { family }: RefusalContext) =>
  line(429, -1003, isFutures(family)
    ? `Too many requests; current limit is ${limit} requests per ${windowMs === 60_000 ? 'minute' : windowText(windowMs)}. Please use the websocket for live updates to avoid polling the API.`
    : `Too much request weight used; current limit is ${limit} request weight per ${windowText(windowMs)}. Please use WebSocket Streams for live updates to avoid polling the API.`)

const mandatoryText = (name: string): string => `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`

/** One row a reason of the gate. */
const REFUSALS: { readonly [Reason in RefusalReason]: LineOf<Reason> } = {
  addressBanned: ({ untilMs }, { family }) => line(418, -1003, isFutures(family)
    ? `Way too many requests; IP banned until ${untilMs}. Please use the websocket for live updates to avoid bans.`
    : `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`),
  tooManyRawRequests: () => line(429, -1003, 'Too many requests queued.'),
  tooManyConnections: ({ limit, windowMs }) => line(429, -1034, `Too many connection attempts from IP; current limit is ${limit} per '${windowMs / 60_000} minutes'.`),
  unknownPath: () => line(404, -1099, 'Not found, unauthenticated, or unauthorized.'),
  bodyTooLarge: () => line(413, -1101, 'Too many parameters sent for this endpoint.'),
  duplicateParameter: () => line(400, -1101, 'Duplicate values for a parameter detected.'),
  malformedEncoding: () => line(400, -1100, 'Illegal characters found in a parameter.'),
  addressWeightUsedUp: weightUsedUp,
  keyHeaderMissing: keyFormat,
  keyHeaderMalformed: keyFormat,
  timestampMissing: () => line(400, -1102, mandatoryText('timestamp')),
  timestampMalformed: () => line(400, -1100, "Illegal characters found in parameter 'timestamp'; legal range is '^[0-9]{1,20}$'."),
  signatureMissing: () => line(400, -1102, mandatoryText('signature')),
  recvWindowTooGreat: (_, { family }) => line(400, -1131, family === 'api' ? "'recvWindow' must be less than 60000." : 'recvWindow must be less than 60000'),
  recvWindowMalformed: () => line(400, -1100, "Illegal characters found in parameter 'recvWindow'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'."),
  timestampTooOld: outsideRecvWindow,
  timestampAhead: () => line(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time."),
  keyUnknown: rejectedKey,
  keyOfOtherEnvironment: rejectedKey,
  keyDisabled: rejectedKey,
  keyExpired: rejectedKey,
  keyRetired: rejectedKey,
  keyDeleted: rejectedKey,
  accountAccessDisabled: rejectedKey,
  addressNotAllowed: rejectedKey,
  signatureWrong: () => line(400, -1022, 'Signature for this request is not valid.'),
  permissionMissing: missingRight,
  permissionLapsed: missingRight,
  listRequired: missingRight,
  beyondCeiling: missingRight,
  unrestrictedForbidden: missingRight,
  productNotOpened: missingRight,
  boundToWallet: missingRight,
  callerNotMain: missingRight,
  callerNotSub: missingRight,
  accountWeightUsedUp: weightUsedUp,
  replayed: outsideRecvWindow,
  beforeRestart: outsideRecvWindow,
  parameter: ({ fault }, { family }) => faultLine(fault, family),
  guardRail: ({ limit, text, isWithdrawal }) => line(400, limit === 'withdrawalAddresses' ? -4035 : isWithdrawal || limit.startsWith('withdrawal') ? -4015 : -2010, text),
}

/** Code and text of a parameter that could not be taken. */
export const faultLine = (fault: ParameterFault, family: Family): ErrorLine => {
  switch (fault.fault) {
    case 'missing': return line(400, -1102, mandatoryText(fault.name))
    case 'oneOfMissing': return line(400, -1102, `Param '${fault.names[0]}' or '${fault.names[1]}' must be sent, but both were empty/null!`)
    case 'illegalCharacters': return line(400, -1100, `Illegal characters found in parameter '${fault.name}'; legal range is '${fault.legal}'.`)
    case 'empty': return line(400, -1105, `Parameter '${fault.name}' was empty.`)
    case 'notRequired': return line(400, -1106, `Parameter '${fault.name}' sent when not required.`)
    case 'tooPrecise': return line(400, -1111, family === 'api' ? `Parameter '${fault.name}' has too much precision.` : 'Precision is over the maximum defined for this asset.')
    case 'overflow': return line(400, -1108, `Parameter '${fault.name}' overflowed.`)
    case 'tooGreat': return line(400, -1102, `'${fault.name}' contains unexpected value. Cannot be greater than ${fault.limit}.`)
    case 'unread': return line(400, -1104, `Not all sent parameters were read; read '${fault.read}' parameter(s) but was sent '${fault.sent}'.`)
    case 'coded': return line(fault.status ?? 400, fault.code, fault.message)
  }
}

/** What an error is on the wire. */
export const errorBody = ({ code, message, data }: ErrorAnswer): { readonly code: number; readonly msg: string; readonly data?: unknown } => (data === undefined ? { code, msg: message } : { code, msg: message, data })

const answerOf = ({ status, code, message }: ErrorLine): ErrorAnswer => ({ ok: false, status, code, message })

/**
 * What a refused call is told. `address` is the caller's: futures texts name it. When to come again
 * stands in the gate's decision, from which the server writes `Retry-After`.
 */
export const refusalAnswer = (refusal: Refusal, family: Family, address: string): ErrorAnswer => {
  // The table's key and the refusal's reason are the same value, which the type system cannot follow through a union.
  const lineOf = REFUSALS[refusal.reason] as (refusal: Refusal, context: RefusalContext) => ErrorLine
  return answerOf(lineOf(refusal, { family, address }))
}

/** A parameter fault that only a handler can see (it needs the venue, or several parameters). */
export const faultAnswer = (fault: ParameterFault, family: Family = 'api'): ErrorAnswer => answerOf(faultLine(fault, family))

/** Any other answer of Binance's table. */
export const errorAnswer = (code: number, message: string, status = 400): ErrorAnswer => ({ ok: false, status, code, message })

/** A part has failed for good, or the server is ending: nothing is admitted any more. */
export const UNAVAILABLE = errorAnswer(-1016, 'This service is no longer available.', 503)
/** A fault of ours: the caller learns that it was, and nothing of it. */
export const FAILED_INSIDE = errorAnswer(-1000, 'An unknown error occurred while processing the request.', 500)

export const INVALID_SYMBOL = errorAnswer(-1121, 'Invalid symbol.')
/** The second look at the window, just before the venue. */
export const TOO_LATE = answerOf(outsideRecvWindow())

/** -1015 with the limit that was reached, told before the venue sees the order; `Retry-After` in whole seconds. */
export const tooManyOrders = (limit: number, windowMs: number, retryAfterMs: number): ErrorAnswer => ({
  ...errorAnswer(-1015, `Too many new orders; current limit is ${limit} orders per ${windowText(windowMs)}.`, 429),
  headers: [['Retry-After', String(Math.max(1, Math.ceil(retryAfterMs / 1_000)))]],
})

/** What was asked of the venue: the same rejection has another code in another act. */
export interface RejectionContext {
  readonly act: 'place' | 'cancel' | 'amend' | 'query' | 'wallet' | 'convert'
  readonly orderType?: OrderType
}

/** The matching engine refused an order. */
export const NEW_ORDER_REJECTED = -2010

const ENGINE_CODE: Readonly<Record<RejectionContext['act'], number>> = { place: NEW_ORDER_REJECTED, cancel: -2011, amend: -2038, query: -2013, wallet: -4001, convert: -9000 }

type PlainRejection = Exclude<Rejection['reason'], 'filter'>
type RejectionLine = (context: RejectionContext, text: string) => ErrorLine

const engine = (message: string): RejectionLine => ({ act }) => line(400, ENGINE_CODE[act], message)
/** Of an order that never reaches the matching engine: -1013, as filters have it. */
const beforeEngine = (message: string): RejectionLine => ({ act }) => line(400, act === 'place' ? -1013 : ENGINE_CODE[act], message)
const always = (code: number, message: string): RejectionLine => () => line(400, code, message)

const NOT_SUPPORTED_TYPE: Readonly<Record<OrderType, string>> = {
  LIMIT: 'Unsupported order combination',
  LIMIT_MAKER: 'Unsupported order combination',
  MARKET: 'Market orders are not supported for this symbol.',
  STOP_LOSS: 'Stop loss orders are not supported for this symbol.',
  STOP_LOSS_LIMIT: 'Stop loss limit orders are not supported for this symbol.',
  TAKE_PROFIT: 'Take profit orders are not supported for this symbol.',
  TAKE_PROFIT_LIMIT: 'Take profit limit orders are not supported for this symbol.',
}

/** Which words of an unknown order: a query says that it does not exist, an act that it is unknown. */
const unknownOrder: RejectionLine = ({ act }) => act === 'query' ? line(400, -2013, 'Order does not exist.') : line(400, ENGINE_CODE[act], 'Unknown order sent.')

/** The lines of the futures room, whatever was asked of it. */
const FUTURES_REJECTIONS = Object.fromEntries(Object.entries(FUTURES_LINES).map(([reason, [code, message]]) => [reason, always(code, message)])) as Readonly<Record<FuturesReason, RejectionLine>> // its keys are those of the table

/** One row a reason of the venue. */
const REJECTIONS: { readonly [Reason in PlainRejection]: RejectionLine } = {
  ...FUTURES_REJECTIONS,
  unknownSymbol: always(-1121, 'Invalid symbol.'),
  unknownAsset: always(-4018, "We don't have this asset."),
  unknownAccount: engine('This account may not place or cancel orders.'),
  marketClosed: beforeEngine('Market is closed.'),
  insufficientBalance: engine('Account has insufficient balance for requested action.'),
  duplicateOrder: engine('Duplicate order sent.'),
  unknownOrder,
  noSuchOrder: unknownOrder,
  unknownOrderList: ({ act }) => act === 'query' ? line(400, -2013, 'Order list does not exist.') : line(400, ENGINE_CODE[act], 'Unknown order list sent.'),
  clientOrderIdMismatch: ({ act }) => act === 'query' ? line(400, -2039, 'Client order ID is not correct for this order ID.') : line(400, ENGINE_CODE[act], 'Unknown order sent.'),
  cancelRestricted: always(-2011, 'Order was not canceled due to cancel restrictions.'),
  wouldTriggerImmediately: engine('Order would trigger immediately.'),
  wouldMatchImmediately: engine('Order would immediately match and take.'),
  ocoBadPrices: engine('The relationship of the prices for the orders is not correct.'),
  zeroNotional: beforeEngine('Price * QTY is zero or less.'),
  icebergExceedsQuantity: engine('IcebergQty exceeds QTY.'),
  orderTypeNotSupported: (context) => beforeEngine(context.orderType ? NOT_SUPPORTED_TYPE[context.orderType] : 'Unsupported order combination')(context, ''),
  icebergNotSupported: beforeEngine('Iceberg orders are not supported for this symbol.'),
  trailingNotSupported: beforeEngine('Trailing stop orders are not supported for this symbol.'),
  ocoNotSupported: beforeEngine('OCO orders are not supported for this symbol'),
  otoNotSupported: beforeEngine('OTO orders are not supported for this symbol.'),
  quoteQuantityNotSupported: beforeEngine('Quote order qty market orders are not support for this symbol.'),
  cancelReplaceNotSupported: engine('Order cancel-replace is not supported for this symbol.'),
  amendNotSupported: engine('Order amend is not supported for this symbol.'),
  selfTradeModeNotSupported: always(-1013, 'This symbol does not allow the specified self-trade prevention mode.'),
  pegNotSupported: beforeEngine('Pegged orders are not supported for this symbol.'),
  pegTypeNotSupported: beforeEngine('This order type may not use pegged price.'),
  pegCombinationNotSupported: beforeEngine('This price peg cannot be used with this order type.'),
  pegLiquidity: engine('Order book liquidity is too low for this pegged order.'),
  opoNotSupported: beforeEngine('OPO orders are not supported for this symbol.'),
  amendOfPaidPending: always(-2038, 'Order amend (pending OPO order) is not supported.'),
  routingNotSupported: beforeEngine('This symbol does not allow SOR.'),
  amendIncreases: always(-2038, 'Order amend (quantity increase) is not supported.'),
  amendChangesNothing: always(-2038, 'The requested action would change no state; rejecting'),
  noLiquidity: engine('Order book liquidity is less than symbol minimum quantity.'),
  liquidityBelowLotSize: engine('Order book liquidity is less than `LOT_SIZE` filter minimum quantity.'),
  liquidityBelowMarketLotSize: engine('Order book liquidity is less than `MARKET_LOT_SIZE` filter minimum quantity.'),
  unsupportedOrderCombination: engine('Unsupported order combination'),
  notMarginPair: always(-3028, 'Not a valid margin pair.'),
  notMarginAsset: always(-3027, 'Not a valid margin asset.'),
  noMarginAccount: always(-3003, 'Margin account does not exist.'),
  marginLevelTooLow: always(-3023, "You can't transfer out/place order under current margin level."),
  borrowExceeds: always(-3006, 'Your borrow amount has exceed maximum borrow amount.'),
  repayExceeds: always(-3015, 'Repay amount exceeds borrow amount.'),
  marginBalance: always(-3041, 'Balance is not enough'),
  nothingToBorrow: always(-3026, 'Your input param is invalid.'),
  nothingOwed: always(-3010, 'Repay not allowed.'),
  transferExceeds: always(-3020, 'Transfer out amount exceeds max amount.'),
  tooManyIsolated: always(-3043, 'Transferring in not allowed.'),
  isolatedNotEmpty: always(-3005, 'Transferring out not allowed.'),
  isolatedDisabledToday: always(-5006, 'Only transfer once in 24 hours.'),
  noSuchLeverage: always(-3026, 'Your input param is invalid.'),
  noSmallLiability: always(-3010, 'Repay not allowed.'),
  nothingToTransfer: always(-5007, 'Quantity must be greater than zero.'),
  sameWallet: always(-5010, 'Asset transfer fail.'),
  transferBalance: always(-5002, 'You have insufficient balance.'),
  supplyExhausted: always(-4015, 'Withdraw is limited.'),
  withdrawAssetClosed: always(-4019, 'Current asset is not open for withdrawal.'),
  withdrawBelowMinimum: (_, text) => line(400, -4022, `Not less than the minimum pick-up quantity ${text}.`),
  withdrawAboveMaximum: always(-4015, 'Withdraw is limited.'),
  withdrawNotMultiple: (_, text) => line(400, -4021, `Asset withdrawal must be an integer multiple of ${text}.`),
  withdrawAmountBelowFee: always(-4028, 'The amount of withdrawal must be greater than the Commission.'),
  illegalAddress: always(-4007, 'Address validation is not passed.'),
  illegalAddressTag: always(-4008, 'Address tag validation is not passed.'),
  tagNotSupported: always(-4106, 'The network does not support address tag.'),
  withdrawBalance: always(-4026, 'You have insufficient balance.'),
  unknownNetwork: always(-4019, 'Current asset is not open for withdrawal.'),
  unknownWithdrawal: always(-4029, 'The withdrawal record does not exist.'),
  withdrawalNotPending: always(-4001, 'Invalid operation.'),
  notConvertible: always(-9000, 'This pair cannot be converted.'),
  convertTooLittle: always(-9000, 'The amount is below the least that can be converted.'),
  convertTooMuch: always(-9000, 'The amount is above the most that can be converted at once.'),
  convertBalance: always(-9000, 'Insufficient balance to convert.'),
  quoteExpired: always(-9000, 'The quote has expired or does not exist.'),
  unknownConversion: always(-9000, 'The convert order does not exist.'),
  dustNotConvertible: always(-5001, "Don't allow transfer to micro assets."),
}

/** Filters that count what stands open are the engine's own rejection; the others never reach it. */
const filterCode = (filter: string, { act }: RejectionContext): number =>
  filter === 'MAX_NUM_ORDER_AMENDS' ? -2038 : filter.includes('MAX_NUM') || filter === 'MAX_POSITION' ? ENGINE_CODE[act] : -1013

const rejectionLine = (rejection: Rejection, context: RejectionContext): ErrorLine =>
  rejection.reason === 'filter'
    ? line(400, filterCode(rejection.filter, context), `Filter failure: ${rejection.filter}`)
    : REJECTIONS[rejection.reason](context, 'text' in rejection ? rejection.text ?? '' : '')

/** What the venue's no is on the wire. */
export const rejectionAnswer = (rejection: Rejection, context: RejectionContext): ErrorAnswer => answerOf(rejectionLine(rejection, context))

/** Every reason that has a row, for the test that compares them with the ports. */
export const REFUSAL_REASONS = Object.keys(REFUSALS) as RefusalReason[] // the table's own names
export const REJECTION_REASONS = Object.keys(REJECTIONS) as PlainRejection[] // the table's own names
