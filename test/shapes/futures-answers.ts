import type { DerivativesTradingUsdsFuturesRestAPI as Rest } from '@binance/derivatives-trading-usds-futures'
import type { FuturesExchangeInfo } from './further-answers.ts'

/** What stands in a batch in the place of an order that failed. */
interface Failed { code?: number | bigint; msg?: string }

/** The documentation's examples have null here, where the connector's type says a text. */
interface NoIceberg { icebergQuantity?: null }

/** Answers of `/fapi`, by the types of the official connector. */
export interface FuturesAnswers {
  'GET /fapi/v1/exchangeInfo': FuturesExchangeInfo
  'POST /fapi/v1/order': Rest.NewOrderResponse
  'POST /fapi/v1/order/test': Rest.TestOrderResponse
  'PUT /fapi/v1/order': Rest.ModifyOrderResponse
  'DELETE /fapi/v1/order': Rest.CancelOrderResponse
  'POST /fapi/v1/batchOrders': (Omit<Rest.PlaceMultipleOrdersResponseInner, 'code' | 'msg'> | Failed)[]
  'PUT /fapi/v1/batchOrders': (Omit<Rest.ModifyMultipleOrdersResponseInner, 'code' | 'msg'> | Failed)[]
  'DELETE /fapi/v1/batchOrders': (Omit<Rest.CancelMultipleOrdersResponseInner, 'code' | 'msg'> | Failed)[]
  'DELETE /fapi/v1/allOpenOrders': Rest.CancelAllOpenOrdersResponse
  'POST /fapi/v1/countdownCancelAll': Rest.AutoCancelAllOpenOrdersResponse
  'GET /fapi/v1/order': Rest.QueryOrderResponse
  'GET /fapi/v1/openOrder': Rest.QueryCurrentOpenOrderResponse
  'GET /fapi/v1/openOrders': Rest.CurrentAllOpenOrdersResponse
  'GET /fapi/v1/allOrders': Rest.AllOrdersResponse
  'GET /fapi/v1/userTrades': Rest.AccountTradeListResponse
  'GET /fapi/v1/orderAmendment': Rest.GetOrderModifyHistoryResponse
  'GET /fapi/v1/premiumIndex': Rest.MarkPriceResponse
  'GET /fapi/v1/ticker/24hr': Rest.Ticker24hrPriceChangeStatisticsResponse
  'GET /fapi/v1/ticker/price': Rest.SymbolPriceTickerResponse
  'GET /fapi/v2/ticker/price': Rest.SymbolPriceTickerV2Response
  'GET /fapi/v1/ticker/bookTicker': Rest.SymbolOrderBookTickerResponse
  'GET /fapi/v1/openInterest': Rest.OpenInterestResponse
  'GET /fapi/v2/account': Rest.AccountInformationV2Response
  'GET /fapi/v3/account': Rest.AccountInformationV3Response
  'GET /fapi/v2/balance': Rest.FuturesAccountBalanceV2Response
  'GET /fapi/v3/balance': Rest.FuturesAccountBalanceV3Response
  'GET /fapi/v2/positionRisk': Rest.PositionInformationV2Response
  'GET /fapi/v3/positionRisk': Rest.PositionInformationV3Response
  'GET /fapi/v1/accountConfig': Rest.FuturesAccountConfigurationResponse
  'GET /fapi/v1/symbolConfig': Rest.SymbolConfigurationResponse
  'GET /fapi/v1/leverageBracket': Rest.NotionalAndLeverageBracketsResponse1 | (Omit<Rest.NotionalAndLeverageBracketsResponse2, 'brackets'> & Pick<Rest.NotionalAndLeverageBracketsResponse1Inner, 'brackets'>)
  'GET /fapi/v1/commissionRate': Rest.UserCommissionRateResponse
  'GET /fapi/v1/adlQuantile': Rest.PositionAdlQuantileEstimationResponse
  /** The connector's type names the symbols and accounts of its example; here there is none. */
  'GET /fapi/v1/apiTradingStatus': { indicators?: Record<string, never>; updateTime?: number | bigint }
  'GET /fapi/v1/forceOrders': Rest.UsersForceOrdersResponse
  'GET /fapi/v1/income': Rest.GetIncomeHistoryResponse
  'POST /fapi/v1/leverage': Rest.ChangeInitialLeverageResponse
  'POST /fapi/v1/marginType': Rest.ChangeMarginTypeResponse
  'POST /fapi/v1/positionMargin': Rest.ModifyIsolatedPositionMarginResponse
  'GET /fapi/v1/positionMargin/history': Rest.GetPositionMarginChangeHistoryResponse
  'POST /fapi/v1/positionSide/dual': Rest.ChangePositionModeResponse
  'GET /fapi/v1/positionSide/dual': Rest.GetCurrentPositionModeResponse
  'POST /fapi/v1/multiAssetsMargin': Rest.ChangeMultiAssetsModeResponse
  'GET /fapi/v1/multiAssetsMargin': Rest.GetCurrentMultiAssetsModeResponse
  'POST /fapi/v1/feeBurn': Rest.ToggleBnbBurnOnFuturesTradeResponse
  'GET /fapi/v1/feeBurn': Rest.GetBnbBurnStatusResponse
  'POST /fapi/v1/algoOrder': Omit<Rest.NewAlgoOrderResponse, 'icebergQuantity'> & NoIceberg
  'DELETE /fapi/v1/algoOrder': Rest.CancelAlgoOrderResponse
  'DELETE /fapi/v1/algoOpenOrders': Rest.CancelAllAlgoOpenOrdersResponse
  'GET /fapi/v1/algoOrder': Omit<Rest.QueryAlgoOrderResponse, 'icebergQuantity'> & NoIceberg
  'GET /fapi/v1/openAlgoOrders': (Omit<Rest.CurrentAllAlgoOpenOrdersResponseInner, 'icebergQuantity'> & NoIceberg)[]
  'GET /fapi/v1/allAlgoOrders': (Omit<Rest.QueryAllAlgoOrdersResponseInner, 'icebergQuantity'> & NoIceberg)[]
  'GET /fapi/v1/depth': Rest.OrderBookResponse
  'GET /fapi/v1/trades': Rest.RecentTradesListResponse
  'GET /fapi/v1/historicalTrades': Rest.OldTradesLookupResponse
  'GET /fapi/v1/aggTrades': Rest.CompressedAggregateTradesListResponse
  'GET /fapi/v1/klines': Rest.KlineCandlestickDataResponse
  'GET /fapi/v1/continuousKlines': Rest.ContinuousContractKlineCandlestickDataResponse
  'GET /fapi/v1/rpiDepth': Rest.RpiOrderBookResponse
  'GET /fapi/v1/indexInfo': Rest.CompositeIndexSymbolInformationResponse
  'GET /fapi/v1/indexPriceKlines': Rest.IndexPriceKlineCandlestickDataResponse
  'GET /fapi/v1/markPriceKlines': Rest.MarkPriceKlineCandlestickDataResponse
  'GET /fapi/v1/premiumIndexKlines': Rest.PremiumIndexKlineDataResponse
  'GET /futures/data/openInterestHist': Rest.OpenInterestStatisticsResponse
  'GET /futures/data/globalLongShortAccountRatio': Rest.LongShortRatioResponse
  'GET /futures/data/topLongShortAccountRatio': Rest.TopTraderLongShortRatioAccountsResponse
  'GET /futures/data/topLongShortPositionRatio': Rest.TopTraderLongShortRatioPositionsResponse
  'GET /futures/data/takerlongshortRatio': Rest.TakerBuySellVolumeResponse
  'GET /futures/data/delivery-price': Rest.QuarterlyContractSettlementPriceResponse
  'GET /futures/data/basis': Rest.BasisResponse
  'GET /fapi/v1/fundingRate': Rest.GetFundingRateHistoryResponse
  'GET /fapi/v1/fundingInfo': Rest.GetFundingRateInfoResponse
  'GET /fapi/v1/constituents': Rest.QueryIndexPriceConstituentsResponse
  'GET /fapi/v1/assetIndex': Rest.AssetIndexResponse
  'GET /fapi/v1/insuranceBalance': Rest.QueryInsuranceFundBalanceSnapshotResponse
  'GET /fapi/v1/symbolAdlRisk': Rest.AdlRiskResponse
  'GET /fapi/v1/tradingSchedule': Rest.TradingScheduleResponse
  'GET /fapi/v1/convert/exchangeInfo': Rest.ListAllConvertPairsResponse
  'POST /fapi/v1/convert/getQuote': Rest.SendQuoteRequestResponse
  'POST /fapi/v1/convert/acceptQuote': Rest.AcceptTheOfferedQuoteResponse
  'GET /fapi/v1/convert/orderStatus': Rest.OrderStatusResponse
  'GET /fapi/v1/rateLimit/order': Rest.QueryUserRateLimitResponse
}
