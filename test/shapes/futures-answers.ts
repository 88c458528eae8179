import type { DerivativesTradingUsdsFuturesRestAPI as Rest } from '@binance/derivatives-trading-usds-futures'
import type { FuturesExchangeInfo } from './further-answers.ts'

/** What stands in a batch in the place of an order that failed. */
interface Failed { code?: number | bigint; msg?: string }

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
  'GET /fapi/v1/rateLimit/order': Rest.QueryUserRateLimitResponse
}
