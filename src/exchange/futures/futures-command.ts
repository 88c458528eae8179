import type { AccountId } from '../../ids.ts'
import type { Amount, Price, Quantity } from '../../money.ts'
import type { OrderReference } from '../command.ts'
import type { Side } from '../symbol.ts'
import type { AlgoOrderRequest, FuturesOrderRequest, MarginType, PositionSide, PriceMatch } from './futures-order.ts'

export interface AlgoReference {
  readonly algoId?: number
  readonly clientAlgoId?: string
}

interface OfSymbol { readonly accountId: AccountId; readonly symbol: string }

/** Everything that can change the futures room. */
export type FuturesAct =
  | OfSymbol & { readonly do: 'place'; readonly order: FuturesOrderRequest }
  | OfSymbol & { readonly do: 'modify'; readonly order: OrderReference; readonly side: Side; readonly quantity: Quantity; readonly price?: Price; readonly priceMatch: PriceMatch }
  | OfSymbol & { readonly do: 'cancel'; readonly order: OrderReference }
  | OfSymbol & { readonly do: 'cancelAll' }
  /** After so long every open order of the symbol is cancelled, unless it is asked again; 0 stops the count. */
  | OfSymbol & { readonly do: 'countdown'; readonly afterUs: number }
  | OfSymbol & { readonly do: 'placeAlgo'; readonly algo: AlgoOrderRequest }
  | { readonly do: 'cancelAlgo'; readonly accountId: AccountId; readonly algo: AlgoReference }
  | OfSymbol & { readonly do: 'cancelAllAlgos' }
  | OfSymbol & { readonly do: 'leverage'; readonly leverage: number }
  | OfSymbol & { readonly do: 'marginType'; readonly marginType: MarginType }
  | OfSymbol & { readonly do: 'positionMargin'; readonly positionSide: PositionSide; readonly amount: Amount; readonly change: 'ADD' | 'REDUCE' }
  | { readonly do: 'positionMode'; readonly accountId: AccountId; readonly isHedge: boolean }
  | { readonly do: 'multiAssets'; readonly accountId: AccountId; readonly isMultiAssets: boolean }
  | { readonly do: 'feeBurn'; readonly accountId: AccountId; readonly isFeeBurn: boolean }
  // the venue itself
  /** Takes over what an account holds of a contract, whatever backs it. */
  | OfSymbol & { readonly do: 'liquidate' }
  | { readonly do: 'fundingInterval'; readonly symbol: string; readonly hours: number }
  | { readonly do: 'status'; readonly symbol: string; readonly status: 'TRADING' | 'SETTLING' }
  /** Fills the time before now with candles and funding rates drawn from `seed`. */
  | { readonly do: 'seed'; readonly symbol: string; readonly seed: number; readonly lastPrice: Price }

export type FuturesCommand = { readonly kind: 'futures'; readonly act: FuturesAct }
export type ActOf<Do extends FuturesAct['do']> = Extract<FuturesAct, { do: Do }>
