import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Command } from '../../src/exchange/command.ts'
import type { ExchangeEvent } from '../../src/exchange/event.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { ROUTER_ACCOUNT } from '../../src/exchange/ledger.ts'
import { decodeCommand, encodeCommand, encodeRecord } from '../../src/exchange/journal-codec.ts'
import type { EncodedRecord } from '../../src/exchange/journal.ts'
import { replay } from '../../src/exchange/replay.ts'
import { restoreSnapshot, takeSnapshot } from '../../src/exchange/snapshot.ts'
import { isListOpen } from '../../src/exchange/spot/live-list.ts'
import { needOf } from '../../src/exchange/spot/live-order.ts'
import { ACCOUNTS, anyCommand, ASSETS, boughtBy, opened, opening, START_US, SYMBOLS, unopened } from './exchange-commands.ts'

const commands = fc.array(anyCommand, { minLength: 60, maxLength: 160, size: 'max' })
const RUNS = { numRuns: 150 }

const atUs = (index: number): number => START_US + index * 700_000

/** What the open orders of an account need, by asset. */
const needs = (exchange: Exchange, account: number): Map<string, bigint> => {
  const trader = exchange.state.traders.get(account)!
  const sums = new Map<string, bigint>(ASSETS.map((asset) => [asset, 0n]))
  const add = (asset: string, amount: bigint): void => void sums.set(asset, sums.get(asset)! + amount)
  for (const desk of trader.desks.values()) {
    const { baseAsset, quoteAsset } = desk.market.definition
    for (const order of desk.open()) {
      if (order.status === 'PENDING_NEW' || (order.list?.isPairOpen === true && order.list.followers.includes(order))) continue
      add(order.isBuy ? quoteAsset : baseAsset, needOf(order))
    }
    for (const list of trader.lists) {
      if (list.desk !== desk || !isListOpen(list)) continue
      add(baseAsset, boughtBy(list))
      if (!list.isPairOpen) continue
      const larger = list.followers.map(needOf).reduce((most, need) => (need > most ? need : most), 0n)
      add(list.followers[0]!.isBuy ? quoteAsset : baseAsset, larger)
    }
  }
  return sums
}

const assertSound = (exchange: Exchange, command: Command): void => {
  for (const asset of ASSETS) assert.equal(exchange.ledger.sumOf(asset), 0n, `${command.kind} made or lost ${asset}`)
  const routers = exchange.ledger.balances(ROUTER_ACCOUNT)
  assert.equal(routers.reduce((sum, { free }) => sum + free, 0n), 0n, `${command.kind} left the router with something`)
  assert.ok(routers.every(({ locked }) => locked === 0n))
  for (const account of ACCOUNTS) {
    const needed = needs(exchange, account)
    for (const { asset, free, locked } of exchange.wallet.balances(account)) {
      assert.ok(free >= 0n && locked >= 0n, `${command.kind} left account ${account} with ${free} + ${locked} ${asset}`)
      assert.equal(locked, needed.get(asset), `${command.kind}: account ${account} has locked what no open order needs in ${asset}`)
    }
  }
}

test('no sequence of commands creates or loses an asset, makes a balance negative, or holds what no open order needs', () => {
  fc.assert(fc.property(commands, (sequence) => {
    const exchange = opened()
    sequence.forEach((command, index) => {
      exchange.execute(command, atUs(index))
      assertSound(exchange, command)
    })
  }), RUNS)
})

test('a refused command leaves the state as it was, and examining never touches it', () => {
  fc.assert(fc.property(commands, (sequence) => {
    const exchange = opened()
    sequence.forEach((command, index) => {
      const before = exchange.stateHash()
      const examined = exchange.examine(command, atUs(index))
      assert.equal(exchange.stateHash(), before)
      const outcome = exchange.execute(command, atUs(index))
      assert.equal(examined.ok, outcome.ok, `${command.kind} is judged otherwise than done`)
      if (!examined.ok && !outcome.ok) assert.deepEqual(examined.rejection, outcome.rejection)
      if (!outcome.ok) assert.equal(exchange.stateHash(), before)
    })
  }), { numRuns: 40 })
})

test('the same journal replays to the same state hash, from the beginning and from a snapshot anywhere', () => {
  fc.assert(fc.property(commands, fc.nat(), (sequence, cut) => {
    const exchange = unopened()
    const records: EncodedRecord[] = []
    const all = [...opening(), ...sequence]
    let snapshot = takeSnapshot(exchange)
    all.forEach((command, index) => {
      if (index === cut % all.length) snapshot = takeSnapshot(exchange)
      const before = exchange.sequence
      const outcome = exchange.execute(command, atUs(index))
      if (outcome.ok && exchange.sequence > before) records.push(encodeRecord({ sequence: exchange.sequence, timeUs: outcome.timeUs, command, eventsDigest: exchange.lastDigest }))
    })
    const hash = exchange.stateHash()
    assert.equal(replay(unopened(), undefined, records).stateHash(), hash)
    assert.equal(replay(unopened(), snapshot, records.filter((record) => record.sequence > snapshot.sequence)).stateHash(), hash)
  }), RUNS)
})

test('a restored exchange answers every later command as the one that never stopped', () => {
  fc.assert(fc.property(commands, commands, (earlier, later) => {
    const exchange = opened()
    earlier.forEach((command, index) => exchange.execute(command, atUs(index)))
    const restored = unopened()
    restoreSnapshot(restored, takeSnapshot(exchange))
    assert.equal(restored.stateHash(), exchange.stateHash())
    later.forEach((command, index) => assert.deepEqual(restored.execute(command, atUs(1_000 + index)), exchange.execute(command, atUs(1_000 + index))))
    for (const account of ACCOUNTS) {
      for (const symbol of SYMBOLS) {
        assert.deepEqual(restored.orders.allOrders(account, symbol, { limit: 1_000 }), exchange.orders.allOrders(account, symbol, { limit: 1_000 }))
        assert.deepEqual(restored.orders.openOrders(account, symbol), exchange.orders.openOrders(account, symbol))
      }
    }
  }), { numRuns: 80 })
})

test('depth ids have no gaps, and a copy of the book kept from the events is the book', () => {
  fc.assert(fc.property(commands, (sequence) => {
    const exchange = opened()
    const copies = new Map(SYMBOLS.map((symbol) => [symbol as string, { lastUpdateId: 0, BUY: new Map<bigint, bigint>(), SELL: new Map<bigint, bigint>() }]))
    const follow = (event: ExchangeEvent): void => {
      if (event.kind !== 'depth') return
      const copy = copies.get(event.symbol)!
      assert.equal(event.updateId, copy.lastUpdateId + 1)
      copy.lastUpdateId = event.updateId
      if (event.quantity === 0n) copy[event.side].delete(event.price)
      else copy[event.side].set(event.price, event.quantity)
    }
    sequence.forEach((command, index) => {
      const outcome = exchange.execute(command, atUs(index))
      if (outcome.ok) outcome.events.forEach(follow)
    })
    for (const symbol of SYMBOLS) {
      const { lastUpdateId, bids, asks } = exchange.market.depth(symbol, 1_000)
      const copy = copies.get(symbol)!
      assert.equal(lastUpdateId, copy.lastUpdateId)
      assert.deepEqual(new Map(bids.map(({ price, quantity }) => [price, quantity])), new Map([...copy.BUY].sort(([a], [b]) => (a > b ? -1 : 1))))
      assert.deepEqual(new Map(asks.map(({ price, quantity }) => [price, quantity])), new Map([...copy.SELL].sort(([a], [b]) => (a < b ? -1 : 1))))
    }
  }), RUNS)
})

test('a command read from its encoding is the command', () => {
  fc.assert(fc.property(anyCommand, (command) => {
    assert.deepEqual(decodeCommand(encodeCommand(command)), structuredClone(command))
  }), { numRuns: 1_000 })
  for (const command of opening()) assert.deepEqual(decodeCommand(encodeCommand(command)), structuredClone(command))
})
