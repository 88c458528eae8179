import type { OrderDraft } from './order-types.ts'

/** Orders that belong together, which the wire has at addresses of their own. */
export const LIST_KINDS = ['OCO', 'OTO', 'OTOCO', 'OPO', 'OPOCO'] as const
export type ListKind = (typeof LIST_KINDS)[number]
export type ListPaths = Readonly<Partial<Record<ListKind, string>>>

export const isListKind = (type: string): type is ListKind => LIST_KINDS.some((kind) => kind === type)

type Written = Readonly<Record<string, string>>
type Draft = Pick<OrderDraft, 'side' | 'quantity' | 'price' | 'stopPrice' | 'stopLimitPrice' | 'followPrice'>

const stopOf = ({ stopPrice, stopLimitPrice }: Draft, prefix: string): Written => ({
  [`${prefix}Type`]: stopLimitPrice === '' ? 'STOP_LOSS' : 'STOP_LOSS_LIMIT', [`${prefix}StopPrice`]: stopPrice,
  ...(stopLimitPrice !== '' && { [`${prefix}Price`]: stopLimitPrice, [`${prefix}TimeInForce`]: 'GTC' }),
})

/** The pair behind a filled order: what takes the profit on one side of the price, what stops the loss on the other. */
const pairBehind = (draft: Draft): Written => {
  const [profit, loss] = draft.side === 'BUY' ? ['pendingAbove', 'pendingBelow'] : ['pendingBelow', 'pendingAbove']
  return { [`${profit}Type`]: 'LIMIT_MAKER', [`${profit}Price`]: draft.followPrice, ...stopOf(draft, loss) }
}

/** The parameters that a draft of a list stands for. @param last the price where none was written */
export const listParameters = (kind: ListKind, draft: Draft, symbol: string, last: string): Written => {
  const { side, quantity, stopPrice, stopLimitPrice, followPrice } = draft
  const price = draft.price === '' ? last : draft.price
  if (kind === 'OCO') return { symbol, side, quantity, price, stopPrice, ...(stopLimitPrice !== '' && { stopLimitPrice, stopLimitTimeInForce: 'GTC' }), newOrderRespType: 'RESULT' }
  return {
    symbol, workingType: 'LIMIT', workingSide: side, workingPrice: price, workingQuantity: quantity, workingTimeInForce: 'GTC', pendingSide: side === 'BUY' ? 'SELL' : 'BUY',
    // Where one pays the other, what was got says how much.
    ...((kind === 'OTO' || kind === 'OTOCO') && { pendingQuantity: quantity }),
    ...(kind === 'OTO' || kind === 'OPO' ? { pendingType: 'LIMIT', pendingPrice: followPrice, pendingTimeInForce: 'GTC' } : pairBehind(draft)),
    newOrderRespType: 'RESULT',
  }
}
