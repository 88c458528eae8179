import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, emptyExchange, FREE_OF_FEES, market, order } from '../../test/stories/market-story.ts'
import { amount } from '../money.ts'
import type { Command } from './command.ts'
import { JournaledVenue } from './journaled-venue.ts'
import type { EncodedRecord, Journal } from './journal.ts'
import { replay } from './replay.ts'
import { restoreSnapshot, takeSnapshot } from './snapshot.ts'

class ListJournal implements Journal {
  readonly records: EncodedRecord[] = []
  settling: Promise<void> | undefined
  append(record: EncodedRecord): void { this.records.push(record) }
  settled(): Promise<void> | undefined { return this.settling }
  latestSnapshot(): undefined { return undefined }
  recordsAfter(sequence: number): EncodedRecord[] { return this.records.filter((record) => record.sequence > sequence) }
  async saveSnapshot(): Promise<void> {}
}

const START: Command[] = [
  { kind: 'defineAsset', asset: { name: 'BTC', fullName: 'Bitcoin', networks: [] } },
  { kind: 'defineAsset', asset: { name: 'USDT', fullName: 'Tether', networks: [] } },
  { kind: 'listSymbol', symbol: market('BTC', 'USDT') },
  { kind: 'openAccount', accountId: ALICE, terms: FREE_OF_FEES },
  { kind: 'announceDeposit', accountId: ALICE, asset: 'USDT', network: 'USDT', amount: amount('1000'), txId: '', isCreditedAtOnce: true },
]

const started = () => {
  const journal = new ListJournal()
  const exchange = emptyExchange()
  let clockUs = 1_000_000
  const venue = new JournaledVenue(exchange, journal, () => (clockUs += 1_000))
  for (const command of START) assert.ok(venue.execute(command).ok)
  return { journal, exchange, venue, turnBack: () => (clockUs -= 500_000) }
}

const bid = (price: string): Command => ({ kind: 'placeOrder', accountId: ALICE, symbol: 'BTCUSDT', order: order('BUY', { quantity: '1', price }) })

test('exactly the commands that changed something are journaled, in order', () => {
  const { journal, venue } = started()
  assert.deepEqual(journal.records.map((record) => record.sequence), [1, 2, 3, 4, 5])
  assert.ok(!venue.execute(bid('1001')).ok)
  // The first tick learns which day it is; the next has nothing to do.
  for (let tick = 0; tick < 2; tick++) assert.ok(venue.execute({ kind: 'tick' }).ok)
  assert.ok(venue.examine(bid('10')).ok)
  assert.equal(journal.records.length, 6)
  assert.ok(venue.execute(bid('10')).ok)
  assert.equal(journal.records.length, 7)
})

test('what a venue did replays to the same state', () => {
  const { journal, exchange, venue } = started()
  for (const price of ['10', '11', '12']) venue.execute(bid(price))
  assert.equal(replay(emptyExchange(), undefined, journal.records).stateHash(), exchange.stateHash())
})

test('a clock that goes back does not take the venue back', () => {
  const { journal, venue, turnBack } = started()
  const before = journal.records.at(-1)!.timeUs
  turnBack()
  venue.execute(bid('10'))
  assert.ok(journal.records.at(-1)!.timeUs >= before)
  assert.ok(venue.nowUs() >= before)
})

test('listeners hear the events of what changed, until they stop', () => {
  const { venue } = started()
  const heard: string[] = []
  const stop = venue.onEvents((events) => heard.push(...events.map((event) => event.kind)))
  venue.execute(bid('1001'))
  venue.execute(bid('10'))
  assert.deepEqual(heard, ['order', 'depth', 'balance'])
  stop()
  venue.execute(bid('11'))
  assert.equal(heard.length, 3)
})

test('the answer waits for the journal', async () => {
  const { journal, venue } = started()
  assert.equal(venue.settled(), undefined)
  journal.settling = Promise.resolve()
  await venue.settled()
})

test('a replay that differs names the first record that does', () => {
  const { journal } = started()
  const change = (index: number, changed: Partial<EncodedRecord>): EncodedRecord[] => journal.records.map((record, at) => (at === index ? { ...record, ...changed } : record))
  const replayed = (records: EncodedRecord[]) => () => replay(emptyExchange(), undefined, records)
  assert.throws(replayed(change(4, { eventsDigest: 1 })), /journal record 5 \(announceDeposit\) does something else on replay/)
  assert.throws(replayed(journal.records.toSpliced(2, 1)), /journal record 4 does not follow 2/)
  assert.throws(replayed(change(0, { recordVersion: 99 })), /encoding 99/)
  assert.throws(replayed(change(0, { engineVersion: 99 })), /engine version 99/)
  assert.throws(replayed(change(2, { command: '{"kind":"setSymbolStatus","symbol":"NONE","status":"HALT"}' })), /journal record 3 \(setSymbolStatus\) is refused on replay: unknownSymbol/)
})

test('a damaged snapshot is not taken on', () => {
  const { exchange } = started()
  const snapshot = takeSnapshot(exchange)
  assert.equal(snapshot.stateHash, exchange.stateHash())
  assert.throws(() => restoreSnapshot(emptyExchange(), { ...snapshot, state: snapshot.state.replace('Tether', 'Tothor') }), /damaged/)
})
