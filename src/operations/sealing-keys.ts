import type { Sealer } from '../authority/sealing.ts'
import type { Outcome } from './outcome.ts'

/** Where the sealing keys are kept, as far as their rotation needs it. Nothing is lost wherever it is interrupted. */
export interface SealingKeys {
  /** Keeps a fresh sealing key beside the former ones, durably. @returns a sealer that seals with it and opens with all */
  add(): Promise<Outcome<Sealer>>
  /** The store is sealed with the newest key throughout: puts its sentinel. The former keys stay at hand, for backups that were sealed with them. */
  settle(sealer: Sealer): Promise<void>
}
