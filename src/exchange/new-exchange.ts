import { Exchange } from './exchange.ts'
import { EXCHANGE_FILTERS } from './listing/exchange-filters.ts'
import { ROUTES } from './listing/routes.ts'
import { MarketStatistics } from './market/market-statistics.ts'
import { Wallet } from './wallet/wallet.ts'

/** An exchange with all its rooms, in which nothing has happened yet. */
export const newExchange = (): Exchange =>
  new Exchange({
    fold: () => new MarketStatistics(),
    futuresFold: () => new MarketStatistics(),
    wallet: (ledger, facts) => new Wallet(ledger, facts),
    exchangeFilters: EXCHANGE_FILTERS,
    routes: ROUTES,
  })
