import type { Balance, MarketView, WalletView } from './exchange-view.ts'
import type { Ledger } from './ledger.ts'
import type { MarketFold, WalletRoom } from './market-port.ts'
import type { SpotState } from './spot/spot-state.ts'

/** Views to which several rooms contribute. */

/** Depth, last price and reference price are told by the books, all else by the fold of trades. */
export const marketViewOf = (state: SpotState, fold: MarketFold): MarketView => {
  return {
    depth: (symbol, limit) => state.markets.get(symbol)?.book.depth(limit) ?? { lastUpdateId: 0, bids: [], asks: [] },
    lastPrice: (symbol) => state.markets.get(symbol)?.lastPrice ?? null,
    referencePrice: (symbol, nowUs) => {
      const reference = state.markets.get(symbol)?.reference
      return reference?.wasEverSet === true ? { price: reference.at(nowUs) } : null
    },
    trades: (symbol, range) => fold.trades(symbol, range),
    aggregateTrades: (symbol, range) => fold.aggregateTrades(symbol, range),
    klines: (symbol, interval, range) => fold.klines(symbol, interval, range),
    window: (symbol, windowUs, nowUs) => fold.window(symbol, windowUs, nowUs),
    since: (symbol, startUs, nowUs) => fold.since(symbol, startUs, nowUs),
    averagePrice: (symbol, minutes, nowUs) => fold.averagePrice(symbol, minutes, nowUs),
  }
}

/** Balances are told by the ledger, terms by the engine, all else by the room of deposits and withdrawals. */
export const walletViewOf = (ledger: Ledger, state: SpotState, walletRoom: WalletRoom): WalletView => {
  return {
    terms: (accountId) => state.traders.get(accountId)?.terms,
    wallets: (accountId) => ledger.wallets(accountId),
    balances: (accountId, wallet) => ledger.balances(accountId, wallet),
    balance: (accountId, asset, wallet): Balance => ({ asset, free: ledger.free(accountId, asset, wallet), locked: ledger.locked(accountId, asset, wallet) }),
    updatedAtUs: (accountId, wallet) => ledger.updatedAtUs(accountId, wallet),
    hasFeeDiscount: (accountId) => state.traders.get(accountId)?.hasFeeDiscount ?? false,
    hasFastWithdraw: (accountId) => walletRoom.hasFastWithdraw(accountId),
    depositAddress: (accountId, asset, network) => walletRoom.depositAddress(accountId, asset, network),
    deposits: (accountId) => walletRoom.deposits(accountId),
    withdrawals: (accountId) => walletRoom.withdrawals(accountId),
    withdrawal: (accountId, reference) => walletRoom.withdrawal(accountId, reference),
    withdrawing: (accountId, asset, wallet) => walletRoom.withdrawing(accountId, asset, wallet),
    dustLog: (accountId) => walletRoom.dustLog(accountId),
    valueIn: (asset, amount, quoteAsset) => walletRoom.valueIn(asset, amount, quoteAsset),
  }
}
