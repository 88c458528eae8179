import { Exchange } from '../../src/exchange/exchange.ts'
import type { EncodedRecord, Journal, Snapshot } from '../../src/exchange/journal.ts'
import { JournaledVenue } from '../../src/exchange/journaled-venue.ts'
import { EXCHANGE_FILTERS } from '../../src/exchange/listing/exchange-filters.ts'
import { ROUTES } from '../../src/exchange/listing/routes.ts'
import { MarketStatistics } from '../../src/exchange/market/market-statistics.ts'
import { Wallet } from '../../src/exchange/wallet/wallet.ts'
import type { Clock } from '../../src/time.ts'

/** A journal that keeps what it is given in memory, where everything is durable at once. */
class MemoryJournal implements Journal {
  readonly records: EncodedRecord[] = []
  #snapshot: Snapshot | undefined

  append(record: EncodedRecord): void {
    this.records.push(record)
  }

  settled(): undefined {
    return undefined
  }

  latestSnapshot(): Snapshot | undefined {
    return this.#snapshot
  }

  recordsAfter(sequence: number): Iterable<EncodedRecord> {
    return this.records.filter((record) => record.sequence > sequence)
  }

  saveSnapshot(snapshot: Snapshot): Promise<void> {
    this.#snapshot = snapshot
    return Promise.resolve()
  }
}

/** An empty exchange with all its rooms. */
const anExchange = (): Exchange => new Exchange({
  fold: () => new MarketStatistics(), futuresFold: () => new MarketStatistics(),
  wallet: (ledger, facts) => new Wallet(ledger, facts),
  exchangeFilters: EXCHANGE_FILTERS,
  routes: ROUTES,
})

/** An empty exchange behind a journal in memory, by the clock it is given. */
export const sandboxVenue = (clock: Clock, journal: Journal = new MemoryJournal()): JournaledVenue => new JournaledVenue(anExchange(), journal, () => clock.nowUs())
