import type { Account } from '../../../accounts/account.ts'
import type { ApiKey } from '../../../authority/api-key.ts'
import type { Transfer } from '../../../exchange/transfers/transfer.ts'
import type { Venue } from '../../../exchange/venue.ts'
import { isolatedWallet, symbolOfIsolated, type WalletName } from '../../../exchange/wallet-name.ts'
import type { Amount } from '../../../money.ts'
import { errorAnswer, type ErrorAnswer, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { NO_COIN_FUTURES, UNSUPPORTED } from './family.ts'

/** How transfers between accounts spell a wallet. */
export const ACCOUNT_TYPES = ['SPOT', 'USDT_FUTURE', 'COIN_FUTURE', 'MARGIN', 'ISOLATED_MARGIN', 'ALPHA'] as const
export type AccountType = (typeof ACCOUNT_TYPES)[number]

/** One end of a transfer, as it was asked for. */
export interface End {
  readonly account: Account
  readonly type: AccountType
}

const WALLETS: Readonly<Partial<Record<AccountType, WalletName>>> = { SPOT: 'spot', USDT_FUTURE: 'usdFutures', MARGIN: 'crossMargin' }

/** Undefined where the product is not built. */
const walletOfType = (type: AccountType, symbol: string | undefined): WalletName | undefined =>
  type === 'ISOLATED_MARGIN' ? (symbol === undefined ? undefined : isolatedWallet(symbol)) : WALLETS[type]

/** Undefined for a wallet that these transfers have no word for: funding. */
export const typeOfWallet = (wallet: WalletName): AccountType | undefined =>
  symbolOfIsolated(wallet) !== undefined ? 'ISOLATED_MARGIN' : ACCOUNT_TYPES.find((type) => WALLETS[type] === wallet)

const isFuture = (type: AccountType): boolean => type === 'USDT_FUTURE' || type === 'COIN_FUTURE'
const isMargin = (type: AccountType): boolean => type === 'MARGIN' || type === 'ISOLATED_MARGIN'
const isMain = ({ account }: End): boolean => account.parentId === null

/**
 * Which wallets of which accounts money may go between: spot and spot or futures of anybody; the main account's spot and a sub-account's
 * margin, either way; cross margin of one sub-account and another's.
 */
export const isPairAllowed = (from: End, to: End): boolean => {
  if (from.type === 'SPOT' && to.type === 'SPOT') return true
  if ((from.type === 'SPOT' && isFuture(to.type)) || (isFuture(from.type) && to.type === 'SPOT')) return true
  if (from.type === 'SPOT' && isMargin(to.type)) return isMain(from) && !isMain(to)
  if (isMargin(from.type) && to.type === 'SPOT') return !isMain(from) && isMain(to)
  return from.type === 'MARGIN' && to.type === 'MARGIN' && !isMain(from) && !isMain(to)
}

const MARGIN_NOT_OPENED = errorAnswer(-3003, 'Margin account does not exist.')
const FUTURES_NOT_OPENED = errorAnswer(-5011, 'future account not exists.')

/** A product that the account has not opened has no wallet; on the testnet every product is open. */
const closedEnd = ({ account, type }: End, { environment }: ApiKey): ErrorAnswer | undefined => {
  if (type === 'COIN_FUTURE') return NO_COIN_FUTURES
  if (type === 'ALPHA') return UNSUPPORTED
  if (environment === 'testnet') return undefined
  if (isMargin(type) && !account.products.margin) return MARGIN_NOT_OPENED
  return type === 'USDT_FUTURE' && !account.products.futures ? FUTURES_NOT_OPENED : undefined
}

const ID_TAKEN = errorAnswer(-9000, 'clientTranId was used for another transfer')

export interface Move {
  readonly from: End
  readonly to: End
  readonly fromSymbol?: string | undefined
  readonly toSymbol?: string | undefined
  readonly asset: string
  readonly amount: Amount
  /** The same one again, for the same transfer, moves nothing and is answered with the first. */
  readonly clientId?: string | undefined
}

/** Moves money between two ends that were found, or says why not. */
export const move = ({ from, to, fromSymbol, toSymbol, asset, amount, clientId }: Move, key: ApiKey, venue: Venue, isInTime: () => boolean): { readonly ok: true; readonly id: number } | ErrorAnswer => {
  const closed = closedEnd(from, key) ?? closedEnd(to, key)
  if (closed) return closed
  const [fromWallet, toWallet] = [walletOfType(from.type, fromSymbol), walletOfType(to.type, toSymbol)]
  if (fromWallet === undefined || toWallet === undefined) return UNSUPPORTED
  const [source, target] = [{ accountId: from.account.id, wallet: fromWallet }, { accountId: to.account.id, wallet: toWallet }]
  const before = clientId === undefined ? undefined : venue.view.transfers.byClientId(from.account.id, clientId)
  if (before) return isSame(before, { from: source, to: target, asset, amount }) ? { ok: true, id: before.id } : ID_TAKEN
  if (!isInTime()) return TOO_LATE
  const outcome = venue.execute({ kind: 'transfer', from: source, to: target, asset, amount, ...(clientId !== undefined && { clientTransferId: clientId }) })
  if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'wallet' })
  const moved = outcome.events.find((event) => event.kind === 'transfer')
  if (moved === undefined) throw new Error('the venue moved money and told nothing of it')
  return { ok: true, id: moved.transfer.id }
}

const isSame = (one: Transfer, other: Pick<Transfer, 'from' | 'to' | 'asset' | 'amount'>): boolean =>
  one.asset === other.asset && one.amount === other.amount && one.from.wallet === other.from.wallet && one.to.accountId === other.to.accountId && one.to.wallet === other.to.wallet
