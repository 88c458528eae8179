/** Why the futures room did not do what was asked. */
export type FuturesReason =
  | 'marginInsufficient' | 'reduceOnlyRejected' | 'wouldTriggerNow' | 'positionBeyondLeverage' | 'tooManyOpenOrders' | 'tooManyAlgoOrders'
  | 'priceBelowMinimum' | 'priceAboveMaximum' | 'priceOffTick' | 'priceAboveCap' | 'priceBelowFloor' | 'quantityBelowMinimum' | 'quantityAboveMaximum' | 'quantityOffStep' | 'notionalTooSmall'
  | 'positionSideMismatch' | 'positionModeSame' | 'positionModeOrders' | 'positionModePosition' | 'marginTypeSame' | 'marginTypeOrders' | 'marginTypePosition' | 'leverageInvalid' | 'leverageReduction'
  | 'addMarginCross' | 'crossInsufficient' | 'isolatedInsufficient' | 'noPositionForMargin' | 'multiAssetsSame' | 'multiAssetsIsolated' | 'isolatedUnderMultiAssets'
  | 'duplicateClientOrderId' | 'fokNotFilled' | 'postOnlyWouldTake' | 'nothingToModify' | 'noDepthForPriceMatch' | 'invalidActivation' | 'notTrading' | 'goodTillInvalid'
