import type { OrderReference } from '../../../exchange/command.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import { clientOrderId, integer, optional } from '../../parameter-types.ts'

/** How a caller names an order: by number, by client id, or by both, which must then agree. */
export const REFERENCE_PARAMETERS = { orderId: optional(integer), origClientOrderId: optional(clientOrderId) }

interface Reference {
  readonly orderId: number | undefined
  readonly origClientOrderId: string | undefined
}

export const referenceFault = ({ orderId, origClientOrderId }: Reference): ParameterFault | undefined =>
  orderId === undefined && origClientOrderId === undefined ? { fault: 'oneOfMissing', names: ['origClientOrderId', 'orderId'] } : undefined

export const referenceOf = (orderId: number | undefined, origClientOrderId: string | undefined): OrderReference =>
  ({ ...(orderId !== undefined && { orderId }), ...(origClientOrderId !== undefined && { clientOrderId: origClientOrderId }) })
