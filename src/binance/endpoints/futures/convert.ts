import { COLLATERAL } from '../../../exchange/futures/contract.ts'
import { type Endpoint, endpoint } from '../../endpoint.ts'
import { assetName, optional } from '../../parameter-types.ts'
import { isOfFutures } from '../convert/convert-wallet.ts'
import { checkStatus, STATUS_PARAMETERS, statusAnswer } from '../convert/history.ts'
import { pairsOf } from '../convert/pairs.ts'
import { ACCEPT_PARAMETERS, acceptQuote, checkQuote, giveQuote, ordersOfQuote, QUOTE_PARAMETERS } from '../convert/quotes.ts'

const pairs = endpoint({
  method: 'GET', path: '/fapi/v1/convert/exchangeInfo', security: 'NONE', permission: 'none', weight: 20, parameters: { fromAsset: optional(assetName), toAsset: optional(assetName) },
  summary: 'Which assets of a futures wallet can be converted into which, and how much of each',
  answer: ({ parameters, services: { venue: { view } } }) => pairsOf(view, parameters, (asset) => COLLATERAL.has(asset)),
})

const quote = endpoint({
  method: 'POST', path: '/fapi/v1/convert/getQuote', security: 'USER_DATA', permission: 'futures', weight: 50, parameters: QUOTE_PARAMETERS,
  check: checkQuote,
  orders: 'none',
  summary: 'Ask at which price one asset of the futures wallet is converted into another now',
  answer: (call) => giveQuote(call, 'usdFutures', call.parameters),
})

const accept = endpoint({
  method: 'POST', path: '/fapi/v1/convert/acceptQuote', security: 'USER_DATA', permission: 'futures', weight: 200, parameters: ACCEPT_PARAMETERS,
  orders: ordersOfQuote,
  summary: 'Convert within the futures wallet at a price that was quoted; what positions and orders need stays',
  answer: (call) => acceptQuote(call, call.parameters.quoteId, isOfFutures),
})

const status = endpoint({
  method: 'GET', path: '/fapi/v1/convert/orderStatus', security: 'USER_DATA', permission: 'reading', weight: 50, parameters: STATUS_PARAMETERS,
  check: checkStatus,
  summary: 'What became of a conversion within the futures wallet',
  answer: (call) => statusAnswer(call, call.parameters, isOfFutures),
})

export const futuresConvertEndpoints: readonly Endpoint[] = [pairs, quote, accept, status]
