import { createHash } from 'node:crypto'
import type { Exchange } from './exchange.ts'
import { ENGINE_VERSION, type Snapshot } from './journal.ts'
import type { LedgerState } from './ledger.ts'
import type { StateValue } from './market-port.ts'
import { fromJson, toJson } from './money-json.ts'
import { restoreSpot, rowsOfSpot, type SpotRows } from './spot/spot-snapshot.ts'
import type { Asset } from './symbol.ts'

/**
 * The whole state of the exchange as one JSON value, and back. The value is canonical: two exchanges in the same state give
 * the same text, however they came there, so that its hash is the hash of the state. Rows are arrays, to stay small.
 */
interface ExchangeState extends SpotRows {
  readonly sequence: number
  readonly lastDigest: number
  readonly timeUs: number
  readonly nextOrderId: number
  readonly nextListId: number
  readonly nextExecutionId: number
  readonly assets: readonly string[]
  readonly ledger: LedgerState
  readonly fold: StateValue
  readonly wallet: StateValue
  /** Absent in the snapshots of a venue that could not convert yet. */
  readonly convert?: StateValue
  /** Absent in the snapshots of a venue without futures. */
  readonly futures?: StateValue
  /** Absent in the snapshots of a venue that had but spot wallets, as the traders of margin wallets are. */
  readonly transfers?: StateValue
  readonly margin?: StateValue
  /** Absent in the snapshots of a venue that kept no days. */
  readonly days?: StateValue
}

export const takeSnapshot = (exchange: Exchange): Snapshot => {
  const value = exchange.toState()
  const state = JSON.stringify(value)
  return { sequence: exchange.sequence, engineVersion: ENGINE_VERSION, timeUs: exchange.timeUs, stateHash: hashOfText(state), state }
}

/** @throws when the text is not what its hash says, so that a damaged snapshot is never taken on. */
export const restoreSnapshot = (exchange: Exchange, snapshot: Snapshot): void => {
  if (hashOfText(snapshot.state) !== snapshot.stateHash) throw new Error(`the snapshot at ${snapshot.sequence} is damaged: its hash does not match`)
  exchange.restore(JSON.parse(snapshot.state) as StateValue) // its hash says that takeSnapshot wrote it
}

export const hashOfState = (value: StateValue): string => hashOfText(JSON.stringify(value))

const hashOfText = (text: string): string => createHash('sha256').update(text).digest('hex')

export const stateOfExchange = (exchange: Exchange, sequence: number, lastDigest: number): StateValue => {
  const { state } = exchange
  const value: ExchangeState = {
    sequence,
    lastDigest,
    timeUs: state.nowUs,
    nextOrderId: state.nextOrderId,
    nextListId: state.nextListId,
    nextExecutionId: state.nextExecutionId,
    assets: [...state.assets.values()].map(toJson),
    ledger: exchange.ledger.state(),
    ...rowsOfSpot(state),
    fold: exchange.fold.state(),
    wallet: exchange.walletRoom.state(),
    convert: exchange.convert.state(),
    futures: exchange.futuresRoom.state(),
    transfers: exchange.transfers.state(),
    margin: exchange.marginRoom.state(),
    days: exchange.dailySnapshots.state(),
  }
  return value as unknown as StateValue // rows of strings, numbers, booleans and nulls, which interfaces do not let the compiler see
}

export const restoreExchange = (exchange: Exchange, given: StateValue): { readonly sequence: number; readonly lastDigest: number } => {
  const value = given as unknown as ExchangeState // made by stateOfExchange
  const { state } = exchange
  state.nowUs = value.timeUs
  state.nextOrderId = value.nextOrderId
  state.nextListId = value.nextListId
  state.nextExecutionId = value.nextExecutionId
  for (const text of value.assets) {
    const asset = fromJson(text) as Asset // written by toJson from an Asset
    state.assets.set(asset.name, asset)
  }
  exchange.ledger.restore(value.ledger)
  restoreSpot(state, value)
  exchange.fold.restore(value.fold)
  exchange.walletRoom.restore(value.wallet)
  if (value.convert !== undefined) exchange.convert.restore(value.convert)
  if (value.futures !== undefined) exchange.futuresRoom.restore(value.futures)
  if (value.transfers !== undefined) exchange.transfers.restore(value.transfers)
  if (value.margin !== undefined) exchange.marginRoom.restore(value.margin)
  if (value.days !== undefined) exchange.dailySnapshots.restore(value.days)
  return value
}
