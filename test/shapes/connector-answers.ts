import type { FuturesAnswers } from './futures-answers.ts'
import type { MarginAnswers } from './margin-answers.ts'
import type { SubAccountAnswers } from './sub-account-answers.ts'
import type { SpotRestAPI } from '@binance/spot'
import type { WalletRestAPI } from '@binance/wallet'
import type { ConvertAccepted, ConvertAsset, ConvertHistory, ConvertLimitAnswer, ConvertOpenOrders, ConvertOrder, ConvertPair, ConvertQuoted, MarginPair, IsolatedMarginPair, DeliveryExchangeInfo } from './further-answers.ts'

/**
 * What each endpoint answers, by the types that the official connectors declare. The schemas of the shape tests are made
 * from this file (`answer-schemas.ts`); an endpoint without a line here fails the shape test.
 * A word after the path names a variant of the answer that a parameter asks for.
 */
export interface ConnectorAnswers extends MarginAnswers, SubAccountAnswers, FuturesAnswers {
  'GET /api/v3/ping': Nothing
  'GET /api/v3/time': SpotRestAPI.TimeResponse
  'GET /api/v3/exchangeInfo': SpotRestAPI.ExchangeInfoResponse
  'GET /api/v3/depth': SpotRestAPI.DepthResponse
  'GET /api/v3/trades': SpotRestAPI.GetTradesResponse
  'GET /api/v3/historicalTrades': SpotRestAPI.HistoricalTradesResponse
  'GET /api/v3/historicalBlockTrades': SpotRestAPI.HistoricalBlockTradesResponse
  'GET /api/v3/aggTrades': SpotRestAPI.AggTradesResponse
  'GET /api/v3/klines': SpotRestAPI.KlinesResponse
  'GET /api/v3/uiKlines': SpotRestAPI.UiKlinesResponse
  'GET /api/v3/avgPrice': SpotRestAPI.AvgPriceResponse
  'GET /api/v3/ticker/24hr': SpotRestAPI.Ticker24hrResponse
  'GET /api/v3/ticker/24hr MINI': Mini<SpotRestAPI.Ticker24hrResponse1> | Mini<SpotRestAPI.Ticker24hrResponse1>[]
  'GET /api/v3/ticker/tradingDay': SpotRestAPI.TickerTradingDayResponse
  'GET /api/v3/ticker/tradingDay MINI': Mini<SpotRestAPI.TickerTradingDayResponse1> | Mini<SpotRestAPI.TickerTradingDayResponse1>[]
  'GET /api/v3/ticker/price': SpotRestAPI.TickerPriceResponse
  'GET /api/v3/ticker/bookTicker': SpotRestAPI.TickerBookTickerResponse
  'GET /api/v3/ticker': SpotRestAPI.TickerResponse
  'GET /api/v3/ticker MINI': Mini<SpotRestAPI.TickerResponse1> | Mini<SpotRestAPI.TickerResponse1>[]
  'GET /api/v3/referencePrice': SpotRestAPI.ReferencePriceResponse
  'GET /api/v3/referencePrice/calculation': SpotRestAPI.ReferencePriceCalculationResponse
  'GET /api/v3/executionRules': SpotRestAPI.ExecutionRulesResponse

  'POST /api/v3/order': SpotRestAPI.NewOrderResponse
  'POST /api/v3/order RESULT': Omit<SpotRestAPI.NewOrderResponse, 'fills'>
  'POST /api/v3/order ACK': Pick<SpotRestAPI.NewOrderResponse, 'symbol' | 'orderId' | 'orderListId' | 'clientOrderId' | 'transactTime'>
  'POST /api/v3/order/test': Nothing
  'POST /api/v3/order/test RATES': SpotRestAPI.OrderTestResponse
  'DELETE /api/v3/order': SpotRestAPI.DeleteOrderResponse
  /** One order of a list takes the whole list with it. */
  'DELETE /api/v3/order LIST': SpotRestAPI.DeleteOrderListResponse
  'DELETE /api/v3/openOrders': (SpotRestAPI.DeleteOpenOrdersResponseInner | SpotRestAPI.DeleteOrderListResponse)[]
  'POST /api/v3/order/cancelReplace': SpotRestAPI.OrderCancelReplaceResponse
  'PUT /api/v3/order/amend/keepPriority': SpotRestAPI.OrderAmendKeepPriorityResponse
  'POST /api/v3/order/oco': SpotRestAPI.OrderOcoResponse
  'POST /api/v3/orderList/oco': SpotRestAPI.OrderListOcoResponse
  'POST /api/v3/orderList/oto': SpotRestAPI.OrderListOtoResponse
  'POST /api/v3/orderList/otoco': SpotRestAPI.OrderListOtocoResponse
  'POST /api/v3/orderList/opo': SpotRestAPI.OrderListOpoResponse
  'POST /api/v3/orderList/opoco': SpotRestAPI.OrderListOpocoResponse
  'DELETE /api/v3/orderList': SpotRestAPI.DeleteOrderListResponse
  'POST /api/v3/sor/order': SpotRestAPI.SorOrderResponse
  'POST /api/v3/sor/order/test': Nothing
  'POST /api/v3/sor/order/test RATES': Omit<SpotRestAPI.SorOrderTestResponse, 'specialCommissionForOrder'> & Pick<SpotRestAPI.OrderTestResponse, 'specialCommissionForOrder'>
  'GET /api/v3/account': SpotRestAPI.GetAccountResponse
  'GET /api/v3/order': SpotRestAPI.GetOrderResponse
  'GET /api/v3/openOrders': SpotRestAPI.GetOpenOrdersResponse
  'GET /api/v3/allOrders': SpotRestAPI.AllOrdersResponse
  'GET /api/v3/orderList': SpotRestAPI.GetOrderListResponse
  'GET /api/v3/allOrderList': SpotRestAPI.AllOrderListResponse
  'GET /api/v3/openOrderList': SpotRestAPI.OpenOrderListResponse
  'GET /api/v3/myTrades': SpotRestAPI.MyTradesResponse
  'GET /api/v3/rateLimit/order': SpotRestAPI.RateLimitOrderResponse
  'GET /api/v3/myPreventedMatches': SpotRestAPI.MyPreventedMatchesResponse
  'GET /api/v3/myAllocations': SpotRestAPI.MyAllocationsResponse
  'GET /api/v3/account/commission': SpotRestAPI.AccountCommissionResponse
  'GET /api/v3/order/amendments': SpotRestAPI.OrderAmendmentsResponse
  'GET /api/v3/myFilters': SpotRestAPI.MyFiltersResponse
  'POST /api/v3/userDataStream': ListenKey
  'PUT /api/v3/userDataStream': Nothing
  'DELETE /api/v3/userDataStream': Nothing
  'POST /fapi/v1/listenKey': ListenKey
  'PUT /fapi/v1/listenKey': ListenKey
  'DELETE /fapi/v1/listenKey': Nothing
  'POST /sapi/v1/margin/listen-key': ListenKey
  'PUT /sapi/v1/margin/listen-key': Nothing
  'DELETE /sapi/v1/margin/listen-key': Nothing
  'POST /sapi/v1/userListenToken': { token: string; expirationTime: number }

  'GET /sapi/v1/system/status': WalletRestAPI.SystemStatusResponse
  'GET /sapi/v1/account/apiRestrictions': WalletRestAPI.GetApiKeyPermissionResponse
  'GET /sapi/v1/account/status': WalletRestAPI.AccountStatusResponse
  'GET /sapi/v1/account/apiTradingStatus': WalletRestAPI.AccountApiTradingStatusResponse
  'GET /sapi/v1/account/info': WalletRestAPI.AccountInfoResponse
  'GET /sapi/v1/accountSnapshot': WalletRestAPI.DailyAccountSnapshotResponse
  'POST /sapi/v1/account/enableFastWithdrawSwitch': Nothing
  'POST /sapi/v1/account/disableFastWithdrawSwitch': Nothing
  'GET /sapi/v1/capital/config/getall': WalletRestAPI.AllCoinsInformationResponse
  'GET /sapi/v1/capital/deposit/address': WalletRestAPI.DepositAddressResponse
  'GET /sapi/v1/capital/deposit/address/list': WalletRestAPI.FetchDepositAddressListWithNetworkResponse
  'GET /sapi/v1/capital/deposit/hisrec': WalletRestAPI.DepositHistoryResponse
  'POST /sapi/v1/capital/deposit/credit-apply': WalletRestAPI.OneClickArrivalDepositApplyResponse
  'POST /sapi/v1/capital/withdraw/apply': WalletRestAPI.WithdrawResponse
  'GET /sapi/v1/capital/withdraw/history': WalletRestAPI.WithdrawHistoryResponse
  'GET /sapi/v1/capital/withdraw/address/list': WalletRestAPI.FetchWithdrawAddressListResponse
  'GET /sapi/v1/capital/withdraw/quota': WalletRestAPI.FetchWithdrawQuotaResponse
  'GET /sapi/v1/localentity/questionnaire-requirements': WalletRestAPI.CheckQuestionnaireRequirementsResponse
  'POST /sapi/v1/localentity/withdraw/apply': WalletRestAPI.WithdrawTravelRuleResponse
  'POST /sapi/v1/asset/transfer': WalletRestAPI.UserUniversalTransferResponse
  'GET /sapi/v1/asset/transfer': WalletRestAPI.QueryUserUniversalTransferHistoryResponse
  'POST /sapi/v3/asset/getUserAsset': WalletRestAPI.UserAssetResponse
  'POST /sapi/v1/asset/get-funding-asset': WalletRestAPI.FundingWalletResponse
  'GET /sapi/v1/asset/wallet/balance': WalletRestAPI.QueryUserWalletBalanceResponse
  /** The connector names the two assets of its example: one with a whole fee, one with a fraction and no tip. */
  'GET /sapi/v1/asset/assetDetail': Record<string, Omit<WalletRestAPI.AssetDetailResponseCTR, 'withdrawFee'> & Pick<WalletRestAPI.AssetDetailResponseSKY, 'withdrawFee'>>
  'GET /sapi/v1/asset/tradeFee': WalletRestAPI.TradeFeeResponse
  'GET /sapi/v1/asset/assetDividend': WalletRestAPI.AssetDividendRecordResponse
  'GET /sapi/v1/asset/dribblet': WalletRestAPI.DustlogResponse
  'POST /sapi/v1/asset/dust-btc': WalletRestAPI.GetAssetsThatCanBeConvertedIntoBnbResponse
  'POST /sapi/v1/asset/dust': WalletRestAPI.DustTransferResponse
  /** The connector has only the POST; the answer of the GET is the same. */
  'GET /sapi/v1/bnbBurn': WalletRestAPI.ToggleBnbBurnOnSpotTradeAndMarginInterestResponse
  'POST /sapi/v1/bnbBurn': WalletRestAPI.ToggleBnbBurnOnSpotTradeAndMarginInterestResponse
  'GET /sapi/v1/spot/delist-schedule': WalletRestAPI.GetSpotDelistScheduleResponse
  'GET /sapi/v1/spot/open-symbol-list': WalletRestAPI.GetOpenSymbolListResponse

  'GET /sapi/v1/convert/exchangeInfo': ConvertPair[]
  'GET /sapi/v1/convert/assetInfo': ConvertAsset[]
  'POST /sapi/v1/convert/getQuote': ConvertQuoted
  'POST /sapi/v1/convert/acceptQuote': ConvertAccepted
  'GET /sapi/v1/convert/orderStatus': ConvertOrder
  'GET /sapi/v1/convert/tradeFlow': ConvertHistory
  'POST /sapi/v1/convert/limit/placeOrder': ConvertLimitAnswer
  'POST /sapi/v1/convert/limit/cancelOrder': ConvertLimitAnswer
  'POST /sapi/v1/convert/limit/queryOpenOrders': ConvertOpenOrders
  'GET /sapi/v1/margin/allPairs': MarginPair[]
  'GET /sapi/v1/margin/isolated/allPairs': IsolatedMarginPair[]
  'GET /fapi/v1/ping': Nothing
  'GET /fapi/v1/time': SpotRestAPI.TimeResponse
  'GET /dapi/v1/ping': Nothing
  'GET /dapi/v1/time': SpotRestAPI.TimeResponse
  'GET /dapi/v1/exchangeInfo': DeliveryExchangeInfo
}

/** Endpoints whose connector method resolves to void answer `{}`. */
export interface Nothing {}
export interface ListenKey { listenKey: string }

type Mini<Full> = Omit<Full, 'priceChange' | 'priceChangePercent' | 'weightedAvgPrice' | 'prevClosePrice' | 'lastQty' | 'bidPrice' | 'bidQty' | 'askPrice' | 'askQty'>
