import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ExchangeEvent } from '../../src/exchange/event.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { CONTRACTS } from '../../src/exchange/futures/contract.ts'
import { decodeCommand, encodeCommand, encodeRecord } from '../../src/exchange/journal-codec.ts'
import type { EncodedRecord } from '../../src/exchange/journal.ts'
import { FUTURES_CLEARING_ACCOUNT, INSURANCE_FUND_ACCOUNT } from '../../src/exchange/ledger.ts'
import { newExchange } from '../../src/exchange/new-exchange.ts'
import { replay } from '../../src/exchange/replay.ts'
import { restoreSnapshot, takeSnapshot } from '../../src/exchange/snapshot.ts'
import { FuturesTown, PEOPLE, type Step, stories } from './futures-commands.ts'
import { NaivePositions } from './naive-positions.ts'

const RUNS = { numRuns: Number(process.env.RUNS ?? 150) }
const ASSETS = ['USDT', 'BTC', 'BNB']
const WALLETS = ['spot', 'funding', 'crossMargin', 'usdFutures'] as const
const met = new Set<string>()

const what = (step: Step): string => ('passUs' in step ? `${step.passUs} µs` : step.kind === 'futures' ? step.act.do : step.kind)

const note = (events: readonly ExchangeEvent[]): void => {
  for (const event of events) {
    if (event.kind !== 'futures') continue
    met.add(event.event.what === 'forcedOrder' ? event.event.autoClose : event.event.what === 'account' ? event.event.reason : event.event.what === 'algo' ? `algo ${event.event.algo.status}` : event.event.what)
  }
}

/** Every asset adds up to nothing over all wallets, nobody but the lender and the clearing account is below zero, and what is cleared is what is open and owed. */
const assertSound = (exchange: Exchange, step: string): void => {
  const { ledger, futures } = exchange
  for (const name of ASSETS) {
    assert.equal(ledger.sumOf(name), 0n, `${step} made or lost ${name}`)
    for (const id of PEOPLE) for (const wallet of WALLETS) assert.ok(ledger.free(id, name, wallet) >= 0n && ledger.locked(id, name, wallet) >= 0n, `${step} left ${id}'s ${wallet} below zero`)
  }
  assert.ok(ledger.free(INSURANCE_FUND_ACCOUNT, 'USDT') >= 0n, 'the insurance fund')
  let [cost, owed] = [0n, 0n]
  const held = new Map(CONTRACTS.map(({ name }) => [name, 0n]))
  for (const id of PEOPLE) {
    owed += futures.owed(id)
    for (const position of futures.positions(id)) {
      cost += position.cost
      held.set(position.symbol, (held.get(position.symbol) ?? 0n) + position.quantity)
      if (position.quantity === 0n) assert.deepEqual([position.cost, position.isolatedWallet], [0n, 0n], `${step} left something of a closed position`)
    }
  }
  assert.equal(ledger.free(FUTURES_CLEARING_ACCOUNT, 'USDT'), -cost - owed, `${step}: the clearing account`)
  for (const [symbol, sum] of held) assert.equal(sum, 0n, `${step}: longs and shorts of ${symbol}`)
}

/** What stories must come to for their property to say something. */
const KINDS = ['FUNDING_FEE', 'LIQUIDATION', 'ADL', 'INSURANCE_CLEAR', 'MARGIN_TRANSFER', 'algo FINISHED', 'algo TRIGGERED', 'WITHDRAW', 'leverage'] as const
const unmet = (): readonly string[] => KINDS.filter((kind) => !met.has(kind))
/** Rare kinds take more stories now and then: so many rounds at most. */
const MOST_ROUNDS = 20

test('no sequence of commands makes or loses an asset, and longs and shorts are one', () => {
  const isSound = fc.property(stories, (story) => {
    const town = FuturesTown.opened()
    for (const step of story) {
      const outcome = town.does(step)
      if (outcome?.ok) note(outcome.events)
      assertSound(town.exchange, what(step))
    }
  })
  fc.assert(isSound, RUNS)
  for (let round = 0; unmet().length > 0 && round < MOST_ROUNDS; round += 1) fc.assert(isSound, { numRuns: 50 })
  assert.deepEqual(unmet(), [], 'no sequence came to these')
})

test('positions, entry prices, profits and wallets are those of a bookkeeper who knows no engine', () => {
  fc.assert(fc.property(stories, (story) => {
    const town = FuturesTown.opened()
    const naive = new NaivePositions()
    for (const step of story) {
      const outcome = town.does(step)
      if (!outcome?.ok) continue
      naive.hear(outcome.events)
      naive.assertAgrees(town.exchange, what(step))
    }
  }), RUNS)
})

test('a refused act leaves everything as it was', () => {
  fc.assert(fc.property(stories, (story) => {
    const town = FuturesTown.opened()
    for (const step of story) {
      const before = town.exchange.stateHash()
      const outcome = town.does(step)
      if (outcome && !outcome.ok) assert.equal(town.exchange.stateHash(), before, what(step))
    }
  }), { numRuns: 5 })
})

test('the same journal replays to the same state, from the beginning and from a snapshot with positions in it', () => {
  fc.assert(fc.property(stories, fc.nat(), (story, cut) => {
    const town = FuturesTown.opened()
    const { exchange } = town
    let snapshot = takeSnapshot(exchange)
    const first = snapshot
    const records: EncodedRecord[] = []
    const restored = newExchange()
    story.forEach((step, index) => {
      if (index === cut % story.length) {
        snapshot = takeSnapshot(exchange)
        restoreSnapshot(restored, snapshot)
      }
      const before = exchange.sequence
      const outcome = town.does(step)
      const command = 'passUs' in step ? { kind: 'tick' } as const : step
      if (index >= cut % story.length) assert.deepEqual(restored.execute(command, town.nowUs), outcome)
      if (outcome?.ok && exchange.sequence > before) records.push(encodeRecord({ sequence: exchange.sequence, timeUs: outcome.timeUs, command, eventsDigest: exchange.lastDigest }))
    })
    const hash = exchange.stateHash()
    assert.equal(restored.stateHash(), hash)
    assert.equal(replay(newExchange(), first, records).stateHash(), hash)
    assert.equal(replay(newExchange(), snapshot, records.filter(({ sequence }) => sequence > snapshot.sequence)).stateHash(), hash)
  }), { numRuns: Math.ceil(RUNS.numRuns / 3) })
})

test('a command read from its encoding is the command', () => {
  fc.assert(fc.property(stories, (story) => {
    for (const step of story) if (!('passUs' in step)) assert.deepEqual(decodeCommand(encodeCommand(step)), structuredClone(step))
  }), { numRuns: 20 })
})
