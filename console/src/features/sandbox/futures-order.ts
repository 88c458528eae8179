/** What an order of a contract is told besides its side; the conditional ones wait for a price at the algo endpoint. */
const FUTURES_TYPES = {
  MARKET: { isAlgo: false, parts: [] }, LIMIT: { isAlgo: false, parts: ['price', 'timeInForce'] },
  STOP_MARKET: { isAlgo: true, parts: ['trigger', 'close'] }, STOP: { isAlgo: true, parts: ['trigger', 'price', 'timeInForce'] },
  TAKE_PROFIT_MARKET: { isAlgo: true, parts: ['trigger', 'close'] }, TAKE_PROFIT: { isAlgo: true, parts: ['trigger', 'price', 'timeInForce'] },
  TRAILING_STOP_MARKET: { isAlgo: true, parts: ['trail'] },
} as const satisfies Record<string, { readonly isAlgo: boolean; readonly parts: readonly ('price' | 'timeInForce' | 'trigger' | 'close' | 'trail')[] }>
export type FuturesType = keyof typeof FUTURES_TYPES
export const FUTURES_TYPE_NAMES = Object.keys(FUTURES_TYPES) as readonly FuturesType[] // the table's own names

export const POSITION_SIDES = ['LONG', 'SHORT'] as const
export const FUTURES_TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'GTX'] as const

export interface FuturesDraft {
  readonly side: 'BUY' | 'SELL'
  readonly type: FuturesType
  readonly positionSide: (typeof POSITION_SIDES)[number]
  readonly quantity: string
  readonly price: string
  readonly triggerPrice: string
  readonly workingType: 'CONTRACT_PRICE' | 'MARK_PRICE'
  readonly callbackRate: string
  readonly activatePrice: string
  readonly timeInForce: (typeof FUTURES_TIMES_IN_FORCE)[number]
  readonly isReduceOnly: boolean
  readonly closesPosition: boolean
}

export const FIRST_FUTURES_DRAFT: FuturesDraft = { side: 'BUY', type: 'MARKET', positionSide: 'LONG', quantity: '0.01', price: '', triggerPrice: '', workingType: 'CONTRACT_PRICE', callbackRate: '1', activatePrice: '', timeInForce: 'GTC', isReduceOnly: false, closesPosition: false }

export const partsOf = (type: FuturesType): readonly string[] => FUTURES_TYPES[type].parts

/** Where the draft goes, and with which parameters. @param last the price where none was written */
export const futuresCall = (draft: FuturesDraft, symbol: string, last: string, isHedge: boolean): { readonly path: string; readonly parameters: Readonly<Record<string, string>> } => {
  const { isAlgo } = FUTURES_TYPES[draft.type]
  const parts = partsOf(draft.type)
  const closes = parts.includes('close') && draft.closesPosition
  return {
    path: isAlgo ? '/fapi/v1/algoOrder' : '/fapi/v1/order',
    parameters: {
      ...(isAlgo ? { algoType: 'CONDITIONAL' } : { newOrderRespType: 'RESULT' }), symbol, side: draft.side, type: draft.type,
      ...(isHedge && { positionSide: draft.positionSide }), ...(closes ? { closePosition: 'true' } : { quantity: draft.quantity }),
      // In hedge mode the side of the position says what reduces it.
      ...(!isHedge && !closes && draft.isReduceOnly && { reduceOnly: 'true' }),
      ...(parts.includes('price') && { price: draft.price === '' ? last : draft.price }), ...(parts.includes('timeInForce') && { timeInForce: draft.timeInForce }),
      ...(parts.includes('trigger') && { triggerPrice: draft.triggerPrice, workingType: draft.workingType }),
      ...(parts.includes('trail') && { callbackRate: draft.callbackRate, ...(draft.activatePrice !== '' && { activatePrice: draft.activatePrice }) }),
    },
  }
}
