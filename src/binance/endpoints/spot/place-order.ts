import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { type Endpoint, endpoint } from '../../endpoint.ts'
import { boolean, withDefault } from '../../parameter-types.ts'
import { judgedAnswer, placedAnswer } from './order-answers.ts'
import { guarded, ORDER_PARAMETERS, orderFault, orderOf, responseTypeOf } from './order-parameters.ts'

const place = endpoint({
  method: 'POST', path: '/api/v3/order', socketMethods: ['order.place'], security: 'TRADE', permission: 'spotAndMarginTrading', actsOnBoundWallet: true, weight: { of: 1, scope: 'address', isFreeOnSuccess: true },
  parameters: ORDER_PARAMETERS, check: orderFault, orders: guarded,
  summary: 'Place an order.',
  answer: (call) => placedAnswer(call, orderOf(call.parameters, call.services), responseTypeOf(call.parameters)),
})

const TEST_WEIGHT = 1
const TEST_WEIGHT_WITH_RATES = 20

export const testWeight = (raw: RawParameters): number => (raw.get('computeCommissionRates')?.toLowerCase() === 'true' ? TEST_WEIGHT_WITH_RATES : TEST_WEIGHT)

const test = endpoint({
  method: 'POST', path: '/api/v3/order/test', socketMethods: ['order.test'], security: 'TRADE', permission: 'spotAndMarginTrading', actsOnBoundWallet: true, weight: testWeight,
  parameters: { ...ORDER_PARAMETERS, computeCommissionRates: withDefault(boolean, false) }, check: orderFault, orders: guarded, judgesOnly: true,
  summary: 'Judge the form of an order, and place nothing.',
  answer: (call) => judgedAnswer(call, orderOf(call.parameters, call.services), call.parameters.computeCommissionRates),
})

export const placeOrderEndpoints: readonly Endpoint[] = [place, test]
