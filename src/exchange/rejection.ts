import type { FuturesReason } from './futures/futures-rejection.ts'
import type { FilterName } from './symbol.ts'

/** Why the venue did not do what a command asked. Values, not exceptions; `binance/errors.ts` has a row for each. */
export type Rejection =
  | { readonly reason: 'filter'; readonly filter: FilterName }
  | { readonly reason: PlainReason }
  | { readonly reason: WithdrawalReason; readonly text?: string }
  | { readonly reason: ConvertReason }
  | { readonly reason: FuturesReason }

export type PlainReason =
  | 'unknownSymbol' | 'unknownAsset' | 'unknownAccount'
  | 'marketClosed' | 'insufficientBalance' | 'duplicateOrder'
  | 'unknownOrder'            // cancel or amend of an order that is not open
  | 'noSuchOrder'             // query of an order that never was
  | 'unknownOrderList'
  | 'clientOrderIdMismatch'   // both ids sent, and they name two orders
  | 'cancelRestricted'
  | 'wouldTriggerImmediately' | 'wouldMatchImmediately' | 'ocoBadPrices'
  | 'zeroNotional' | 'icebergExceedsQuantity'
  | 'orderTypeNotSupported' | 'icebergNotSupported' | 'trailingNotSupported' | 'ocoNotSupported' | 'otoNotSupported' | 'quoteQuantityNotSupported' | 'cancelReplaceNotSupported' | 'amendNotSupported' | 'selfTradeModeNotSupported'
  | 'pegNotSupported' | 'pegTypeNotSupported' | 'pegCombinationNotSupported' | 'pegLiquidity'
  | 'routingNotSupported' | 'opoNotSupported' | 'amendOfPaidPending'
  | 'amendIncreases' | 'amendChangesNothing'
  | 'noLiquidity' | 'liquidityBelowLotSize' | 'liquidityBelowMarketLotSize'
  | 'unsupportedOrderCombination'
  | 'supplyExhausted'
  | 'notMarginPair' | 'notMarginAsset' | 'noMarginAccount' | 'marginLevelTooLow' | 'borrowExceeds' | 'repayExceeds' | 'marginBalance' | 'nothingToBorrow' | 'nothingOwed' | 'transferExceeds'
  | 'tooManyIsolated' | 'isolatedNotEmpty' | 'isolatedDisabledToday' | 'noSuchLeverage' | 'noSmallLiability'
  | 'nothingToTransfer' | 'sameWallet' | 'transferBalance'

export type WithdrawalReason =
  | 'withdrawAssetClosed' | 'withdrawBelowMinimum' | 'withdrawAboveMaximum' | 'withdrawNotMultiple' | 'withdrawAmountBelowFee'
  | 'illegalAddress' | 'illegalAddressTag' | 'tagNotSupported' | 'withdrawBalance' | 'unknownNetwork' | 'unknownWithdrawal' | 'withdrawalNotPending' | 'dustNotConvertible'

export type ConvertReason = 'notConvertible' | 'convertTooLittle' | 'convertTooMuch' | 'convertBalance' | 'quoteExpired' | 'unknownConversion'
