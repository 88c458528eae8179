import type { AccountId } from '../ids.ts'
import type { Amount, Price, Quantity } from '../money.ts'
import type { ConvertWallet } from './convert/conversion.ts'
import type { IsolatedWalletName, OwnedWallet } from './wallet-name.ts'
import type { FuturesCommand } from './futures/futures-command.ts'
import type { Asset, OrderType, PegPriceType, SelfTradePreventionMode, Side, SymbolDefinition, SymbolStatus, TimeInForce } from './symbol.ts'

/** What one order asks for. Absent = not given. Shapes that no order type allows are refused before a command is made. */
export interface OrderRequest {
  readonly side: Side
  readonly type: OrderType
  /** GTC where the type has none of its own. */
  readonly timeInForce: TimeInForce
  readonly quantity?: Quantity
  readonly quoteQuantity?: Amount
  /** Of a pegged order the worst price at which it may work. */
  readonly price?: Price
  readonly peg?: Peg
  /** It takes from the books of all interchangeable quote assets (smart order routing). */
  readonly isRouted?: true
  readonly stopPrice?: Price
  readonly trailingDeltaBips?: number
  readonly icebergQuantity?: Quantity
  readonly clientOrderId: string
  readonly strategyId?: number
  readonly strategyType?: number
  readonly selfTradePrevention?: SelfTradePreventionMode
}

/** A price that is found in the book when the order enters it. */
export interface Peg {
  readonly priceType: PegPriceType
  /** So many price levels deeper into the book. */
  readonly offsetLevels?: number
}

export interface OrderReference {
  readonly orderId?: number
  readonly clientOrderId?: string
}

/** Everything that can change the venue. Each is journaled exactly when it changed something. */
export type Command =
  // the venue itself
  | { readonly kind: 'defineAsset'; readonly asset: Asset }
  | { readonly kind: 'listSymbol'; readonly symbol: SymbolDefinition }
  | { readonly kind: 'setSymbolStatus'; readonly symbol: string; readonly status: SymbolStatus }
  | { readonly kind: 'openAccount'; readonly accountId: AccountId; readonly terms: AccountTerms }
  /** Fills the time before now with candles, and the last minutes with trades, drawn from `seed`: a market that looks alive. */
  | { readonly kind: 'seedHistory'; readonly symbol: string; readonly seed: number; readonly lastPrice: Price }
  // orders; those of a margin wallet name it, and the others are of the spot wallet
  | { readonly kind: 'placeOrder'; readonly accountId: AccountId; readonly symbol: string; readonly order: OrderRequest; readonly wallet?: MarginWalletName; readonly sideEffect?: SideEffect }
  | { readonly kind: 'cancelOrder'; readonly accountId: AccountId; readonly symbol: string; readonly order: OrderReference; readonly newClientOrderId: string; readonly restriction?: 'ONLY_NEW' | 'ONLY_PARTIALLY_FILLED'; readonly wallet?: MarginWalletName }
  | { readonly kind: 'cancelOpenOrders'; readonly accountId: AccountId; readonly symbol: string; readonly newClientOrderId: string; readonly wallet?: MarginWalletName }
  | { readonly kind: 'cancelReplace'; readonly accountId: AccountId; readonly symbol: string; readonly mode: 'STOP_ON_FAILURE' | 'ALLOW_FAILURE'; readonly cancel: OrderReference; readonly cancelNewClientOrderId: string; readonly restriction?: 'ONLY_NEW' | 'ONLY_PARTIALLY_FILLED'; readonly order: OrderRequest; /** The order count is used up and the caller chose CANCEL_ONLY. */ readonly cancelOnly: boolean; readonly wallet?: MarginWalletName }
  | { readonly kind: 'amendOrder'; readonly accountId: AccountId; readonly symbol: string; readonly order: OrderReference; readonly newClientOrderId: string; readonly newQuantity: Quantity; readonly wallet?: MarginWalletName }
  | { readonly kind: 'placeOrderList'; readonly accountId: AccountId; readonly symbol: string; readonly clientListId: string; readonly list: OrderListRequest; readonly wallet?: MarginWalletName; readonly sideEffect?: SideEffect }
  | { readonly kind: 'cancelOrderList'; readonly accountId: AccountId; readonly symbol: string; readonly listId?: number; readonly clientListId?: string; readonly newClientOrderId: string; readonly wallet?: MarginWalletName }
  // wallet
  | { readonly kind: 'announceDeposit'; readonly accountId: AccountId; readonly asset: string; readonly network: string; readonly amount: Amount; readonly txId: string; /** The faucet's deposits are credited at once. */ readonly isCreditedAtOnce: boolean }
  | { readonly kind: 'requestWithdrawal'; readonly accountId: AccountId; readonly withdrawal: WithdrawalRequest }
  | { readonly kind: 'decideWithdrawal'; readonly withdrawalId: string; readonly decision: 'approve' | 'reject' | 'cancel' }
  /** Lets the simulated network and every time-driven rule move on to now. */
  | { readonly kind: 'tick' }
  | { readonly kind: 'setFastWithdraw'; readonly accountId: AccountId; readonly isEnabled: boolean }
  | { readonly kind: 'setFeeDiscount'; readonly accountId: AccountId; readonly isEnabled: boolean }
  | { readonly kind: 'convertDust'; readonly accountId: AccountId; readonly assets: readonly string[] }
  // convert
  | { readonly kind: 'quoteConversion'; readonly accountId: AccountId; readonly quote: ConversionQuoteRequest }
  | { readonly kind: 'acceptConversion'; readonly accountId: AccountId; readonly quoteId: string }
  | { readonly kind: 'placeConversionOrder'; readonly accountId: AccountId; readonly order: ConversionOrderRequest }
  | { readonly kind: 'cancelConversionOrder'; readonly accountId: AccountId; readonly orderId: number }
  // margin
  | { readonly kind: 'borrow'; readonly accountId: AccountId; readonly wallet: MarginWalletName; readonly asset: string; readonly amount: Amount }
  | { readonly kind: 'repay'; readonly accountId: AccountId; readonly wallet: MarginWalletName; readonly asset: string; readonly amount: Amount }
  | { readonly kind: 'setIsolatedEnabled'; readonly accountId: AccountId; readonly symbol: string; readonly isEnabled: boolean }
  | { readonly kind: 'setMaxLeverage'; readonly accountId: AccountId; readonly leverage: number }
  /** The owner lets the venue sell and repay, as it would by itself. */
  | { readonly kind: 'liquidateMargin'; readonly accountId: AccountId; readonly wallet: MarginWalletName }
  | { readonly kind: 'exchangeSmallLiability'; readonly accountId: AccountId; readonly assets: readonly string[] }
  // between wallets and accounts
  | { readonly kind: 'transfer'; readonly from: OwnedWallet; readonly to: OwnedWallet; readonly asset: string; readonly amount: Amount; readonly clientTransferId?: string }
  /** WORLD → the insurance fund, which pays for what liquidations leave unpaid. */
  | { readonly kind: 'fundInsurance'; readonly asset: string; readonly amount: Amount }
  | FuturesCommand

export type MarginWalletName = 'crossMargin' | IsolatedWalletName

/** What a margin order does beside trading. `none` where it is not given. */
export interface SideEffect {
  /** Borrow what the order lacks when it is placed. */
  readonly borrows: boolean
  /** Repay with what its fills bring in. */
  readonly repays: boolean
  /** What was borrowed and not used is repaid when the order ends without being filled. */
  readonly repaysAtCancel: boolean
}

export type CommandOf<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>

/** What an account is at the venue. Rates are decimals in 10⁻⁸ (0.001 = 100000n). */
export interface AccountTerms {
  readonly makerRate: bigint
  readonly takerRate: bigint
  /** Accounts of one group (≥ 0) count as one self; -1 is none. */
  readonly tradeGroupId: number
  /** Demo market makers: their finished orders and fills are not kept. */
  readonly keepsHistory: boolean
}

export type OrderListRequest =
  | { readonly contingency: 'OCO'; readonly above: OrderRequest; readonly below: OrderRequest }
  | { readonly contingency: 'OTO'; readonly working: OrderRequest; readonly pending: OrderRequest }
  | { readonly contingency: 'OTOCO'; readonly working: OrderRequest; readonly pendingAbove: OrderRequest; readonly pendingBelow: OrderRequest }
  /** The working order buys, and what it bought is the quantity of what is pending. */
  | { readonly contingency: 'OPO'; readonly working: OrderRequest; readonly pending: OrderRequest }
  | { readonly contingency: 'OPOCO'; readonly working: OrderRequest; readonly pendingAbove: OrderRequest; readonly pendingBelow: OrderRequest }

export interface WithdrawalRequest {
  /** Unguessable id, made by the caller. */
  readonly id: string
  readonly asset: string
  readonly network: string
  readonly address: string
  readonly addressTag: string
  readonly amount: Amount
  /** The caller's own id; the same one again is answered with the first. */
  readonly clientWithdrawalId: string | null
  readonly walletType: 'spot' | 'funding'
  /** For an internal transfer: whether the receiver pays (false) or the sender (true) … as `transactionFeeFlag`. */
  readonly feeIsReturned: boolean
  readonly name: string
  readonly state: 'awaitingApproval' | 'processing'
}

/** Exactly one side has its amount named; the venue finds the other. Ids are unguessable, made by the caller. */
export interface ConversionQuoteRequest {
  readonly id: string
  readonly wallet: ConvertWallet
  readonly fromAsset: string
  readonly toAsset: string
  readonly amount: Amount
  readonly isAmountOf: 'from' | 'to'
  readonly validForUs: number
}

export interface ConversionOrderRequest {
  readonly id: string
  readonly wallet: Exclude<ConvertWallet, 'usdFutures'>
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly side: Side
  /** Above 0. */
  readonly price: Price
  readonly amount: Amount
  readonly isAmountOf: 'base' | 'quote'
  readonly expiresAfterUs: number
}
