import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { findEndpoint } from '../../endpoint-table.ts'
import { faultLine } from '../../errors.ts'

const rawOf = (query: string): RawParameters => {
  const pairs = new URLSearchParams(query)
  return { get: (name) => pairs.get(name) ?? undefined, has: (name) => pairs.has(name), getAll: (name) => pairs.getAll(name), isInBody: () => false, names: () => [...new Set(pairs.keys())] }
}

/** What a row says of a query: 'read', or the code and text of its fault. */
const judge = (route: string, query: string): string => {
  const [method = '', path = ''] = route.split(' ')
  const row = findEndpoint(method, `/api/v3${path}`)
  assert.ok(row, route)
  const parsed = row.parseParameters(rawOf(query))
  if (parsed.ok) return 'read'
  const { code, message } = faultLine(parsed.fault, row.family)
  return `${code} ${message}`
}

const missing = (name: string) => `-1102 Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`
const oneOf = (first: string, second: string) => `-1102 Param '${first}' or '${second}' must be sent, but both were empty/null!`
const notRequired = (name: string) => `-1106 Parameter '${name}' sent when not required.`
const COMBINATION = '-1128 Combination of optional parameters invalid.'
const SIGNED = '&timestamp=1700000000000&recvWindow=5000&signature=ab'

const symbols = (count: number): string => `symbols=[${Array.from({ length: count }, (_, index) => `"S${index}"`).join(',')}]`
const LIMIT = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=9'
const STOP = 'symbol=BTCUSDT&side=SELL&quantity=1'
const PAIR = 'symbol=BTCUSDT&quantity=1'
const OTO = 'symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=9&workingQuantity=1&workingTimeInForce=GTC&pendingSide=SELL&pendingQuantity=1'

const UNPRICED = LIMIT.replace('&price=9', '')
const PEG_TOGETHER = (prefix: string): string => {
  const name = (part: string): string => (prefix === '' ? `p${part}` : `${prefix}P${part}`)
  return `-1128 Combination of optional fields invalid. Recommendation: '${name('egOffsetType')}' and '${name('egOffsetValue')}' must both be sent.`
}

const CASES: readonly (readonly [string, string, string])[] = [
  ['POST /order', LIMIT + SIGNED, 'read'],
  ['POST /order', `${UNPRICED}&pegPriceType=PRIMARY_PEG`, 'read'],
  ['POST /order', `${UNPRICED}&pegPriceType=MARKET_PEG&pegOffsetType=PRICE_LEVEL&pegOffsetValue=100`, 'read'],
  ['POST /order', `${LIMIT}&pegPriceType=PRIMARY_PEG`, 'read'],
  ['POST /order', `${UNPRICED}&pegPriceType=PRIMARY`, '-1210 Invalid pegPriceType.'],
  ['POST /order', `${UNPRICED}&pegPriceType=PRIMARY_PEG&pegOffsetType=TICK&pegOffsetValue=1`, '-1211 Invalid pegOffsetType.'],
  ['POST /order', `${UNPRICED}&pegPriceType=PRIMARY_PEG&pegOffsetType=PRICE_LEVEL&pegOffsetValue=101`, "-1102 'pegOffsetValue' contains unexpected value. Cannot be greater than 100."],
  ['POST /order', `${UNPRICED}&pegPriceType=PRIMARY_PEG&pegOffsetValue=1`, PEG_TOGETHER('')],
  ['POST /order', `${UNPRICED}&pegPriceType=PRIMARY_PEG&pegOffsetType=PRICE_LEVEL`, PEG_TOGETHER('')],
  ['POST /order', `${LIMIT}&pegOffsetType=PRICE_LEVEL&pegOffsetValue=1`, notRequired('pegOffsetType')],
  ['POST /orderList/oto', `${OTO.replace('&workingPrice=9', '')}&workingPegPriceType=PRIMARY_PEG&pendingType=LIMIT&pendingTimeInForce=GTC&pendingPegPriceType=MARKET_PEG`, 'read'],
  ['POST /orderList/oto', `${OTO.replace('&workingPrice=9', '')}&pendingType=MARKET`, missing('workingPrice')],
  ['POST /orderList/oto', `${OTO}&workingPegOffsetValue=1&workingPegPriceType=PRIMARY_PEG&pendingType=MARKET`, PEG_TOGETHER('working')],
  ['POST /orderList/opo', `${OTO}&pendingType=MARKET`, "-1225 Pending orders should not include the 'pendingQuantity' tag."],
  ['POST /orderList/opo', `${OTO.replace('&pendingQuantity=1', '')}&pendingType=MARKET`, 'read'],
  ['POST /orderList/opoco', `${OTO}&pendingAboveType=LIMIT_MAKER&pendingAbovePrice=11&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=7`, "-1225 Pending orders should not include the 'pendingQuantity' tag."],
  ['POST /order', '', missing('symbol')],
  ['POST /order', 'symbol=BTCUSDT', missing('side')],
  ['POST /order', 'symbol=BTCUSDT&side=BUY', missing('type')],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=LIMIT', missing('timeInForce')],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC', missing('quantity')],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1', missing('price')],
  ['POST /order', 'symbol=BTCUSDT&side=HOLD&type=LIMIT', '-1117 Invalid side.'],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=LIMITED', '-1116 Invalid orderType.'],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX', '-1115 Invalid timeInForce.'],
  ['POST /order', 'symbol=btcusdt&side=BUY&type=LIMIT', "-1100 Illegal characters found in parameter 'symbol'; legal range is '^[\\w\\-._&&[^a-z]]{1,50}$'."],
  ['GET /ticker/price', 'symbols=["btcusdt"]', `-1100 Illegal characters found in parameter 'symbols'; legal range is '^\\[("[\\w\\-._&&[^a-z]]{1,50}"(,"[\\w\\-._&&[^a-z]]{1,50}"){0,}){0,1}\\]$'.`],
  ['POST /order', LIMIT.replace('quantity=1', 'quantity=1e2'), "-1100 Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'."],
  ['POST /order', LIMIT.replace('quantity=1', 'quantity=0.000000001'), "-1111 Parameter 'quantity' has too much precision."],
  ['POST /order', LIMIT.replace('price=9', 'price='), "-1105 Parameter 'price' was empty."],
  ['POST /order', `${LIMIT}&stopPrice=8`, notRequired('stopPrice')],
  ['POST /order', `${LIMIT}&trailingDelta=8`, notRequired('trailingDelta')],
  ['POST /order', `${LIMIT}&quoteOrderQty=8`, notRequired('quoteOrderQty')],
  ['POST /order', `${LIMIT}&icebergQty=0.5`, 'read'],
  ['POST /order', `${LIMIT.replace('GTC', 'IOC')}&icebergQty=0.5`, '-1014 Unsupported order combination.'],
  ['POST /order', `${LIMIT}&strategyId=5&strategyType=999999`, '-1134 strategyType was less than 1000000.'],
  ['POST /order', `${LIMIT}&strategyId=5&strategyType=1000000`, 'read'],
  ['POST /order', `${LIMIT}&newOrderRespType=SOME`, "-1130 Data sent for parameter 'newOrderRespType' is not valid."],
  ['POST /order', `${LIMIT}&selfTradePreventionMode=MAYBE`, "-1130 Data sent for parameter 'selfTradePreventionMode' is not valid."],
  ['POST /order', `${LIMIT}&newClientOrderId=a b`, "-1100 Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'."],
  ['POST /order', `${LIMIT}&reduceOnly=true`, "-1104 Not all sent parameters were read; read '6' parameter(s) but was sent '7'."],
  ['POST /order', `${LIMIT}&reduceOnly=true${SIGNED}`, "-1104 Not all sent parameters were read; read '9' parameter(s) but was sent '10'."],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1', 'read'],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=10', 'read'],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=MARKET', oneOf('quantity', 'quoteOrderQty')],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&quoteOrderQty=10', COMBINATION],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&timeInForce=GTC', notRequired('timeInForce')],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&price=3', notRequired('price')],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&icebergQty=1', notRequired('icebergQty')],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=3', 'read'],
  ['POST /order', 'symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=3&timeInForce=GTC', notRequired('timeInForce')],
  ['POST /order', `${STOP}&type=STOP_LOSS&stopPrice=3`, 'read'],
  ['POST /order', `${STOP}&type=STOP_LOSS&trailingDelta=100`, 'read'],
  ['POST /order', `${STOP}&type=TAKE_PROFIT&trailingDelta=100&stopPrice=3`, 'read'],
  ['POST /order', `${STOP}&type=STOP_LOSS`, oneOf('stopPrice', 'trailingDelta')],
  ['POST /order', `${STOP}&type=STOP_LOSS&stopPrice=3&timeInForce=GTC`, notRequired('timeInForce')],
  ['POST /order', `${STOP}&type=STOP_LOSS&stopPrice=3&price=3`, notRequired('price')],
  ['POST /order', `${STOP}&type=STOP_LOSS_LIMIT&stopPrice=3&price=3`, missing('timeInForce')],
  ['POST /order', `${STOP}&type=TAKE_PROFIT_LIMIT&price=3&timeInForce=GTC`, oneOf('stopPrice', 'trailingDelta')],
  ['POST /order', `${STOP}&type=TAKE_PROFIT_LIMIT&price=3&timeInForce=GTC&stopPrice=4&icebergQty=0.1`, 'read'],
  ['POST /order/test', `${LIMIT}&computeCommissionRates=true`, 'read'],
  ['GET /order', 'symbol=BTCUSDT', oneOf('origClientOrderId', 'orderId')],
  ['GET /order', 'symbol=BTCUSDT&orderId=1&origClientOrderId=a', 'read'],
  ['GET /order', 'symbol=BTCUSDT&orderId=-1', "-1100 Illegal characters found in parameter 'orderId'; legal range is '^[0-9]{1,20}$'."],
  ['DELETE /order', 'symbol=BTCUSDT', oneOf('origClientOrderId', 'orderId')],
  ['DELETE /order', 'symbol=BTCUSDT&orderId=1&cancelRestrictions=NONE', '-1145 Invalid cancelRestrictions'],
  ['POST /order/cancelReplace', LIMIT, missing('cancelReplaceMode')],
  ['POST /order/cancelReplace', `${LIMIT}&cancelReplaceMode=STOP_ON_FAILURE`, oneOf('cancelOrigClientOrderId', 'cancelOrderId')],
  ['POST /order/cancelReplace', `${LIMIT}&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=1`, 'read'],
  ['PUT /order/amend/keepPriority', 'symbol=BTCUSDT&orderId=1', missing('newQty')],
  ['PUT /order/amend/keepPriority', 'symbol=BTCUSDT&orderId=1&newQty=0', "-1130 Data sent for parameter 'newQty' is not valid."],
  ['POST /orderList/oco', `${PAIR}&side=SELL&aboveType=LIMIT_MAKER&abovePrice=9&belowType=STOP_LOSS&belowStopPrice=5`, 'read'],
  ['POST /orderList/oco', `${PAIR}&side=SELL&aboveType=LIMIT_MAKER&belowType=STOP_LOSS&belowStopPrice=5`, missing('abovePrice')],
  ['POST /orderList/oco', `${PAIR}&side=SELL&aboveType=LIMIT_MAKER&abovePrice=9&belowType=STOP_LOSS`, oneOf('belowStopPrice', 'belowTrailingDelta')],
  ['POST /orderList/oco', `${PAIR}&side=SELL&aboveType=LIMIT&belowType=STOP_LOSS`, '-1158 Order type not supported in OCO.'],
  ['POST /orderList/oco', `${PAIR}&side=SELL&aboveType=LIMIT_MAKER&belowType=LIMIT_MAKER`, '-1168 At least one OCO order must be contingent.'],
  ['POST /orderList/oco', `${PAIR}&side=BUY&aboveType=LIMIT_MAKER&belowType=STOP_LOSS`, '-1165 A limit order in a buy OCO must be below.'],
  ['POST /orderList/oco', `${PAIR}&side=SELL&aboveType=STOP_LOSS&belowType=LIMIT_MAKER`, '-1166 A limit order in a sell OCO must be above.'],
  ['POST /orderList/oco', `${PAIR}&side=BUY&aboveType=STOP_LOSS&belowType=STOP_LOSS_LIMIT`, '-1196 A stop loss order in a buy OCO must be above.'],
  ['POST /orderList/oco', `${PAIR}&side=SELL&aboveType=STOP_LOSS&belowType=STOP_LOSS_LIMIT`, '-1197 A stop loss order in a sell OCO must be below.'],
  ['POST /orderList/oco', `${PAIR}&side=BUY&aboveType=TAKE_PROFIT&belowType=TAKE_PROFIT`, '-1198 A take profit order in a buy OCO must be below.'],
  ['POST /orderList/oco', `${PAIR}&side=SELL&aboveType=TAKE_PROFIT&belowType=TAKE_PROFIT`, '-1199 A take profit order in a sell OCO must be above.'],
  ['POST /orderList/oco', `${PAIR}&side=BUY&belowType=TAKE_PROFIT&belowStopPrice=3&aboveType=STOP_LOSS_LIMIT&aboveStopPrice=9&abovePrice=9&aboveTimeInForce=IOC&aboveIcebergQty=0.1`,
    "-1160 Parameter 'aboveIcebergQty' is not supported if `aboveTimeInForce`/`belowTimeInForce` is not GTC."],
  ['POST /order/oco', `${PAIR}&side=SELL&price=9&stopPrice=5`, 'read'],
  ['POST /order/oco', `${PAIR}&side=SELL&price=9&stopPrice=5&stopLimitPrice=4`, missing('stopLimitTimeInForce')],
  ['POST /order/oco', `${PAIR}&side=SELL&price=9&stopPrice=5&stopLimitTimeInForce=GTC`, notRequired('stopLimitTimeInForce')],
  ['POST /orderList/oto', `${OTO}&pendingType=MARKET`, 'read'],
  ['POST /orderList/oto', `${OTO}&pendingType=STOP_LOSS`, oneOf('pendingStopPrice', 'pendingTrailingDelta')],
  ['POST /orderList/oto', `${OTO.replace('LIMIT', 'MARKET')}&pendingType=MARKET`, '-1014 Unsupported order combination.'],
  ['POST /orderList/oto', `${OTO.replace('&workingTimeInForce=GTC', '')}&pendingType=MARKET`, missing('workingTimeInForce')],
  ['POST /orderList/otoco', `${OTO}&pendingAboveType=LIMIT_MAKER&pendingAbovePrice=9&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=3`, 'read'],
  ['POST /orderList/otoco', `${OTO}&pendingAboveType=STOP_LOSS&pendingAboveStopPrice=9&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=3`, '-1197 A stop loss order in a sell OCO must be below.'],
  ['GET /orderList', '', oneOf('orderListId', 'origClientOrderId')],
  ['DELETE /orderList', 'symbol=BTCUSDT', oneOf('orderListId', 'listClientOrderId')],
  ['GET /allOrders', 'symbol=BTCUSDT&startTime=1700000000000&endTime=1700086400000', 'read'],
  ['GET /allOrders', 'symbol=BTCUSDT&startTime=1700000000000000&endTime=1700086400000', 'read'],
  ['GET /myTrades', 'symbol=BTCUSDT&fromId=1&startTime=1700000000000', COMBINATION],
  ['GET /myTrades', 'symbol=BTCUSDT&fromId=1&orderId=4', 'read'],
  ['GET /allOrderList', 'fromId=1&endTime=1700000000000', COMBINATION],
  ['GET /myPreventedMatches', 'symbol=BTCUSDT', oneOf('preventedMatchId', 'orderId')],
  ['GET /myPreventedMatches', 'symbol=BTCUSDT&preventedMatchId=1&orderId=1', COMBINATION],
  ['GET /order/amendments', 'symbol=BTCUSDT', missing('orderId')],
  ['GET /account', 'omitZeroBalances=yes', "-1130 Data sent for parameter 'omitZeroBalances' is not valid."],
  ['GET /ping', 'a=1', "-1101 Too many parameters; expected '0' and received '1'."],
  ['GET /exchangeInfo', 'symbol=BTCUSDT&symbols=["BNBBTC"]', COMBINATION],
  ['GET /exchangeInfo', 'permissions=SPOT', 'read'],
  ['GET /exchangeInfo', 'permissions=["MARGIN","LEVERAGED"]', 'read'],
  ['GET /exchangeInfo', 'permissions=["WITHDRAW"]', "-1130 Data sent for parameter 'permissions' is not valid."],
  ['GET /exchangeInfo', 'symbol=BTCUSDT&symbolStatus=TRADING', COMBINATION],
  ['GET /aggTrades', 'symbol=BTCUSDT&fromId=1&startTime=1700000000000', COMBINATION],
  ['GET /klines', 'symbol=BTCUSDT', missing('interval')],
  ['GET /klines', 'symbol=BTCUSDT&interval=2m', '-1120 Invalid interval.'],
  ['GET /klines', 'symbol=BTCUSDT&interval=1d&timeZone=05:45', 'read'],
  ['GET /klines', 'symbol=BTCUSDT&interval=1d&timeZone=-12:00', 'read'],
  ['GET /klines', 'symbol=BTCUSDT&interval=1d&timeZone=%2B14:00', 'read'],
  ['GET /klines', 'symbol=BTCUSDT&interval=1d&timeZone=14:01', "-1130 Data sent for parameter 'timeZone' is not valid."],
  ['GET /depth', 'symbol=BTCUSDT&limit=9999', 'read'],
  ['GET /ticker', '', oneOf('symbol', 'symbols')],
  ['GET /ticker', 'symbol=BTCUSDT&windowSize=90m', "-1130 Data sent for parameter 'windowSize' is not valid."],
  ['GET /ticker', symbols(100), 'read'],
  ['GET /ticker', symbols(101), "-1101 Too many values sent for parameter 'symbols', maximum allowed up to 100."],
  ['GET /ticker/tradingDay', symbols(101), "-1101 Too many values sent for parameter 'symbols', maximum allowed up to 100."],
  ['GET /ticker', 'symbol=BTCUSDT&windowSize=7d', 'read'],
  ['GET /ticker', 'symbol=BTCUSDT&type=TINY', '-1139 Invalid ticker type.'],
  ['GET /ticker/24hr', 'symbol=BTCUSDT&symbols=["BNBBTC"]', COMBINATION],
  ['GET /ticker/price', 'symbols=["BNBBTC","BNBBTC"]', '-1151 Symbol is present multiple times in the list.'],
  ['GET /ticker/price', 'symbols=BNBBTC', "-1135 JSON sent for parameter 'symbols' is not valid"],
]

for (const [route, query, expected] of CASES) {
  test(`${route} ${query.slice(0, 90)} → ${expected.slice(0, 60)}`, () => {
    assert.equal(judge(route, query), expected)
  })
}

const weightOf = (route: string, query: string): number => {
  const [method = '', path = ''] = route.split(' ')
  const weight = findEndpoint(method, `/api/v3${path}`)?.weight.of
  return typeof weight === 'function' ? weight(rawOf(query)) : weight ?? Number.NaN
}

const WEIGHTS: readonly (readonly [string, string, number])[] = [
  ['GET /exchangeInfo', '', 20],
  ['GET /depth', '', 5], ['GET /depth', 'limit=100', 5], ['GET /depth', 'limit=101', 25], ['GET /depth', 'limit=500', 25], ['GET /depth', 'limit=1000', 50], ['GET /depth', 'limit=5000', 250], ['GET /depth', 'limit=x', 5],
  ['GET /ticker/24hr', 'symbol=A', 2], ['GET /ticker/24hr', symbols(20), 2], ['GET /ticker/24hr', symbols(21), 40], ['GET /ticker/24hr', symbols(100), 40], ['GET /ticker/24hr', symbols(101), 80], ['GET /ticker/24hr', '', 80],
  ['GET /ticker', 'symbol=A', 4], ['GET /ticker', symbols(3), 12], ['GET /ticker', symbols(60), 200], ['GET /ticker/tradingDay', symbols(2), 8],
  ['GET /ticker/price', 'symbol=A', 2], ['GET /ticker/price', '', 4], ['GET /ticker/bookTicker', symbols(1), 4],
  ['GET /openOrders', 'symbol=A', 6], ['GET /openOrders', '', 80],
  ['GET /myTrades', 'symbol=A', 20], ['GET /myTrades', 'symbol=A&orderId=1', 5],
  ['GET /myPreventedMatches', 'preventedMatchId=1', 2], ['GET /myPreventedMatches', 'orderId=1', 20],
  ['POST /order/test', '', 1], ['POST /order/test', 'computeCommissionRates=true', 20],
  ['PUT /order/amend/keepPriority', '', 4], ['POST /order', '', 1],
]

test('weights follow the parameters', () => {
  for (const [route, query, weight] of WEIGHTS) assert.equal(weightOf(route, query), weight, `${route} ${query.slice(0, 40)}`)
})
