import type { Amount } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { OwnedWallet } from '../wallet-name.ts'

/** Money that went from one wallet to another, of the same account or of another. It is done at once or not at all. */
export interface Transfer {
  readonly id: number
  readonly from: OwnedWallet
  readonly to: OwnedWallet
  readonly asset: string
  readonly amount: Amount
  /** The caller's own id; the same one again moves nothing. */
  readonly clientTransferId: string | null
  readonly timeUs: TimeUs
}
