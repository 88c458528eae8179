import assert from 'node:assert/strict'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { FUTURES_CLEARING_ACCOUNT, MARGIN_LENDER_ACCOUNT } from '../../src/exchange/ledger.ts'
import { newExchange } from '../../src/exchange/new-exchange.ts'
import { replay } from '../../src/exchange/replay.ts'
import { openStore } from '../../src/storage/store.ts'

/** The live venue as a killed server left it on the disk: its newest snapshot, and the journal behind it. */
export const durableExchange = async (dataFolder: string): Promise<Exchange> => {
  const store = await openStore({ folder: dataFolder, nowUs: Date.now() * 1_000 })
  try {
    const journal = store.journal('live')
    const snapshot = journal.latestSnapshot()
    return replay(newExchange(), snapshot, journal.recordsAfter(snapshot?.sequence ?? 0))
  } finally {
    await store.close()
  }
}

export const assertSumsToZero = (exchange: Exchange): void => {
  for (const { name } of exchange.assets()) assert.equal(exchange.ledger.sumOf(name), 0n, name)
}

/** What is cleared is what is open: quantities of a contract add up to nothing, and the clearing account is below zero by what all positions cost. */
export const assertCleared = ({ ledger, futures }: Exchange): void => {
  let [cost, owed] = [0n, 0n]
  const quantities = new Map<string, bigint>()
  for (const id of futures.accountIds()) {
    owed += futures.owed(id)
    for (const position of futures.positions(id)) {
      cost += position.cost
      quantities.set(position.symbol, (quantities.get(position.symbol) ?? 0n) + position.quantity)
    }
  }
  assert.equal(ledger.free(FUTURES_CLEARING_ACCOUNT, 'USDT'), -cost - owed, 'the clearing account')
  for (const [symbol, sum] of quantities) assert.equal(sum, 0n, symbol)
}

/** The lender is owed what he lent. */
export const assertLent = (exchange: Exchange): void => {
  for (const { name } of exchange.assets()) {
    const { principal, writtenOff } = exchange.marginRoom.lent(name)
    assert.equal(exchange.ledger.free(MARGIN_LENDER_ACCOUNT, name), -principal - writtenOff, name)
  }
}
