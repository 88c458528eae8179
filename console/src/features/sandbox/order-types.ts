import { isListKind, listParameters } from './order-lists.ts'

/** What an order of a type is told besides its side and its quantity. */
export type OrderPart = 'price' | 'trigger' | 'timeInForce' | 'iceberg' | 'quote' | 'follower' | 'stopPair'

/** As the wire's documentation has them for spot and margin. */
export const ORDER_TYPE_PARTS: Readonly<Record<string, readonly OrderPart[]>> = {
  MARKET: ['quote'], LIMIT: ['price', 'timeInForce', 'iceberg'], LIMIT_MAKER: ['price', 'iceberg'],
  STOP_LOSS: ['trigger'], STOP_LOSS_LIMIT: ['trigger', 'price', 'timeInForce', 'iceberg'],
  OCO: ['price', 'stopPair'], OTO: ['price', 'follower'], OTOCO: ['price', 'follower', 'stopPair'], OPO: ['price', 'follower'], OPOCO: ['price', 'follower', 'stopPair'],
  TAKE_PROFIT: ['trigger'], TAKE_PROFIT_LIMIT: ['trigger', 'price', 'timeInForce', 'iceberg'],
}

export interface OrderDraft {
  readonly side: 'BUY' | 'SELL'
  readonly type: string
  readonly quantity: string
  /** A market order may say what it spends or brings in instead. */
  readonly isByQuote: boolean
  readonly price: string
  readonly stopPrice: string
  readonly stopLimitPrice: string
  /** Of the order that follows when the first is filled. */
  readonly followPrice: string
  readonly trailingDelta: string
  readonly isTrailing: boolean
  readonly timeInForce: 'GTC' | 'IOC' | 'FOK'
  readonly icebergQty: string
  readonly peg: '' | 'PRIMARY_PEG' | 'MARKET_PEG'
  readonly pegOffset: string
  /** Routed over all markets of the base asset. */
  readonly isRouted: boolean
}

export const FIRST_DRAFT: OrderDraft = { side: 'BUY', type: 'MARKET', quantity: '0.01', isByQuote: false, price: '', stopPrice: '', stopLimitPrice: '', followPrice: '', trailingDelta: '', isTrailing: false, timeInForce: 'GTC', icebergQty: '', peg: '', pegOffset: '', isRouted: false }

/** The parameters that the draft stands for. @param last the price where none was written */
export const orderParameters = (draft: OrderDraft, symbol: string, last: string): Readonly<Record<string, string>> => {
  if (isListKind(draft.type)) return listParameters(draft.type, draft, symbol, last)
  const parts = ORDER_TYPE_PARTS[draft.type] ?? []
  const isPegged = parts.includes('price') && draft.peg !== '' && !draft.isRouted
  return {
    symbol, side: draft.side, type: draft.type,
    ...(parts.includes('quote') && draft.isByQuote && !draft.isRouted ? { quoteOrderQty: draft.quantity } : { quantity: draft.quantity }),
    ...(parts.includes('price') && !isPegged && { price: draft.price === '' ? last : draft.price }),
    ...(isPegged && { pegPriceType: draft.peg, ...(draft.pegOffset !== '' && { pegOffsetType: 'PRICE_LEVEL', pegOffsetValue: draft.pegOffset }) }),
    ...(parts.includes('trigger') && (draft.isTrailing ? { trailingDelta: draft.trailingDelta } : { stopPrice: draft.stopPrice })),
    ...(parts.includes('timeInForce') && { timeInForce: draft.timeInForce }),
    ...(parts.includes('iceberg') && draft.icebergQty !== '' && { icebergQty: draft.icebergQty }),
    newOrderRespType: 'RESULT',
  }
}
