import type { Postings } from '../../src/exchange/ledger.ts'
import type { StateValue, Verdict, WalletCommand, WalletRoom } from '../../src/exchange/market-port.ts'

/** A wallet that only credits deposits at once: what stories about trading need of one. */
export class PlainWallet implements WalletRoom {
  readonly #ledger: Postings

  constructor(ledger: Postings) {
    this.#ledger = ledger
  }

  judge(): null {
    return null
  }

  execute(command: WalletCommand): Verdict {
    if (command.kind !== 'announceDeposit') return 'unchanged'
    this.#ledger.creditFromWorld(command.accountId, command.asset, command.amount)
    return 'changed'
  }

  hasFastWithdraw(): boolean { return false }
  depositAddress(): { readonly address: string; readonly tag: string } { return { address: '', tag: '' } }
  deposits(): readonly never[] { return [] }
  withdrawals(): readonly never[] { return [] }
  withdrawal(): undefined { return undefined }
  withdrawing(): bigint { return 0n }
  dustLog(): readonly never[] { return [] }
  valueIn(): null { return null }
  state(): StateValue { return null }
  restore(): void {}
}
