import type { Permission } from '../../src/permission.ts'

/**
 * What each endpoint asks of its caller, written down a second time, from the documentation and not from the endpoint
 * table: a row that is wrong there, or that nobody has thought about here, fails the matrix.
 *
 * `open` rows need nothing; `keyed` rows any key that may be used, unsigned; `signed` rows a signature and the right.
 * The parameters are a call that is well formed, so that nothing but rights decides whether it is let in.
 */
export interface ExpectedRow {
  readonly route: string
  readonly asks: 'open' | 'keyed' | 'signed'
  readonly right: Permission | 'anyKey' | 'none'
  readonly parameters: string
  /** Asked for beside the right, always. */
  readonly further?: Permission
  /** Whose keys it is for; absent = those of any account. */
  readonly callers?: 'main' | 'sub'
}

const open = (route: string, parameters = ''): ExpectedRow => ({ route, asks: 'open', right: 'none', parameters })
const keyed = (route: string, right: Permission | 'anyKey', parameters = ''): ExpectedRow => ({ route, asks: 'keyed', right, parameters })
const read = (route: string, parameters = ''): ExpectedRow => ({ route, asks: 'signed', right: 'reading', parameters })
const trade = (route: string, parameters = ''): ExpectedRow => ({ route, asks: 'signed', right: 'spotAndMarginTrading', parameters })
const signed = (route: string, right: Permission | 'anyKey', parameters = ''): ExpectedRow => ({ route, asks: 'signed', right, parameters })

const ofMain = (row: ExpectedRow): ExpectedRow => ({ ...row, callers: 'main' })
const ofSub = (row: ExpectedRow): ExpectedRow => ({ ...row, callers: 'sub' })

const LIMIT_ORDER = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=60000'
const FUTURES_ORDER = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.002&price=60000'
const SELL_PAIR = 'symbol=BTCUSDT&side=SELL&quantity=0.001'

const SUB_EMAIL = 'email=nobody@example.com'
const SUB_KEY = `${SUB_EMAIL}&subAccountApiKey=nobodys`

export const EXPECTED_ROWS: readonly ExpectedRow[] = [
  // Spot, public
  open('GET /api/v3/ping'),
  open('GET /api/v3/time'),
  open('GET /api/v3/exchangeInfo'),
  open('GET /api/v3/executionRules'),
  open('GET /api/v3/referencePrice', 'symbol=BTCUSDT'),
  open('GET /api/v3/referencePrice/calculation', 'symbol=BTCUSDT'),
  open('GET /api/v3/historicalBlockTrades', 'symbol=BTCUSDT'),
  open('GET /api/v3/depth', 'symbol=BTCUSDT'),
  open('GET /api/v3/trades', 'symbol=BTCUSDT'),
  open('GET /api/v3/historicalTrades', 'symbol=BTCUSDT'),
  open('GET /api/v3/aggTrades', 'symbol=BTCUSDT'),
  open('GET /api/v3/klines', 'symbol=BTCUSDT&interval=1m'),
  open('GET /api/v3/uiKlines', 'symbol=BTCUSDT&interval=1m'),
  open('GET /api/v3/avgPrice', 'symbol=BTCUSDT'),
  open('GET /api/v3/ticker', 'symbol=BTCUSDT'),
  open('GET /api/v3/ticker/24hr', 'symbol=BTCUSDT'),
  open('GET /api/v3/ticker/tradingDay', 'symbol=BTCUSDT'),
  open('GET /api/v3/ticker/price'),
  open('GET /api/v3/ticker/bookTicker'),
  // Spot, orders: reading opens none of them
  trade('POST /api/v3/order', LIMIT_ORDER),
  trade('POST /api/v3/order/test', LIMIT_ORDER),
  trade('POST /api/v3/sor/order', LIMIT_ORDER),
  trade('WS /ws-api/v3/sor.order.place', LIMIT_ORDER),
  trade('POST /api/v3/sor/order/test', LIMIT_ORDER),
  read('GET /api/v3/myAllocations', 'symbol=BTCUSDT'),
  trade('DELETE /api/v3/order', 'symbol=BTCUSDT&orderId=1'),
  trade('DELETE /api/v3/openOrders', 'symbol=BTCUSDT'),
  trade('POST /api/v3/order/cancelReplace', `${LIMIT_ORDER}&cancelReplaceMode=ALLOW_FAILURE&cancelOrderId=1`),
  trade('PUT /api/v3/order/amend/keepPriority', 'symbol=BTCUSDT&orderId=1&newQty=0.001'),
  trade('POST /api/v3/order/oco', `${SELL_PAIR}&price=80000&stopPrice=50000&stopLimitPrice=49900&stopLimitTimeInForce=GTC`),
  trade('POST /api/v3/orderList/oco', `${SELL_PAIR}&aboveType=LIMIT_MAKER&abovePrice=80000&belowType=STOP_LOSS&belowStopPrice=50000`),
  trade('POST /api/v3/orderList/oto', 'symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=50000&workingQuantity=0.001&workingTimeInForce=GTC&pendingType=MARKET&pendingSide=SELL&pendingQuantity=0.001'),
  trade('POST /api/v3/orderList/otoco', 'symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=50000&workingQuantity=0.001&workingTimeInForce=GTC&pendingSide=SELL&pendingQuantity=0.001&pendingAboveType=LIMIT_MAKER&pendingAbovePrice=80000&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=40000'),
  trade('POST /api/v3/orderList/opo', 'symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=50000&workingQuantity=0.001&workingTimeInForce=GTC&pendingType=MARKET&pendingSide=SELL'),
  trade('POST /api/v3/orderList/opoco', 'symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=50000&workingQuantity=0.001&workingTimeInForce=GTC&pendingSide=SELL&pendingAboveType=LIMIT_MAKER&pendingAbovePrice=80000&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=40000'),
  trade('DELETE /api/v3/orderList', 'symbol=BTCUSDT&orderListId=1'),
  // Spot, what belongs to the account: trading opens none of it
  read('GET /api/v3/account'),
  read('GET /api/v3/account/commission', 'symbol=BTCUSDT'),
  read('GET /api/v3/order', 'symbol=BTCUSDT&orderId=1'),
  read('GET /api/v3/openOrders'),
  read('GET /api/v3/allOrders', 'symbol=BTCUSDT'),
  read('GET /api/v3/orderList', 'orderListId=1'),
  read('GET /api/v3/allOrderList'),
  read('GET /api/v3/openOrderList'),
  read('GET /api/v3/myTrades', 'symbol=BTCUSDT'),
  read('GET /api/v3/myPreventedMatches', 'symbol=BTCUSDT&orderId=1'),
  read('GET /api/v3/rateLimit/order'),
  read('GET /api/v3/order/amendments', 'symbol=BTCUSDT&orderId=1'),
  read('GET /api/v3/myFilters', 'symbol=BTCUSDT'),
  // A key alone, as older clients ask for the name of their stream
  keyed('POST /api/v3/userDataStream', 'reading'),
  keyed('PUT /api/v3/userDataStream', 'reading', 'listenKey=nobody'),
  keyed('DELETE /api/v3/userDataStream', 'reading', 'listenKey=nobody'),
  // What there is over the socket alone
  signed('WS /ws-api/v3/session.logon', 'anyKey'),
  open('WS /ws-api/v3/session.status'),
  open('WS /ws-api/v3/session.logout'),
  open('WS /ws-api/v3/session.subscriptions'),
  signed('WS /ws-fapi/v1/session.logon', 'anyKey'),
  open('WS /ws-fapi/v1/session.status'),
  open('WS /ws-fapi/v1/session.logout'),
  keyed('WS /ws-api/v3/userDataStream.subscribe', 'reading'),
  read('WS /ws-api/v3/userDataStream.subscribe.signature'),
  open('WS /ws-api/v3/userDataStream.unsubscribe'),
  open('WS /ws-api/v3/userDataStream.subscribe.listenToken', 'listenToken=nobody'),
  keyed('POST /sapi/v1/userListenToken', 'reading'),
  keyed('POST /fapi/v1/listenKey', 'reading'),
  keyed('PUT /fapi/v1/listenKey', 'reading', 'listenKey=nobody'),
  keyed('DELETE /fapi/v1/listenKey', 'reading', 'listenKey=nobody'),
  keyed('POST /sapi/v1/margin/listen-key', 'reading'),
  keyed('PUT /sapi/v1/margin/listen-key', 'reading', 'listenKey=nobody'),
  keyed('DELETE /sapi/v1/margin/listen-key', 'reading', 'listenKey=nobody'),
  // Wallet
  open('GET /sapi/v1/system/status'),
  signed('GET /sapi/v1/account/apiRestrictions', 'anyKey'),
  read('GET /sapi/v1/account/status'),
  read('GET /sapi/v1/account/apiTradingStatus'),
  read('GET /sapi/v1/account/info'),
  trade('POST /sapi/v1/account/enableFastWithdrawSwitch'),
  trade('POST /sapi/v1/account/disableFastWithdrawSwitch'),
  read('GET /sapi/v1/capital/config/getall'),
  read('GET /sapi/v1/capital/deposit/address', 'coin=BTC'),
  read('GET /sapi/v1/capital/deposit/address/list', 'coin=BTC'),
  read('GET /sapi/v1/accountSnapshot', 'type=SPOT'),
  ofMain(read('GET /sapi/v1/sub-account/futures/positionRisk', SUB_EMAIL)),
  ofMain(read('GET /sapi/v2/sub-account/futures/positionRisk', `${SUB_EMAIL}&futuresType=1`)),
  trade('POST /sapi/v1/capital/deposit/credit-apply', 'txId=nobodys'),
  read('GET /sapi/v1/localentity/questionnaire-requirements'),
  signed('POST /sapi/v1/localentity/withdraw/apply', 'withdrawals', 'coin=BTC&address=1BitcoinEaterAddressDontSendf59kuE&amount=0.001&questionnaire={}'),
  read('GET /sapi/v1/capital/deposit/hisrec'),
  signed('POST /sapi/v1/capital/withdraw/apply', 'withdrawals', 'coin=ETH&network=ETH&address=0x71C7656EC7ab88b098defB751B7401B5f6d8976F&amount=0.1'),
  read('GET /sapi/v1/capital/withdraw/history'),
  read('GET /sapi/v1/capital/withdraw/address/list'),
  read('GET /sapi/v1/capital/withdraw/quota'),
  signed('POST /sapi/v1/asset/transfer', 'universalTransfer', 'type=MAIN_FUNDING&asset=USDT&amount=1'),
  read('GET /sapi/v1/asset/transfer', 'type=MAIN_FUNDING'),
  // Three of the wallet's POSTs only read
  read('POST /sapi/v3/asset/getUserAsset'),
  read('POST /sapi/v1/asset/get-funding-asset'),
  read('POST /sapi/v1/asset/dust-btc'),
  read('GET /sapi/v1/asset/wallet/balance'),
  read('GET /sapi/v1/asset/assetDetail'),
  read('GET /sapi/v1/asset/tradeFee'),
  read('GET /sapi/v1/asset/assetDividend'),
  read('GET /sapi/v1/asset/dribblet'),
  trade('POST /sapi/v1/asset/dust', 'asset=ADA'),
  read('GET /sapi/v1/bnbBurn'),
  trade('POST /sapi/v1/bnbBurn', 'spotBNBBurn=true'),
  keyed('GET /sapi/v1/spot/delist-schedule', 'anyKey'),
  keyed('GET /sapi/v1/spot/open-symbol-list', 'anyKey'),
  // Sub-accounts, from their main account
  ofMain(trade('POST /sapi/v1/sub-account/virtualSubAccount', 'subAccountString=bots')),
  ofMain(read('GET /sapi/v1/sub-account/list')),
  ofMain(read('GET /sapi/v1/sub-account/status')),
  ofMain(read('GET /sapi/v1/sub-account/transaction-statistics', SUB_EMAIL)),
  ofMain(trade('POST /sapi/v1/sub-account/futures/enable', SUB_EMAIL)),
  ofMain(trade('POST /sapi/v1/sub-account/eoptions/enable', SUB_EMAIL)),
  ofMain(trade('POST /sapi/v1/sub-account/subAccountApi', `${SUB_EMAIL}&apiName=bot&status=2&ipAddress=127.0.0.1`)),
  ofMain(trade('POST /sapi/v2/sub-account/subAccountApi', `${SUB_EMAIL}&apiName=bot&status=2&ipAddress=127.0.0.1`)),
  ofMain(read('GET /sapi/v1/sub-account/subAccountApi', SUB_EMAIL)),
  ofMain(trade('POST /sapi/v1/sub-account/subAccountApiPermission', `${SUB_KEY}&canTrade=true`)),
  ofMain(trade('DELETE /sapi/v1/sub-account/subAccountApi', SUB_KEY)),
  ofMain(read('GET /sapi/v1/sub-account/subAccountApi/ipRestriction', SUB_KEY)),
  ofMain(trade('POST /sapi/v2/sub-account/subAccountApi/ipRestriction', `${SUB_KEY}&status=1`)),
  ofMain(trade('DELETE /sapi/v1/sub-account/subAccountApi/ipRestriction/ipList', `${SUB_KEY}&ipAddress=127.0.0.1`)),
  ofMain(signed('POST /sapi/v1/sub-account/universalTransfer', 'internalTransfer', 'fromAccountType=SPOT&toAccountType=USDT_FUTURE&asset=USDT&amount=1')),
  ofMain(read('GET /sapi/v1/sub-account/universalTransfer')),
  ofMain(read('GET /sapi/v1/sub-account/sub/transfer/history')),
  ofMain(trade('POST /sapi/v1/sub-account/futures/transfer', `${SUB_EMAIL}&asset=USDT&amount=1&type=1`)),
  ofMain(trade('POST /sapi/v1/sub-account/margin/transfer', `${SUB_EMAIL}&asset=USDT&amount=1&type=1`)),
  ofMain(signed('POST /sapi/v1/sub-account/futures/internalTransfer', 'internalTransfer', 'fromEmail=nobody@example.com&toEmail=nobody@example.com&futuresType=1&asset=USDT&amount=1')),
  ofMain(read('GET /sapi/v1/sub-account/futures/internalTransfer', `${SUB_EMAIL}&futuresType=1`)),
  ofMain(read('GET /sapi/v3/sub-account/assets', SUB_EMAIL)),
  ofMain(read('GET /sapi/v4/sub-account/assets', SUB_EMAIL)),
  ofMain(read('GET /sapi/v1/sub-account/spotSummary')),
  ofMain(read('GET /sapi/v1/sub-account/margin/account', SUB_EMAIL)),
  ofMain(read('GET /sapi/v1/sub-account/margin/accountSummary')),
  ofMain(read('GET /sapi/v1/sub-account/futures/account', SUB_EMAIL)),
  ofMain(read('GET /sapi/v2/sub-account/futures/account', `${SUB_EMAIL}&futuresType=1`)),
  ofMain(read('GET /sapi/v1/sub-account/futures/accountSummary')),
  ofMain(read('GET /sapi/v2/sub-account/futures/accountSummary', 'futuresType=1')),
  ofMain(read('GET /sapi/v1/capital/deposit/subAddress', `${SUB_EMAIL}&coin=BTC`)),
  ofMain(read('GET /sapi/v1/capital/deposit/subHisrec', SUB_EMAIL)),
  // Sub-accounts, from one of them
  ofSub(trade('POST /sapi/v1/sub-account/transfer/subToMaster', 'asset=USDT&amount=1')),
  ofSub(trade('POST /sapi/v1/sub-account/transfer/subToSub', 'toEmail=nobody@example.com&asset=USDT&amount=1')),
  ofSub(read('GET /sapi/v1/sub-account/transfer/subUserHistory')),
  // Convert: a conversion is a trade
  open('GET /sapi/v1/convert/exchangeInfo', 'fromAsset=BTC&toAsset=USDT'),
  read('GET /sapi/v1/convert/assetInfo'),
  trade('POST /sapi/v1/convert/getQuote', 'fromAsset=USDT&toAsset=BTC&fromAmount=100'),
  trade('POST /sapi/v1/convert/acceptQuote', 'quoteId=none'),
  read('GET /sapi/v1/convert/orderStatus', 'orderId=1'),
  read('GET /sapi/v1/convert/tradeFlow', 'startTime=1623319461670&endTime=1623319482670'),
  trade('POST /sapi/v1/convert/limit/placeOrder', 'baseAsset=BTC&quoteAsset=USDT&limitPrice=30000&baseAmount=0.001&side=BUY&expiredType=1_D'),
  trade('POST /sapi/v1/convert/limit/cancelOrder', 'orderId=1'),
  // A POST that only reads
  read('POST /sapi/v1/convert/limit/queryOpenOrders'),
  // What clients ask for at their start
  keyed('GET /sapi/v1/margin/allPairs', 'anyKey'),
  keyed('GET /sapi/v1/margin/isolated/allPairs', 'anyKey'),
  // Margin, what anybody with a key may know
  keyed('GET /sapi/v1/margin/allAssets', 'anyKey'),
  keyed('GET /sapi/v1/margin/priceIndex', 'anyKey', 'symbol=BTCUSDT'),
  keyed('GET /sapi/v1/margin/crossMarginCollateralRatio', 'anyKey'),
  keyed('GET /sapi/v1/margin/delist-schedule', 'anyKey'),
  keyed('GET /sapi/v1/margin/leverageBracket', 'anyKey'),
  // Margin, borrowing and repaying: trading opens none of it
  signed('POST /sapi/v1/margin/borrow-repay', 'margin', 'asset=USDT&amount=1&type=BORROW'),
  signed('POST /sapi/v1/margin/loan', 'margin', 'asset=USDT&amount=1'),
  signed('POST /sapi/v1/margin/repay', 'margin', 'asset=USDT&amount=1'),
  signed('POST /sapi/v1/margin/transfer', 'margin', 'asset=USDT&amount=1&type=1'),
  signed('POST /sapi/v1/margin/isolated/transfer', 'margin', 'asset=USDT&amount=1&symbol=BTCUSDT&transFrom=SPOT&transTo=ISOLATED_MARGIN'),
  signed('POST /sapi/v1/margin/exchange-small-liability', 'margin', 'assetNames=BTC'),
  { ...trade('POST /sapi/v1/margin/manual-liquidation', 'type=MARGIN'), further: 'margin' },
  // Margin, orders that borrow nothing: borrowing opens none of them
  trade('POST /sapi/v1/margin/order', LIMIT_ORDER),
  trade('DELETE /sapi/v1/margin/order', 'symbol=BTCUSDT&orderId=1'),
  trade('DELETE /sapi/v1/margin/openOrders', 'symbol=BTCUSDT'),
  trade('POST /sapi/v1/margin/order/oco', `${SELL_PAIR}&price=80000&stopPrice=50000&stopLimitPrice=49900&stopLimitTimeInForce=GTC`),
  trade('POST /sapi/v1/margin/order/oto', 'symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=50000&workingQuantity=0.001&workingTimeInForce=GTC&pendingType=MARKET&pendingSide=SELL&pendingQuantity=0.001'),
  trade('POST /sapi/v1/margin/order/otoco', 'symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=50000&workingQuantity=0.001&workingTimeInForce=GTC&pendingSide=SELL&pendingQuantity=0.001&pendingAboveType=LIMIT_MAKER&pendingAbovePrice=80000&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=40000'),
  trade('DELETE /sapi/v1/margin/orderList', 'symbol=BTCUSDT&orderListId=1'),
  trade('POST /sapi/v1/margin/isolated/account', 'symbol=BTCUSDT'),
  trade('DELETE /sapi/v1/margin/isolated/account', 'symbol=BTCUSDT'),
  trade('POST /sapi/v1/margin/max-leverage', 'maxLeverage=3'),
  trade('POST /sapi/v1/margin/apiKey', 'apiName=low&ip=127.0.0.1'),
  trade('GET /sapi/v1/margin/apiKey', 'apiKey=nobodys'),
  trade('GET /sapi/v1/margin/api-key-list'),
  trade('PUT /sapi/v1/margin/apiKey/ip', 'apiKey=nobodys&ip=127.0.0.1'),
  trade('DELETE /sapi/v1/margin/apiKey', 'apiKey=nobodys'),
  // Margin, what belongs to the account
  read('GET /sapi/v1/margin/account'),
  read('GET /sapi/v1/margin/isolated/account'),
  read('GET /sapi/v1/margin/isolated/accountLimit'),
  read('GET /sapi/v1/margin/tradeCoeff'),
  read('GET /sapi/v1/margin/borrow-repay', 'type=BORROW'),
  read('GET /sapi/v1/margin/transfer'),
  read('GET /sapi/v1/margin/interestHistory'),
  read('GET /sapi/v1/margin/interestRateHistory', 'asset=BTC'),
  read('GET /sapi/v1/margin/forceLiquidationRec'),
  read('GET /sapi/v1/margin/maxBorrowable', 'asset=BTC'),
  read('GET /sapi/v1/margin/maxTransferable', 'asset=BTC'),
  read('GET /sapi/v1/margin/crossMarginData'),
  read('GET /sapi/v1/margin/isolatedMarginData'),
  read('GET /sapi/v1/margin/isolatedMarginTier', 'symbol=BTCUSDT'),
  read('GET /sapi/v1/margin/capital-flow'),
  read('GET /sapi/v1/margin/exchange-small-liability'),
  read('GET /sapi/v1/margin/exchange-small-liability-history'),
  read('GET /sapi/v1/margin/order', 'symbol=BTCUSDT&orderId=1'),
  read('GET /sapi/v1/margin/openOrders'),
  read('GET /sapi/v1/margin/allOrders', 'symbol=BTCUSDT'),
  read('GET /sapi/v1/margin/orderList', 'orderListId=1'),
  read('GET /sapi/v1/margin/openOrderList'),
  read('GET /sapi/v1/margin/allOrderList'),
  read('GET /sapi/v1/margin/myTrades', 'symbol=BTCUSDT'),
  read('GET /sapi/v1/margin/myPreventedMatches', 'symbol=BTCUSDT&orderId=1'),
  read('GET /sapi/v1/margin/rateLimit/order'),
  open('GET /fapi/v1/ping'),
  open('GET /fapi/v1/time'),
  open('GET /fapi/v1/exchangeInfo'),
  // Futures, orders: neither reading nor the right to trade spot opens any of them
  signed('POST /fapi/v1/order', 'futures', FUTURES_ORDER),
  signed('POST /fapi/v1/order/test', 'futures', FUTURES_ORDER),
  signed('PUT /fapi/v1/order', 'futures', 'symbol=BTCUSDT&orderId=1&side=BUY&quantity=0.002&price=60000'),
  signed('DELETE /fapi/v1/order', 'futures', 'symbol=BTCUSDT&orderId=1'),
  signed('POST /fapi/v1/batchOrders', 'futures', 'batchOrders=[{}]'),
  signed('PUT /fapi/v1/batchOrders', 'futures', 'batchOrders=[{}]'),
  signed('DELETE /fapi/v1/batchOrders', 'futures', 'symbol=BTCUSDT&orderIdList=[1]'),
  signed('DELETE /fapi/v1/allOpenOrders', 'futures', 'symbol=BTCUSDT'),
  signed('POST /fapi/v1/countdownCancelAll', 'futures', 'symbol=BTCUSDT&countdownTime=0'),
  // Futures, what belongs to the account: reading alone opens it
  read('GET /fapi/v1/order', 'symbol=BTCUSDT&orderId=1'),
  read('GET /fapi/v1/openOrder', 'symbol=BTCUSDT&orderId=1'),
  read('GET /fapi/v1/openOrders'),
  read('GET /fapi/v1/allOrders', 'symbol=BTCUSDT'),
  read('GET /fapi/v1/userTrades', 'symbol=BTCUSDT'),
  read('GET /fapi/v1/orderAmendment', 'symbol=BTCUSDT&orderId=1'),
  read('GET /fapi/v1/rateLimit/order'),
  ...['v2/account', 'v3/account', 'v2/balance', 'v3/balance', 'v2/positionRisk', 'v3/positionRisk', 'v1/accountConfig', 'v1/symbolConfig', 'v1/leverageBracket', 'v1/adlQuantile', 'v1/apiTradingStatus', 'v1/forceOrders', 'v1/income',
    'v1/positionSide/dual', 'v1/multiAssetsMargin', 'v1/feeBurn'].map((path) => read(`GET /fapi/${path}`)),
  read('GET /fapi/v1/commissionRate', 'symbol=BTCUSDT'),
  read('GET /fapi/v1/positionMargin/history', 'symbol=BTCUSDT'),
  // Futures, settings: they change what an order does
  signed('POST /fapi/v1/leverage', 'futures', 'symbol=BTCUSDT&leverage=20'),
  signed('POST /fapi/v1/marginType', 'futures', 'symbol=BTCUSDT&marginType=CROSSED'),
  signed('POST /fapi/v1/positionMargin', 'futures', 'symbol=BTCUSDT&amount=1&type=1'),
  signed('POST /fapi/v1/positionSide/dual', 'futures', 'dualSidePosition=false'),
  signed('POST /fapi/v1/multiAssetsMargin', 'futures', 'multiAssetsMargin=false'),
  signed('POST /fapi/v1/feeBurn', 'futures', 'feeBurn=false'),
  signed('POST /fapi/v1/algoOrder', 'futures', 'algoType=CONDITIONAL&symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=0.002&triggerPrice=90000'),
  signed('DELETE /fapi/v1/algoOrder', 'futures', 'algoId=1'),
  signed('DELETE /fapi/v1/algoOpenOrders', 'futures', 'symbol=BTCUSDT'),
  read('GET /fapi/v1/algoOrder', 'algoId=1'),
  read('GET /fapi/v1/openAlgoOrders'),
  read('GET /fapi/v1/allAlgoOrders', 'symbol=BTCUSDT'),
  signed('POST /fapi/v1/convert/getQuote', 'futures', 'fromAsset=USDT&toAsset=BTC&fromAmount=100'),
  signed('POST /fapi/v1/convert/acceptQuote', 'futures', 'quoteId=1'),
  read('GET /fapi/v1/convert/orderStatus', 'orderId=1'),
  // Futures, public
  open('GET /fapi/v1/convert/exchangeInfo'),
  open('GET /fapi/v1/insuranceBalance'),
  open('GET /fapi/v1/symbolAdlRisk'),
  open('GET /fapi/v1/tradingSchedule'),
  open('GET /fapi/v1/depth', 'symbol=BTCUSDT'),
  open('GET /fapi/v1/trades', 'symbol=BTCUSDT'),
  keyed('GET /fapi/v1/historicalTrades', 'anyKey', 'symbol=BTCUSDT'),
  open('GET /fapi/v1/aggTrades', 'symbol=BTCUSDT'),
  open('GET /fapi/v1/klines', 'symbol=BTCUSDT&interval=1m'),
  open('GET /fapi/v1/continuousKlines', 'pair=BTCUSDT&contractType=PERPETUAL&interval=1m'),
  open('GET /fapi/v1/fundingRate'),
  open('GET /fapi/v1/fundingInfo'),
  open('GET /fapi/v1/rpiDepth', 'symbol=BTCUSDT'),
  open('GET /fapi/v1/indexInfo'),
  open('GET /fapi/v1/indexPriceKlines', 'pair=BTCUSDT&interval=1m'),
  open('GET /fapi/v1/markPriceKlines', 'symbol=BTCUSDT&interval=1m'),
  open('GET /fapi/v1/premiumIndexKlines', 'symbol=BTCUSDT&interval=1m'),
  open('GET /futures/data/openInterestHist', 'symbol=BTCUSDT&period=5m'),
  open('GET /futures/data/globalLongShortAccountRatio', 'symbol=BTCUSDT&period=5m'),
  open('GET /futures/data/topLongShortAccountRatio', 'symbol=BTCUSDT&period=5m'),
  open('GET /futures/data/topLongShortPositionRatio', 'symbol=BTCUSDT&period=5m'),
  open('GET /futures/data/takerlongshortRatio', 'symbol=BTCUSDT&period=5m'),
  open('GET /futures/data/basis', 'pair=BTCUSDT&contractType=PERPETUAL&period=5m'),
  open('GET /futures/data/delivery-price', 'pair=BTCUSDT'),
  open('GET /fapi/v1/constituents', 'symbol=BTCUSDT'),
  open('GET /fapi/v1/assetIndex'),
  open('GET /fapi/v1/premiumIndex'),
  open('GET /fapi/v1/ticker/24hr', 'symbol=BTCUSDT'),
  open('GET /fapi/v1/ticker/price'),
  open('GET /fapi/v2/ticker/price'),
  open('GET /fapi/v1/ticker/bookTicker'),
  open('GET /fapi/v1/openInterest', 'symbol=BTCUSDT'),
  open('GET /dapi/v1/ping'),
  open('GET /dapi/v1/time'),
  open('GET /dapi/v1/exchangeInfo'),
]

/** Which row each method of the socket API opens, written down from its documentation. */
export const SOCKET_METHODS: Readonly<Record<'api' | 'fapi', Readonly<Record<string, string>>>> = {
  api: {
    ping: 'GET /api/v3/ping', time: 'GET /api/v3/time', exchangeInfo: 'GET /api/v3/exchangeInfo',
    depth: 'GET /api/v3/depth', 'trades.recent': 'GET /api/v3/trades', 'trades.historical': 'GET /api/v3/historicalTrades', 'trades.aggregate': 'GET /api/v3/aggTrades',
    executionRules: 'GET /api/v3/executionRules', referencePrice: 'GET /api/v3/referencePrice', 'referencePrice.calculation': 'GET /api/v3/referencePrice/calculation',
    'blockTrades.historical': 'GET /api/v3/historicalBlockTrades',
    klines: 'GET /api/v3/klines', uiKlines: 'GET /api/v3/uiKlines', avgPrice: 'GET /api/v3/avgPrice',
    'ticker.24hr': 'GET /api/v3/ticker/24hr', 'ticker.tradingDay': 'GET /api/v3/ticker/tradingDay', ticker: 'GET /api/v3/ticker', 'ticker.price': 'GET /api/v3/ticker/price', 'ticker.book': 'GET /api/v3/ticker/bookTicker',
    'order.place': 'POST /api/v3/order', 'order.test': 'POST /api/v3/order/test', 'order.status': 'GET /api/v3/order', 'order.cancel': 'DELETE /api/v3/order',
    'order.cancelReplace': 'POST /api/v3/order/cancelReplace', 'order.amend.keepPriority': 'PUT /api/v3/order/amend/keepPriority', 'order.amendments': 'GET /api/v3/order/amendments',
    'openOrders.status': 'GET /api/v3/openOrders', 'openOrders.cancelAll': 'DELETE /api/v3/openOrders', allOrders: 'GET /api/v3/allOrders',
    'orderList.place': 'POST /api/v3/order/oco', 'orderList.place.oco': 'POST /api/v3/orderList/oco', 'orderList.place.oto': 'POST /api/v3/orderList/oto', 'orderList.place.otoco': 'POST /api/v3/orderList/otoco',
    'orderList.place.opo': 'POST /api/v3/orderList/opo', 'orderList.place.opoco': 'POST /api/v3/orderList/opoco',
    'orderList.status': 'GET /api/v3/orderList', 'orderList.cancel': 'DELETE /api/v3/orderList', 'openOrderLists.status': 'GET /api/v3/openOrderList', allOrderLists: 'GET /api/v3/allOrderList',
    'account.status': 'GET /api/v3/account', 'account.commission': 'GET /api/v3/account/commission', 'account.rateLimits.orders': 'GET /api/v3/rateLimit/order',
    'sor.order.test': 'POST /api/v3/sor/order/test', myAllocations: 'GET /api/v3/myAllocations',
    myTrades: 'GET /api/v3/myTrades', myPreventedMatches: 'GET /api/v3/myPreventedMatches', myFilters: 'GET /api/v3/myFilters',
  },
  fapi: {
    depth: 'GET /fapi/v1/depth', 'ticker.price': 'GET /fapi/v2/ticker/price', 'ticker.book': 'GET /fapi/v1/ticker/bookTicker',
    'order.place': 'POST /fapi/v1/order', 'order.modify': 'PUT /fapi/v1/order', 'order.cancel': 'DELETE /fapi/v1/order', 'order.status': 'GET /fapi/v1/order',
    'algoOrder.place': 'POST /fapi/v1/algoOrder', 'algoOrder.cancel': 'DELETE /fapi/v1/algoOrder',
    'account.status': 'GET /fapi/v2/account', 'v2/account.status': 'GET /fapi/v3/account', 'account.balance': 'GET /fapi/v2/balance', 'v2/account.balance': 'GET /fapi/v3/balance',
    'account.position': 'GET /fapi/v2/positionRisk', 'v2/account.position': 'GET /fapi/v3/positionRisk',
    'userDataStream.start': 'POST /fapi/v1/listenKey', 'userDataStream.ping': 'PUT /fapi/v1/listenKey', 'userDataStream.stop': 'DELETE /fapi/v1/listenKey',
  },
}

/** Rows that are not served yet: an unknown path answers in their place. Whoever builds one finds its right here. */
/**
 * All that a special key of margin opens: the order and account calls of spot, which then act on its wallet, and the events of that wallet. Routing goes over
 * several books for the spot wallet alone.
 */
export const BOUND_ROUTES: ReadonlySet<string> = new Set(`
  POST /api/v3/order; POST /api/v3/order/test; DELETE /api/v3/order; DELETE /api/v3/openOrders; POST /api/v3/order/cancelReplace; PUT /api/v3/order/amend/keepPriority
  POST /api/v3/order/oco; POST /api/v3/orderList/oco; POST /api/v3/orderList/oto; POST /api/v3/orderList/otoco; POST /api/v3/orderList/opo; POST /api/v3/orderList/opoco; DELETE /api/v3/orderList
  GET /api/v3/account; GET /api/v3/account/commission; GET /api/v3/order; GET /api/v3/openOrders; GET /api/v3/allOrders; GET /api/v3/orderList; GET /api/v3/allOrderList; GET /api/v3/openOrderList
  GET /api/v3/myTrades; GET /api/v3/rateLimit/order; GET /api/v3/myPreventedMatches; GET /api/v3/myFilters; GET /api/v3/order/amendments
  POST /api/v3/userDataStream; PUT /api/v3/userDataStream; DELETE /api/v3/userDataStream
  WS /ws-api/v3/session.logon; WS /ws-api/v3/userDataStream.subscribe; WS /ws-api/v3/userDataStream.subscribe.signature`.split(/[;\n]/).map((route) => route.trim()).filter((route) => route !== ''))

export const ROWS_TO_COME: readonly ExpectedRow[] = []
