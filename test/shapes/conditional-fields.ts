import type { ConnectorAnswers } from './connector-answers.ts'

export type AnswerName = keyof ConnectorAnswers

/**
 * The connectors mark every field optional. Here every declared field is required, in every object of an answer, but for
 * these: fields that the documentation itself says appear under a condition.
 */
export interface ConditionalField {
  readonly fields: readonly string[]
  /** Which answers; names of the endpoint, variants of it included. */
  readonly of: readonly string[] | 'every answer'
  readonly reason: string
  /** Nothing here gives rise to the condition (yet); any other conditional field has to be seen once in these tests. */
  readonly isNeverMet?: true
}

const ANSWERS_WITH_ORDERS = [
  'POST /api/v3/order', 'DELETE /api/v3/order', 'DELETE /api/v3/openOrders', 'POST /api/v3/order/cancelReplace', 'PUT /api/v3/order/amend/keepPriority',
  'POST /api/v3/order/oco', 'POST /api/v3/orderList/oco', 'POST /api/v3/orderList/oto', 'POST /api/v3/orderList/otoco', 'POST /api/v3/orderList/opo', 'POST /api/v3/orderList/opoco',
  'DELETE /api/v3/orderList', 'POST /api/v3/sor/order', 'GET /api/v3/order', 'GET /api/v3/openOrders', 'GET /api/v3/allOrders',
  'POST /sapi/v1/margin/order', 'DELETE /sapi/v1/margin/order', 'DELETE /sapi/v1/margin/openOrders', 'POST /sapi/v1/margin/order/oco', 'POST /sapi/v1/margin/order/oto', 'POST /sapi/v1/margin/order/otoco',
  'DELETE /sapi/v1/margin/orderList', 'GET /sapi/v1/margin/order', 'GET /sapi/v1/margin/openOrders', 'GET /sapi/v1/margin/allOrders',
]

const ALGO_ANSWERS = ['POST /fapi/v1/algoOrder', 'GET /fapi/v1/algoOrder', 'GET /fapi/v1/openAlgoOrders', 'GET /fapi/v1/allAlgoOrders']
const FUTURES_ORDER_ANSWERS = [
  'POST /fapi/v1/order', 'POST /fapi/v1/order/test', 'PUT /fapi/v1/order', 'DELETE /fapi/v1/order', 'POST /fapi/v1/batchOrders', 'PUT /fapi/v1/batchOrders', 'DELETE /fapi/v1/batchOrders', 'GET /fapi/v1/order', 'GET /fapi/v1/openOrder', 'GET /fapi/v1/openOrders', 'GET /fapi/v1/allOrders',
]

export const CONDITIONAL_FIELDS: readonly ConditionalField[] = [
  { fields: ['stopPrice'], of: ANSWERS_WITH_ORDERS, reason: 'appears for STOP_LOSS, TAKE_PROFIT, STOP_LOSS_LIMIT and TAKE_PROFIT_LIMIT orders' },
  { fields: ['icebergQty'], of: ANSWERS_WITH_ORDERS, reason: 'appears only if icebergQty was sent' },
  { fields: ['preventedMatchId', 'preventedQuantity'], of: ANSWERS_WITH_ORDERS, reason: 'appears only if the order met self-trade prevention' },
  { fields: ['strategyId', 'strategyType'], of: ANSWERS_WITH_ORDERS, reason: 'appears only if it was sent' },
  { fields: ['trailingDelta', 'trailingTime'], of: ANSWERS_WITH_ORDERS, reason: 'appears for trailing stop orders, the time once it tracks' },
  { fields: ['usedSor', 'workingFloor'], of: ANSWERS_WITH_ORDERS, reason: 'appears for orders placed with SOR' },
  { fields: ['pegPriceType', 'pegOffsetType', 'pegOffsetValue', 'peggedPrice'], of: ANSWERS_WITH_ORDERS, reason: 'appears for pegged orders' },
  { fields: ['expiryReason'], of: ANSWERS_WITH_ORDERS, reason: 'appears when the order expired' },
  { fields: ['workingTime'], of: ANSWERS_WITH_ORDERS, reason: 'appears when the order is working on the book' },
  { fields: ['listStatus'], of: ['PUT /api/v3/order/amend/keepPriority'], reason: 'appears when the order is part of a list' },
  { fields: ['sors'], of: ['GET /api/v3/exchangeInfo'], reason: 'appears only where SOR is available' },
  { fields: ['externalCalculationId'], of: ['GET /api/v3/referencePrice/calculation'], reason: 'appears where the price is set outside of the matching engine', isNeverMet: true },
  { fields: ['count'], of: ['GET /api/v3/exchangeInfo', 'GET /api/v3/myFilters'], reason: 'usage is told by rateLimit/order and the WebSocket API, limits alone by these', isNeverMet: true },
  { fields: ['qtyExponent', 'priceExponent', 'multiplierExponent'], of: ['GET /api/v3/exchangeInfo', 'GET /api/v3/myFilters'], reason: 'scales of the binary (SBE) encoding; JSON answers carry decimal strings', isNeverMet: true },
  { fields: ['makerPreventedQuantity'], of: ['GET /api/v3/myPreventedMatches'], reason: 'appears when the maker’s quantity was prevented; the taker’s has a field of its own' },
  { fields: ['delistTime'], of: ['GET /sapi/v1/margin/allPairs'], reason: 'appears only when the pair has a delisting date', isNeverMet: true },
  { fields: ['marginBuyBorrowAmount', 'marginBuyBorrowAsset'], of: ['POST /sapi/v1/margin/order'], reason: 'appears only where the order borrowed' },
  { fields: ['isolatedSymbol'], of: ['GET /sapi/v1/margin/borrow-repay', 'GET /sapi/v1/margin/interestHistory'], reason: 'appears for isolated accounts' },
  { fields: ['symbol'], of: ['GET /sapi/v1/margin/capital-flow'], reason: 'appears for isolated accounts' },
  { fields: ['fromSymbol', 'toSymbol'], of: ['GET /sapi/v1/margin/transfer'], reason: 'appears for transfers out of, or into, an isolated account' },
  { fields: ['activatePrice', 'priceRate'], of: FUTURES_ORDER_ANSWERS, reason: 'appears for TRAILING_STOP_MARKET, which is an algo order now', isNeverMet: true },
  { fields: ['pair', 'cumBase'], of: ['GET /fapi/v1/allOrders'], reason: 'appears for COIN-M contracts, whose orders the connector describes by the same type', isNeverMet: true },
  { fields: ['pair', 'baseQty'], of: ['GET /fapi/v1/userTrades'], reason: 'appears for COIN-M contracts, whose trades the connector describes by the same type', isNeverMet: true },
  { fields: ['LONG', 'SHORT', 'HEDGE', 'BOTH'], of: ['GET /fapi/v1/adlQuantile'], reason: 'HEDGE appears in hedge mode, BOTH in one-way mode', isNeverMet: true },
  { fields: ['pair', 'cumBase'], of: ['GET /fapi/v1/forceOrders'], reason: 'appears for COIN-M contracts', isNeverMet: true },
  { fields: ['activatePrice', 'callbackRate'], of: ALGO_ANSWERS, reason: 'appears for TRAILING_STOP_MARKET' },
  { fields: ['tpTriggerPrice', 'tpPrice', 'slTriggerPrice', 'slPrice'], of: ALGO_ANSWERS, reason: 'appears for orders with a take-profit and a stop of their own, which the API cannot place', isNeverMet: true },
  { fields: ['rateType'], of: ['GET /fapi/v1/fundingRate'], reason: 'appears for contracts of shares', isNeverMet: true },
  { fields: ['modifyId'], of: ['PUT /fapi/v1/order', 'PUT /fapi/v1/batchOrders', 'GET /fapi/v1/orderAmendment'], reason: 'appears only if it was sent' },
  { fields: ['depositTip'], of: ['GET /sapi/v1/asset/assetDetail'], reason: 'appears only when deposits are suspended', isNeverMet: true },
  { fields: ['denomination'], of: ['GET /sapi/v1/capital/config/getall'], reason: 'appears for coins that are counted in thousands or millions', isNeverMet: true },
  { fields: ['withdrawOrderId'], of: ['GET /sapi/v1/capital/withdraw/history'], reason: 'appears only if it was sent with the withdrawal' },
  { fields: ['completeTime'], of: ['GET /sapi/v1/capital/withdraw/history', 'GET /sapi/v1/capital/deposit/hisrec'], reason: 'appears once the transfer is complete' },
]

/** Fields that the documentation names and the connectors' types lack. */
export interface Addition {
  readonly field: string
  readonly schema: object
  readonly of: readonly string[]
  readonly reason: string
}

const STRING = { type: 'string' }
const INTEGER = { type: 'integer' }

const conditionalOrderFields = (of: readonly string[]): Addition[] =>
  [
    ['stopPrice', STRING], ['icebergQty', STRING], ['preventedMatchId', INTEGER], ['preventedQuantity', STRING], ['strategyId', INTEGER], ['strategyType', INTEGER],
    ['trailingDelta', INTEGER], ['trailingTime', INTEGER], ['expiryReason', STRING],
  ].map(([field, schema]) => ({ field: field as string, schema: schema as object, of, reason: 'rest-api.md, "Conditional fields in Order Responses": of every order answer; the connector lists them for some only' }))

export const ADDITIONS: readonly Addition[] = [
  ...conditionalOrderFields(['POST /api/v3/order', 'POST /api/v3/order RESULT', 'DELETE /api/v3/openOrders', 'POST /api/v3/order/oco', 'POST /api/v3/orderList/oco', 'POST /sapi/v1/margin/order', 'DELETE /sapi/v1/margin/openOrders', 'POST /sapi/v1/margin/order/oco']),
  { field: 'selfTradePreventionMode', schema: STRING, of: ['DELETE /api/v3/orderList', 'DELETE /api/v3/openOrders', 'DELETE /api/v3/order LIST', 'DELETE /sapi/v1/margin/orderList', 'DELETE /sapi/v1/margin/openOrders'], reason: 'the connector’s WebSocket types of the same reports have it' },
  { field: 'takerPreventedQuantity', schema: STRING, of: ['GET /api/v3/myPreventedMatches'], reason: 'stp_faq.md: the taker’s half, when it was decremented' },
  { field: 'tradingAuthorityExpirationTime', schema: INTEGER, of: ['GET /sapi/v1/account/apiRestrictions'], reason: 'the 30-day clock of an unrestricted key’s trading rights; present only where it runs' },
  { field: 'addressTag', schema: STRING, of: ['GET /sapi/v1/capital/withdraw/history'], reason: 'the memo of the address; present where there is one (ccxt reads it)' },
  ...['POST /fapi/v1/order', 'PUT /fapi/v1/order', 'DELETE /fapi/v1/order', 'POST /fapi/v1/batchOrders', 'PUT /fapi/v1/batchOrders', 'DELETE /fapi/v1/batchOrders'].flatMap((row): Addition[] => [
    { field: 'avgPrice', schema: STRING, of: [row], reason: 'the documentation’s example of the same answer has it' }, { field: 'cumQuote', schema: STRING, of: [row], reason: 'the documentation’s example of the same answer has it' },
  ]),
  ...['GET /fapi/v1/algoOrder', 'GET /fapi/v1/openAlgoOrders', 'GET /fapi/v1/allAlgoOrders'].flatMap((row): Addition[] => [
    { field: 'activatePrice', schema: STRING, of: [row], reason: 'of a trailing stop: the answer to its placing has it' }, { field: 'callbackRate', schema: STRING, of: [row], reason: 'of a trailing stop: the answer to its placing has it' },
  ]),
  { field: 'sourceAddress', schema: STRING, of: ['GET /sapi/v1/capital/deposit/hisrec'], reason: 'present when includeSource=true' },
]

/** Lists that may be empty in these tests (answer, then path), with the reason. Any other list that stays empty proves nothing of its items, so it fails. */
export const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  'GET /sapi/v1/sub-account/futures/positionRisk': 'its sub-account holds no position; test/sub-accounts/position-risk.test.ts has one that does',
  'GET /sapi/v2/sub-account/futures/positionRisk.futurePositionRiskVos': 'the same',
  'GET /sapi/v1/accountSnapshot.snapshotVos': 'no day has ended; src/binance/endpoints/wallet/account-snapshot.test.ts has some that have',
  'GET /fapi/v1/fundingRate': 'funding is paid every eight hours; src/binance/endpoints/futures/market.test.ts waits for it',
  ...Object.fromEntries(['EQUITY', 'COMMODITY', 'KR_EQUITY', 'HK_EQUITY', 'CN_EQUITY', 'FX'].map((market) => [`GET /fapi/v1/tradingSchedule.marketSchedules.${market}.sessions`, 'no contract is on shares or goods'])),
  'GET /fapi/v1/indexInfo': 'no contract follows a composite index',
  'GET /futures/data/topLongShortAccountRatio': 'nobody is a top trader in a sandbox',
  'GET /futures/data/topLongShortPositionRatio': 'the same',
  'GET /futures/data/delivery-price': 'perpetual contracts are never delivered',
  'GET /fapi/v1/fundingInfo': 'every contract pays every eight hours',
  'GET /fapi/v1/forceOrders': 'nobody is liquidated here; src/exchange/futures/futures.test.ts tells of one who is',
  'GET /sapi/v1/spot/delist-schedule': 'the sandbox takes no market away',
  'GET /sapi/v1/margin/delist-schedule': 'the sandbox takes no market away',
  'GET /sapi/v1/spot/open-symbol-list': 'the sandbox announces no markets',
  'GET /sapi/v1/sub-account/transaction-statistics.tradeInfoVos': 'the sub-account trades nothing here; it does in test/sub-accounts/story.test.ts',
  'DELETE /sapi/v1/sub-account/subAccountApi/ipRestriction/ipList.ipList': 'the only address is taken off it',
  'GET /sapi/v1/asset/assetDividend.rows': 'nothing in the sandbox pays dividends',
  'GET /fapi/v1/exchangeInfo.exchangeFilters': 'empty on Binance too',
  'GET /dapi/v1/exchangeInfo.exchangeFilters': 'empty on Binance too',
  'GET /dapi/v1/exchangeInfo.symbols': 'no contracts',
  'GET /api/v3/exchangeInfo.symbols[].permissions': 'empty on Binance too; permissionSets says it',
  'GET /api/v3/historicalBlockTrades': 'the sandbox has no block trades',
  'POST /api/v3/order RESULT.fills': 'orders that rest',
  'POST /api/v3/order/cancelReplace.newOrderResponse.fills': 'the new order rests',
  'GET /api/v3/myFilters.assetFilters': 'the sandbox limits no asset',
}

/** Texts that are numbers and yet no money, so that they are not written with eight decimals. */
export const OTHER_DECIMALS: ReadonlySet<string> = new Set([
  'id', 'orderId', 'tag', 'addressTag', 'priceChangePercent', 'dribbletPercentage', 'multiplierUp', 'multiplierDown', 'bidLimitMultUp', 'bidLimitMultDown', 'askLimitMultUp', 'askLimitMultDown', 'bidMultiplierUp', 'bidMultiplierDown', 'askMultiplierUp', 'askMultiplierDown',
  'minUsdValue', 'maxUsdValue', 'leverage', 'effectiveMultiple', 'maintMarginPercent', 'requiredMarginPercent', 'triggerProtect', 'liquidationFee', 'marketTakeBound', 'multiplierDecimal', 'countdownTime', 'code', 'actualOrderId', 'symbol', 'maxNotionalValue', 'maxNotional', 'tradeId',
  'txnId', 'tranId', 'status', 'basisRate', 'longShortRatio', 'longAccount', 'shortAccount', 'buySellRatio',
])
