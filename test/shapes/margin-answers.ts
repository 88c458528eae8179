import type { SpotRestAPI } from '@binance/spot'

/**
 * Answers of `/sapi/v1/margin`, whose connector is not installed here. The fields are those of its public source
 * (github.com/binance/binance-connector-js, clients/margin-trading); orders are spot's, with the account they belong to.
 */
type Whole = number | bigint

export interface MarginAnswers {
  'GET /sapi/v1/margin/allAssets': { assetFullName?: string; assetName?: string; isBorrowable?: boolean; isMortgageable?: boolean; userMinBorrow?: string; userMinRepay?: string }[]
  'GET /sapi/v1/margin/priceIndex': { calcTime?: Whole; price?: string; symbol?: string }
  'GET /sapi/v1/margin/crossMarginCollateralRatio': { collaterals?: { minUsdValue?: string; maxUsdValue?: string; discountRate?: string }[]; assetNames?: string[] }[]
  'GET /sapi/v1/margin/delist-schedule': { delistTime?: Whole; crossMarginAssets?: string[]; isolatedMarginSymbols?: string[] }[]
  'GET /sapi/v1/margin/leverageBracket': { assetNames?: string[]; rank?: Whole; brackets?: { leverage?: Whole; maxDebt?: number; maintenanceMarginRate?: number; initialMarginRate?: number; fastNum?: number }[] }[]
  'GET /sapi/v1/margin/account': CrossAccount
  'GET /sapi/v1/margin/isolated/account': IsolatedAccounts
  'GET /sapi/v1/margin/isolated/account SYMBOLS': { assets?: IsolatedAccount[] }
  'POST /sapi/v1/margin/isolated/account': { success?: boolean; symbol?: string }
  'DELETE /sapi/v1/margin/isolated/account': { success?: boolean; symbol?: string }
  'GET /sapi/v1/margin/isolated/accountLimit': { enabledAccount?: Whole; maxAccount?: Whole }
  'GET /sapi/v1/margin/tradeCoeff': { normalBar?: string; marginCallBar?: string; forceLiquidationBar?: string }
  'POST /sapi/v1/margin/max-leverage': { success?: boolean }
  'POST /sapi/v1/margin/apiKey': { apiKey?: string; secretKey?: string | null; type?: string }
  'GET /sapi/v1/margin/apiKey': SpecialKey
  'GET /sapi/v1/margin/api-key-list': SpecialKey[]
  'PUT /sapi/v1/margin/apiKey/ip': Record<string, never>
  'DELETE /sapi/v1/margin/apiKey': Record<string, never>
  'POST /sapi/v1/margin/manual-liquidation': Liability[]
  'GET /sapi/v1/margin/forceLiquidationRec': { rows?: { avgPrice?: string; executedQty?: string; orderId?: Whole; price?: string; qty?: string; side?: string; symbol?: string; timeInForce?: string; isIsolated?: boolean; updatedTime?: Whole }[]; total?: Whole }
  'POST /sapi/v1/margin/exchange-small-liability': Record<string, never>
  'GET /sapi/v1/margin/exchange-small-liability': Liability[]
  'GET /sapi/v1/margin/exchange-small-liability-history': { total?: Whole; rows?: { asset?: string; amount?: string; targetAsset?: string; targetAmount?: string; bizType?: string; timestamp?: Whole }[] }
  'GET /sapi/v1/margin/capital-flow': { id?: Whole; tranId?: Whole; timestamp?: Whole; asset?: string; symbol?: string; type?: string; amount?: string }[]
  'POST /sapi/v1/margin/borrow-repay': Moved
  'POST /sapi/v1/margin/loan': Moved
  'POST /sapi/v1/margin/repay': Moved
  'POST /sapi/v1/margin/transfer': Moved
  'POST /sapi/v1/margin/isolated/transfer': Moved
  'GET /sapi/v1/margin/borrow-repay': { rows?: { type?: string; isolatedSymbol?: string; amount?: string; asset?: string; interest?: string; principal?: string; status?: string; timestamp?: Whole; txId?: Whole }[]; total?: Whole }
  'GET /sapi/v1/margin/transfer': { rows?: { amount?: string; asset?: string; status?: string; timestamp?: Whole; txId?: Whole; type?: string; transFrom?: string; transTo?: string; fromSymbol?: string; toSymbol?: string }[]; total?: Whole }
  'GET /sapi/v1/margin/interestHistory': { rows?: { txId?: Whole; interestAccuredTime?: Whole; asset?: string; rawAsset?: string; principal?: string; interest?: string; interestRate?: string; type?: string; isolatedSymbol?: string }[]; total?: Whole }
  'GET /sapi/v1/margin/interestRateHistory': { asset?: string; dailyInterestRate?: string; timestamp?: Whole; vipLevel?: Whole }[]
  'GET /sapi/v1/margin/maxBorrowable': { amount?: string; borrowLimit?: string }
  'GET /sapi/v1/margin/maxTransferable': { amount?: string }
  'GET /sapi/v1/margin/crossMarginData': { vipLevel?: Whole; coin?: string; transferIn?: boolean; borrowable?: boolean; dailyInterest?: string; yearlyInterest?: string; borrowLimit?: string; marginablePairs?: string[] }[]
  'GET /sapi/v1/margin/isolatedMarginData': { vipLevel?: Whole; symbol?: string; leverage?: string; data?: { coin?: string; dailyInterest?: string; borrowLimit?: string }[] }[]
  'GET /sapi/v1/margin/isolatedMarginTier': { symbol?: string; tier?: Whole; effectiveMultiple?: string; initialRiskRatio?: string; liquidationRiskRatio?: string; baseAssetMaxBorrowable?: string; quoteAssetMaxBorrowable?: string }[]
  'POST /sapi/v1/margin/order': PlacedMarginOrder
  'DELETE /sapi/v1/margin/order': CancelledMarginOrder
  'DELETE /sapi/v1/margin/openOrders': (CancelledMarginOrderInAll | CancelledMarginList)[]
  'POST /sapi/v1/margin/order/oco': PlacedOco
  'POST /sapi/v1/margin/order/oto': PlacedOto
  'POST /sapi/v1/margin/order/otoco': PlacedOtoco
  'DELETE /sapi/v1/margin/orderList': CancelledMarginList
  'GET /sapi/v1/margin/order': QueriedMarginOrderOne
  'GET /sapi/v1/margin/openOrders': QueriedMarginOrder[]
  'GET /sapi/v1/margin/allOrders': QueriedMarginOrder[]
  'GET /sapi/v1/margin/orderList': MarginList
  'GET /sapi/v1/margin/openOrderList': MarginList[]
  'GET /sapi/v1/margin/allOrderList': MarginList[]
  'GET /sapi/v1/margin/myTrades': { commission?: string; commissionAsset?: string; id?: Whole; isBestMatch?: boolean; isBuyer?: boolean; isMaker?: boolean; orderId?: Whole; price?: string; qty?: string; symbol?: string; isIsolated?: boolean; time?: Whole }[]
  'GET /sapi/v1/margin/myPreventedMatches': SpotRestAPI.MyPreventedMatchesResponse
  'GET /sapi/v1/margin/rateLimit/order': { rateLimitType?: string; interval?: string; intervalNum?: Whole; limit?: Whole; count?: Whole }[]
}

interface Moved { tranId?: Whole }
interface Liability { asset?: string; interest?: string; principal?: string; liabilityAsset?: string; liabilityQty?: string }
interface HeldAsset { asset?: string; borrowed?: string; free?: string; interest?: string; locked?: string; netAsset?: string }

interface CrossAccount {
  created?: boolean; borrowEnabled?: boolean; marginLevel?: string; collateralMarginLevel?: string; totalAssetOfBtc?: string; totalLiabilityOfBtc?: string; totalNetAssetOfBtc?: string
  TotalCollateralValueInUSDT?: string; totalOpenOrderLossInUSDT?: string; tradeEnabled?: boolean; transferInEnabled?: boolean; transferOutEnabled?: boolean; accountType?: string; userAssets?: HeldAsset[]
}

interface SpecialKey { apiName?: string; apiKey?: string; ip?: string; type?: string; permissionMode?: string }
interface IsolatedAsset extends HeldAsset { borrowEnabled?: boolean; netAssetOfBtc?: string; repayEnabled?: boolean; totalAsset?: string }
interface IsolatedAccount {
  baseAsset?: IsolatedAsset; quoteAsset?: IsolatedAsset; symbol?: string; isolatedCreated?: boolean; enabled?: boolean; marginLevel?: string; marginLevelStatus?: string; marginRatio?: string
  indexPrice?: string; liquidatePrice?: string; liquidateRate?: string; tradeEnabled?: boolean
}
interface IsolatedAccounts { assets?: IsolatedAccount[]; totalAssetOfBtc?: string; totalLiabilityOfBtc?: string; totalNetAssetOfBtc?: string }

interface OfAccount { isIsolated?: boolean }
interface PlacedMarginOrder extends SpotRestAPI.NewOrderResponse, OfAccount { marginBuyBorrowAmount?: string; marginBuyBorrowAsset?: string }
interface CancelledMarginOrderInAll extends SpotRestAPI.DeleteOrderResponse, OfAccount {}
/** Told under its number as text. */
interface CancelledMarginOrder extends Omit<SpotRestAPI.DeleteOrderResponse, 'orderId'>, OfAccount { orderId?: string }
interface CancelledMarginList extends SpotRestAPI.DeleteOrderListResponse, OfAccount {}
interface PlacedOco extends SpotRestAPI.OrderListOcoResponse, OfAccount {}
interface PlacedOto extends SpotRestAPI.OrderListOtoResponse, OfAccount {}
interface PlacedOtoco extends SpotRestAPI.OrderListOtocoResponse, OfAccount {}
interface QueriedMarginOrder extends SpotRestAPI.GetOrderResponse, OfAccount {}
interface QueriedMarginOrderOne extends QueriedMarginOrder { accountId?: Whole }
interface MarginList extends SpotRestAPI.GetOrderListResponse, OfAccount {}
