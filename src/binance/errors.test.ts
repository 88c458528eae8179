import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rejection } from '../exchange/rejection.ts'
import type { Family, ParameterFault } from '../gate/endpoint-shape.ts'
import type { Refusal } from '../gate/refusal.ts'
import { faultLine, REFUSAL_REASONS, refusalAnswer, REJECTION_REASONS, rejectionAnswer, type RejectionContext, tooManyOrders } from './errors.ts'

const REJECTED = 'Invalid API-key, IP, or permissions for action.'
const REJECTED_FUTURES = 'Invalid API-key, IP, or permissions for action, request ip: 192.0.2.7'
const UNAUTHORIZED = 'You are not authorized to execute this request.'
const LATE = 'Timestamp for this request is outside of the recvWindow.'
const limit = { limit: 6000, windowMs: 60_000, retryAfterMs: 12_300 }

/** reason, family → status, code, text: the texts are Binance's own. */
const REFUSED: readonly (readonly [Refusal, Family, number, number, string])[] = [
  [{ reason: 'addressBanned', untilMs: 1_700_000_120_000 }, 'api', 418, -1003, 'Way too much request weight used; IP banned until 1700000120000. Please use WebSocket Streams for live updates to avoid bans.'],
  [{ reason: 'addressBanned', untilMs: 1_700_000_120_000 }, 'fapi', 418, -1003, 'Way too many requests; IP banned until 1700000120000. Please use the websocket for live updates to avoid bans.'],
  [{ reason: 'tooManyConnections', limit: 300, windowMs: 300_000, retryAfterMs: 1_000 }, 'api', 429, -1034, "Too many connection attempts from IP; current limit is 300 per '5 minutes'."],
  [{ reason: 'tooManyRawRequests', ...limit }, 'api', 429, -1003, 'Too many requests queued.'],
  [{ reason: 'unknownPath' }, 'api', 404, -1099, 'Not found, unauthenticated, or unauthorized.'],
  [{ reason: 'bodyTooLarge' }, 'api', 413, -1101, 'Too many parameters sent for this endpoint.'],
  [{ reason: 'duplicateParameter', name: 'symbol' }, 'api', 400, -1101, 'Duplicate values for a parameter detected.'],
  [{ reason: 'malformedEncoding' }, 'api', 400, -1100, 'Illegal characters found in a parameter.'],
  [{ reason: 'addressWeightUsedUp', ...limit }, 'api', 429, -1003, 'Too much request weight used; current limit is 6000 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.'],
  [{ reason: 'addressWeightUsedUp', ...limit, limit: 2400 }, 'fapi', 429, -1003, 'Too many requests; current limit is 2400 requests per minute. Please use the websocket for live updates to avoid polling the API.'],
  [{ reason: 'keyHeaderMissing' }, 'api', 401, -2014, 'API-key format invalid.'],
  [{ reason: 'keyHeaderMalformed' }, 'sapi', 401, -2014, 'API-key format invalid.'],
  [{ reason: 'timestampMissing' }, 'api', 400, -1102, "Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed."],
  [{ reason: 'timestampMalformed' }, 'api', 400, -1100, "Illegal characters found in parameter 'timestamp'; legal range is '^[0-9]{1,20}$'."],
  [{ reason: 'signatureMissing' }, 'api', 400, -1102, "Mandatory parameter 'signature' was not sent, was empty/null, or malformed."],
  [{ reason: 'recvWindowTooGreat' }, 'api', 400, -1131, "'recvWindow' must be less than 60000."],
  [{ reason: 'recvWindowTooGreat' }, 'sapi', 400, -1131, 'recvWindow must be less than 60000'],
  [{ reason: 'recvWindowMalformed' }, 'api', 400, -1100, "Illegal characters found in parameter 'recvWindow'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'."],
  [{ reason: 'timestampTooOld', differenceMs: 9000, recvWindowMs: 5000 }, 'api', 400, -1021, LATE],
  [{ reason: 'timestampAhead', differenceMs: 2000 }, 'api', 400, -1021, "Timestamp for this request was 1000ms ahead of the server's time."],
  ...(['keyUnknown', 'keyOfOtherEnvironment', 'keyDisabled', 'keyExpired', 'keyDeleted', 'keyRetired', 'accountAccessDisabled'] as const).flatMap((reason) => [
    [{ reason }, 'api', 401, -2015, REJECTED], [{ reason }, 'sapi', 401, -2015, REJECTED], [{ reason }, 'fapi', 401, -2015, REJECTED_FUTURES],
  ] satisfies [Refusal, Family, number, number, string][]),
  [{ reason: 'addressNotAllowed', address: '192.0.2.7', entries: ['203.0.113.45'] }, 'api', 401, -2015, REJECTED],
  [{ reason: 'addressNotAllowed', address: '192.0.2.7', entries: ['203.0.113.45'] }, 'sapi', 401, -2015, REJECTED],
  [{ reason: 'addressNotAllowed', address: '192.0.2.7', entries: [] }, 'fapi', 401, -2015, REJECTED_FUTURES],
  [{ reason: 'signatureWrong' }, 'sapi', 400, -1022, 'Signature for this request is not valid.'],
  ...([
    { reason: 'permissionMissing', permission: 'margin' }, { reason: 'permissionLapsed', permission: 'margin' }, { reason: 'listRequired', permission: 'withdrawals' }, { reason: 'beyondCeiling', permission: 'futures' }, { reason: 'unrestrictedForbidden', permission: 'futures' }, { reason: 'boundToWallet', wallet: 'crossMargin' },
    { reason: 'productNotOpened', product: 'margin' }, { reason: 'callerNotMain' }, { reason: 'callerNotSub' },
  ] satisfies Refusal[]).flatMap((refusal) => [
    [refusal, 'api', 401, -2015, REJECTED], [refusal, 'sapi', 400, -1002, UNAUTHORIZED], [refusal, 'fapi', 401, -2015, REJECTED_FUTURES],
  ] satisfies [Refusal, Family, number, number, string][]),
  [{ reason: 'accountWeightUsedUp', ...limit, limit: 180_000 }, 'sapi', 429, -1003, 'Too much request weight used; current limit is 180000 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.'],
  [{ reason: 'replayed' }, 'api', 400, -1021, LATE],
  [{ reason: 'beforeRestart' }, 'api', 400, -1021, LATE],
  [{ reason: 'parameter', fault: { fault: 'missing', name: 'symbol' } }, 'api', 400, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."],
  [{ reason: 'guardRail', limit: 'symbols', text: 'This key may trade BTCUSDT only.' }, 'api', 400, -2010, 'This key may trade BTCUSDT only.'],
  [{ reason: 'guardRail', limit: 'withdrawalAmount', text: 'x' }, 'sapi', 400, -4015, 'x'],
  [{ reason: 'guardRail', limit: 'withdrawalAddresses', text: 'x' }, 'sapi', 400, -4035, 'x'],
]

test('each refusal of the gate has the status, code and text of its family', () => {
  for (const [refusal, family, status, code, message] of REFUSED) {
    const answer = refusalAnswer(refusal, family, '192.0.2.7')
    assert.deepEqual([answer.status, answer.code, answer.message], [status, code, message], `${refusal.reason} on ${family}`)
  }
})

test('the table above leaves out no reason of the gate', () => {
  const tried = new Set(REFUSED.map(([refusal]) => refusal.reason))
  assert.deepEqual(REFUSAL_REASONS.filter((reason) => !tried.has(reason)), [])
})

test('a used up order count tells its limit, and in whole seconds when to come again', () => {
  assert.deepEqual(tooManyOrders(50, 10_000, 4_001), {
    ok: false, status: 429, code: -1015, message: 'Too many new orders; current limit is 50 orders per 10 SECOND.', headers: [['Retry-After', '5']],
  })
  assert.equal(tooManyOrders(160_000, 86_400_000, 1).message, 'Too many new orders; current limit is 160000 orders per 1 DAY.')
})

const FAULTS: readonly (readonly [ParameterFault, number, string])[] = [
  [{ fault: 'missing', name: 'side' }, -1102, "Mandatory parameter 'side' was not sent, was empty/null, or malformed."],
  [{ fault: 'oneOfMissing', names: ['orderId', 'origClientOrderId'] }, -1102, "Param 'orderId' or 'origClientOrderId' must be sent, but both were empty/null!"],
  [{ fault: 'illegalCharacters', name: 'symbol', legal: '^[A-Z0-9-_.]{1,20}$' }, -1100, "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'."],
  [{ fault: 'empty', name: 'price' }, -1105, "Parameter 'price' was empty."],
  [{ fault: 'notRequired', name: 'timeInForce' }, -1106, "Parameter 'timeInForce' sent when not required."],
  [{ fault: 'tooPrecise', name: 'quantity' }, -1111, "Parameter 'quantity' has too much precision."],
  [{ fault: 'overflow', name: 'orderId' }, -1108, "Parameter 'orderId' overflowed."],
  [{ fault: 'tooGreat', name: 'limit', limit: '1000' }, -1102, "'limit' contains unexpected value. Cannot be greater than 1000."],
  [{ fault: 'unread', read: 3, sent: 4 }, -1104, "Not all sent parameters were read; read '3' parameter(s) but was sent '4'."],
  [{ fault: 'coded', code: -1117, message: 'Invalid side.' }, -1117, 'Invalid side.'],
]

test('each parameter fault has its code and text', () => {
  for (const [fault, code, message] of FAULTS) assert.deepEqual(faultLine(fault, 'api'), { status: 400, code, message })
  assert.equal(faultLine({ fault: 'tooPrecise', name: 'amount' }, 'sapi').message, 'Precision is over the maximum defined for this asset.')
})

const REJECTED_BY_VENUE: readonly (readonly [Rejection, RejectionContext, number, string])[] = [
  [{ reason: 'filter', filter: 'LOT_SIZE' }, { act: 'place' }, -1013, 'Filter failure: LOT_SIZE'],
  [{ reason: 'filter', filter: 'PERCENT_PRICE_BY_SIDE' }, { act: 'place' }, -1013, 'Filter failure: PERCENT_PRICE_BY_SIDE'],
  [{ reason: 'filter', filter: 'MAX_NUM_ORDERS' }, { act: 'place' }, -2010, 'Filter failure: MAX_NUM_ORDERS'],
  [{ reason: 'filter', filter: 'MAX_POSITION' }, { act: 'place' }, -2010, 'Filter failure: MAX_POSITION'],
  [{ reason: 'filter', filter: 'MAX_NUM_ORDER_AMENDS' }, { act: 'amend' }, -2038, 'Filter failure: MAX_NUM_ORDER_AMENDS'],
  [{ reason: 'unknownSymbol' }, { act: 'query' }, -1121, 'Invalid symbol.'],
  [{ reason: 'insufficientBalance' }, { act: 'place' }, -2010, 'Account has insufficient balance for requested action.'],
  [{ reason: 'wouldMatchImmediately' }, { act: 'place' }, -2010, 'Order would immediately match and take.'],
  [{ reason: 'wouldTriggerImmediately' }, { act: 'place' }, -2010, 'Order would trigger immediately.'],
  [{ reason: 'marketClosed' }, { act: 'place' }, -1013, 'Market is closed.'],
  [{ reason: 'zeroNotional' }, { act: 'place' }, -1013, 'Price * QTY is zero or less.'],
  [{ reason: 'marketClosed' }, { act: 'cancel' }, -2011, 'Market is closed.'],
  [{ reason: 'unknownOrder' }, { act: 'cancel' }, -2011, 'Unknown order sent.'],
  [{ reason: 'unknownOrder' }, { act: 'amend' }, -2038, 'Unknown order sent.'],
  [{ reason: 'noSuchOrder' }, { act: 'query' }, -2013, 'Order does not exist.'],
  [{ reason: 'noSuchOrder' }, { act: 'cancel' }, -2011, 'Unknown order sent.'],
  [{ reason: 'clientOrderIdMismatch' }, { act: 'query' }, -2039, 'Client order ID is not correct for this order ID.'],
  [{ reason: 'clientOrderIdMismatch' }, { act: 'cancel' }, -2011, 'Unknown order sent.'],
  [{ reason: 'noLiquidity' }, { act: 'place' }, -2010, 'Order book liquidity is less than symbol minimum quantity.'],
  [{ reason: 'cancelRestricted' }, { act: 'cancel' }, -2011, 'Order was not canceled due to cancel restrictions.'],
  [{ reason: 'duplicateOrder' }, { act: 'place' }, -2010, 'Duplicate order sent.'],
  [{ reason: 'orderTypeNotSupported' }, { act: 'place', orderType: 'TAKE_PROFIT_LIMIT' }, -1013, 'Take profit limit orders are not supported for this symbol.'],
  [{ reason: 'amendIncreases' }, { act: 'amend' }, -2038, 'Order amend (quantity increase) is not supported.'],
  [{ reason: 'withdrawBelowMinimum', text: '0.001' }, { act: 'wallet' }, -4022, 'Not less than the minimum pick-up quantity 0.001.'],
  [{ reason: 'withdrawBalance' }, { act: 'wallet' }, -4026, 'You have insufficient balance.'],
]

test("each rejection of the venue has Binance's code and text", () => {
  for (const [rejection, context, code, message] of REJECTED_BY_VENUE) {
    const answer = rejectionAnswer(rejection, context)
    assert.deepEqual([answer.status, answer.code, answer.message], [400, code, message], JSON.stringify(rejection))
  }
})

test('every reason of the venue gives a text in every act', () => {
  for (const reason of REJECTION_REASONS) {
    for (const act of ['place', 'cancel', 'amend', 'query', 'wallet'] as const) {
      // Built from the table's own keys, which are the union's reasons.
      const answer = rejectionAnswer({ reason } as Rejection, { act })
      assert.ok(answer.code < 0 && answer.message.length > 0, `${reason} ${act}`)
    }
  }
})
