import type { MarginWalletName } from '../exchange/command.ts'
import type { ExchangeView, OrdersView } from '../exchange/exchange-view.ts'
import type { Caller } from '../gate/gate.ts'

/** The wallet that order and account calls of a key act on: the margin wallet that it is bound to, else spot. */
export const tradedWallet = ({ key }: Pick<Caller, 'key'>): 'spot' | MarginWalletName => key.boundTo ?? 'spot'

/** The wallet as commands name it: spot is not named. */
export const inWallet = ({ key }: Pick<Caller, 'key'>): { readonly wallet?: MarginWalletName } => (key.boundTo === null ? SPOT : { wallet: key.boundTo })
const SPOT: { readonly wallet?: MarginWalletName } = {}

/** The orders of the wallet that the key acts on. */
export const tradedOrders = (view: Pick<ExchangeView, 'orders' | 'margin'>, { key }: Pick<Caller, 'key'>): OrdersView =>
  key.boundTo === null ? view.orders : view.margin.orders(key.boundTo)
