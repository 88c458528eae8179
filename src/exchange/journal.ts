import type { TimeUs } from '../time.ts'
import type { Command } from './command.ts'
import type { Restoration } from './restoration.ts'

/** Bumped whenever the same command could give other events; a snapshot closes every version. */
export const ENGINE_VERSION = 5
/** Bumped whenever the encoding of a journal record changes. */
export const JOURNAL_RECORD_VERSION = 1

/** One command that changed the venue, with the digest of what it did. */
export interface JournalRecord {
  readonly sequence: number
  readonly timeUs: TimeUs
  readonly command: Command | Restoration
  /** 32-bit digest of the events; a replay that differs is found by it. */
  readonly eventsDigest: number
}

/** A record as it is kept. */
export interface EncodedRecord {
  readonly sequence: number
  readonly recordVersion: number
  readonly engineVersion: number
  readonly timeUs: TimeUs
  readonly command: string
  readonly eventsDigest: number
}

export interface Snapshot {
  readonly sequence: number
  readonly engineVersion: number
  readonly timeUs: TimeUs
  readonly stateHash: string
  readonly state: string
}

/** What the venue needs of a store. Durable means synced to the disk. */
export interface Journal {
  /** Takes the record at once; it becomes durable with the next group commit. */
  append(record: EncodedRecord): void
  /** Undefined when all that was appended is durable. */
  settled(): Promise<void> | undefined
  latestSnapshot(): Snapshot | undefined
  recordsAfter(sequence: number): Iterable<EncodedRecord>
  saveSnapshot(snapshot: Snapshot): Promise<void>
}
