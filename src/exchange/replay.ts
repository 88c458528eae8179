import type { Exchange } from './exchange.ts'
import { decodeRecord } from './journal-codec.ts'
import { ENGINE_VERSION, type EncodedRecord, type Snapshot } from './journal.ts'
import { restoredExchange } from './restoration.ts'
import { restoreSnapshot } from './snapshot.ts'

/**
 * Brings an exchange that has done nothing yet to where the journal ends.
 * @param records those after the snapshot, in order.
 * @returns that exchange, or the one that took its place where the venue was put back to another state.
 * @throws naming the first record that is out of order, was made by another engine version, is refused, or does something else than it did.
 */
export const replay = (beginning: Exchange, snapshot: Snapshot | undefined, records: Iterable<EncodedRecord>): Exchange => {
  let exchange = beginning
  if (snapshot !== undefined) restoreSnapshot(exchange, snapshot)
  for (const encoded of records) {
    const name = `journal record ${encoded.sequence}`
    if (encoded.sequence !== exchange.sequence + 1) throw new Error(`${name} does not follow ${exchange.sequence}: the journal has a gap`)
    if (encoded.engineVersion !== ENGINE_VERSION) throw new Error(`${name} was made by engine version ${encoded.engineVersion}; this is ${ENGINE_VERSION}, which starts from a snapshot`)
    const { command, timeUs, eventsDigest } = decodeRecord(encoded)
    if (command.kind === 'restoreState') {
      exchange = restoredExchange(command, encoded.sequence, timeUs)
      continue
    }
    const outcome = exchange.execute(command, timeUs)
    if (!outcome.ok) throw new Error(`${name} (${command.kind}) is refused on replay: ${outcome.rejection.reason}`)
    if (exchange.sequence !== encoded.sequence) throw new Error(`${name} (${command.kind}) changes nothing on replay`)
    if (exchange.lastDigest !== eventsDigest) throw new Error(`${name} (${command.kind}) does something else on replay: digest ${exchange.lastDigest} instead of ${eventsDigest}`)
  }
  return exchange
}
