import type { AuditEntry } from '../audit/entry.ts'
import type { Account } from '../accounts/account.ts'
import type { Environment } from '../environment.ts'
import type { Venue } from '../exchange/venue.ts'
import type { AccountId } from '../ids.ts'
import { formatDecimal, parseDecimal, shownAmount } from '../money.ts'
import { accountOfWish } from './account-of-wish.ts'
import type { Operation } from './operation.ts'
import { done, type Outcome, refused } from './outcome.ts'
import { aboutAccount } from './about-account.ts'

export interface FaucetWish {
  readonly environment: Environment
  readonly account: number
  readonly coin: string
  /** Left out: the coin's default. */
  readonly network?: string
  /** A decimal. */
  readonly amount: string
  /** Where it goes to; left out: spot. */
  readonly wallet?: FaucetWallet
}

export const FAUCET_WALLETS = ['spot', 'funding'] as const
export type FaucetWallet = (typeof FAUCET_WALLETS)[number]

export interface FaucetMade { readonly coin: string; readonly network: string; readonly amount: string; readonly wallet: FaucetWallet; readonly txId: string }

export interface FaucetParts {
  readonly accounts: { all(): Iterable<Account>; byId(id: AccountId): Account | undefined }
  /** Null where the environment is no sandbox, or nothing runs. */
  readonly sandboxOf: (environment: Environment) => Venue | null
  readonly audit: { record(entry: AuditEntry): Promise<void> }
  readonly randomText: (length: number) => string
}

const TX_LENGTH = 64

/** `sandbox.deposit`: funds of play, credited at once, as if they had come from outside. */
export const sandboxFaucet = (parts: FaucetParts): Operation<FaucetWish, FaucetMade> => {
  const read = (wish: FaucetWish): Outcome<{ venue: Venue; account: Account; coin: string; network: string; amount: bigint }> => {
    const account = accountOfWish(wish.account, parts)
    if (!account.ok) return account
    const venue = parts.sandboxOf(wish.environment)
    if (venue === null) return refused('noSandbox', 'There is no sandbox here that could give funds.', 'Try the testnet.')
    const faulty = (field: string, text: string): Outcome<never> => ({ ok: false, refused: { ...refused(field, text, 'Change it, then try again.').refused, fields: [{ field, text }] } })
    const asset = venue.view.asset(wish.coin)
    if (!asset) return faulty('coin', `There is no coin "${wish.coin}" here.`)
    const network = asset.networks.find((one) => (wish.network === undefined ? one.isDefault : one.network === wish.network))
    if (!network) return faulty('network', `${asset.name} does not travel by "${wish.network ?? ''}".`)
    const amount = parseDecimal(wish.amount)
    if (typeof amount !== 'bigint' || amount <= 0n) return faulty('amount', 'Write an amount as 0.5, with eight decimals at most.')
    return done({ venue, account: account.value, coin: asset.name, network: network.network, amount })
  }
  return {
    name: 'sandbox.deposit',
    about: async (wish) => aboutAccount(wish.account, 'sandbox.act', parts),
    describe: async (wish) => {
      const found = read(wish)
      if (!found.ok) return found
      const { account, coin, network, amount } = found.value
      return done({ holderId: null, change: { act: 'sandbox.act', accountId: account.id, subject: String(account.id), details: { environment: wish.environment, coin, network, amount: formatDecimal(amount), wallet: wish.wallet ?? 'spot' }, sentence: `Credit ${shownAmount(formatDecimal(amount))} ${coin} from the faucet to the ${wish.wallet ?? 'spot'} wallet of ${account.email}.`, told: { is: 'sandbox.deposit', amount: formatDecimal(amount), coin, wallet: wish.wallet ?? 'spot', email: account.email } } })
    },
    perform: async (wish, { actor, source, recordedAtUs }) => {
      const found = read(wish)
      if (!found.ok) return found
      const { venue, account, coin, network, amount } = found.value
      const { wallet = 'spot' } = wish
      const txId = parts.randomText(TX_LENGTH)
      await parts.audit.record({ timeUs: recordedAtUs, actor, source, act: 'sandbox.deposit', subject: String(account.id), before: null, after: { environment: wish.environment, coin, network, amount: formatDecimal(amount), wallet, txId } })
      const outcome = venue.execute({ kind: 'announceDeposit', accountId: account.id, asset: coin, network, amount, txId, isCreditedAtOnce: true })
      if (!outcome.ok) return refused(outcome.rejection.reason, `The sandbox refused it: ${outcome.rejection.reason}.`, 'Ask for less.')
      // Deposits arrive in the spot wallet, as they do on Binance: what is meant for another goes on at once.
      const moved = wallet === 'spot' ? outcome : venue.execute({ kind: 'transfer', from: { accountId: account.id, wallet: 'spot' }, to: { accountId: account.id, wallet }, asset: coin, amount })
      if (!moved.ok) return refused(moved.rejection.reason, `It was credited to the spot wallet, but could not go on: ${moved.rejection.reason}.`, 'Transfer it yourself.')
      await venue.settled()
      return done({ coin, network, amount: formatDecimal(amount), wallet, txId })
    },
  }
}
