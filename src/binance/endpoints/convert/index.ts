import type { Endpoint } from '../../endpoint.ts'
import { convertHistory, convertOrderStatus } from './history.ts'
import { cancelConvertOrder, openConvertOrders, placeConvertOrder } from './limit-orders.ts'
import { convertAssets, convertPairs } from './pairs.ts'
import { acceptConvertQuote, convertQuote } from './quotes.ts'

/** `/sapi` rows of convert: a conversion is a trade. */
export const endpoints: readonly Endpoint[] = [convertPairs, convertAssets, convertQuote, acceptConvertQuote, convertOrderStatus, convertHistory, placeConvertOrder, cancelConvertOrder, openConvertOrders]
