import type { Sealer } from '../authority/sealing.ts'
import type { Outcome } from './outcome.ts'

/** Where the sealing keys are kept, as far as their rotation needs it. Nothing is lost wherever it is interrupted. */
export interface SealingKeys {
  /** Keeps a fresh sealing key beside the former ones, durably: they stay at hand for what waits to be sealed anew, and for backups. @returns a sealer that seals with it and opens with all */
  add(): Promise<Outcome<Sealer>>
}
