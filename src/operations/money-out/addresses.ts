import { ASSETS } from '../../exchange/listing/assets.ts'
import type { AssetNetwork } from '../../exchange/symbol.ts'
import { isAddress, isAddressTag } from '../../exchange/wallet/address-format.ts'
import { durationText } from '../../authority/sentence.ts'
import { parseLabel } from '../../people/person.ts'
import type { ToldChange, ToldPlace } from '../../people/told-change.ts'
import { HOUR, type TimeUs, toMs } from '../../time.ts'
import { type AddressEntry, isSameAddress } from '../../withdrawals/address-entry.ts'
import { isLooser, isLocked, LONGEST_WAITING_US, type WithdrawalPolicy } from '../../withdrawals/withdrawal-policy.ts'
import type { PolicyChange } from '../../withdrawals/withdrawal-rules.ts'
import { accountOfWish } from '../account-of-wish.ts'
import type { Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { byOf, unconfirmed, type MoneyOutOperationParts } from './parts.ts'
import { aboutAccount } from '../about-account.ts'

export interface AddressWish {
  readonly account?: number
  /** Left out: every coin that travels by the network. */
  readonly coin?: string
  readonly network: string
  readonly address: string
  readonly tag?: string
  readonly name: string
}

/** An entry of the book as people see it. Times are ISO 8601 in UTC. */
export interface AddressSummary {
  readonly id: string
  readonly account: number
  readonly coin: string | null
  readonly network: string
  readonly address: string
  readonly tag: string
  readonly name: string
  readonly addedAt: string
  readonly inForceAt: string
  readonly isInForce: boolean
}

export interface WithdrawalPolicySummary {
  readonly account: number
  readonly onlyAddressBook: boolean
  readonly waitingHours: number
  /** Null while nothing is locked. */
  readonly lockedUntil: string | null
}

export interface AddressBook {
  readonly policy: WithdrawalPolicySummary
  readonly addresses: readonly AddressSummary[]
}

const iso = (timeUs: TimeUs): string => new Date(toMs(timeUs)).toISOString()

const summaryOfEntry = (entry: AddressEntry, nowUs: TimeUs): AddressSummary => ({
  id: entry.id, account: entry.accountId, coin: entry.coin === '' ? null : entry.coin, network: entry.network, address: entry.address, tag: entry.tag, name: entry.name,
  addedAt: iso(entry.addedAtUs), inForceAt: iso(entry.inForceAtUs), isInForce: entry.inForceAtUs <= nowUs,
})

const summaryOfPolicy = (policy: WithdrawalPolicy, { rules, clock }: MoneyOutOperationParts): WithdrawalPolicySummary => ({
  account: policy.accountId, onlyAddressBook: policy.onlyAddressBook, waitingHours: (policy.waitingUs ?? rules.defaultWaitingUs) / HOUR,
  lockedUntil: policy.lockedUntilUs !== null && isLocked(policy, clock.nowUs()) ? iso(policy.lockedUntilUs) : null,
})

/** The address book of an account with its white list and lock. */
export const addressBook = (account: number | undefined, parts: MoneyOutOperationParts): Outcome<AddressBook> => {
  const found = accountOfWish(account, parts)
  if (!found.ok) return found
  const { id } = found.value
  return done({ policy: summaryOfPolicy(parts.rules.policyOf(id), parts), addresses: parts.rules.entriesOf(id).map((entry) => summaryOfEntry(entry, parts.clock.nowUs())) })
}

/** How an address of this network is written; undefined where no coin travels by it. */
const networkOf = (coin: string | undefined, network: string): AssetNetwork | undefined =>
  ASSETS.filter(({ name }) => coin === undefined || name === coin).flatMap(({ networks }) => networks).find((one) => one.network === network)

type ReadAddress = Omit<AddressEntry, 'id' | 'addedAtUs' | 'inForceAtUs'>

const readAddress = (wish: AddressWish, parts: MoneyOutOperationParts): Outcome<ReadAddress> => {
  const account = accountOfWish(wish.account, parts)
  if (!account.ok) return account
  const name = parseLabel(wish.name, 60)
  const network = networkOf(wish.coin, wish.network)
  const tag = wish.tag ?? ''
  const entry: ReadAddress = { accountId: account.value.id, coin: wish.coin ?? '', network: wish.network, address: wish.address.trim(), tag, name: name ?? '' }
  if (!network) return refused('unknownNetwork', `${wish.coin ?? 'No coin'} does not travel by "${wish.network}".`, 'Networks are written as in withdrawals: BTC, ETH, BSC, TRX …')
  if (name === undefined) return refused('name', 'An address has a name of 1 to 60 characters.', 'Say whose it is: --name "cold store"')
  if (!isAddress(network, entry.address)) return refused('address', `"${entry.address}" is no address of ${wish.network}.`, 'Copy it once more; its check digits do not fit, or it belongs to another network.')
  if (tag !== '' && !isAddressTag(network, tag)) return refused('tag', `"${tag}" is no tag of ${wish.network}.`, 'Leave --tag out where the receiver gave none.')
  const known = parts.rules.entriesOf(entry.accountId).find((one) => isSameAddress(one.address, entry.address) && one.tag === tag && one.network === entry.network && one.coin === entry.coin)
  if (known) return refused('addressKnown', `This address is in the book already, as "${known.name}".`, 'See the book: ./bitting addresses list')
  return done(entry)
}

const placeText = ({ coin, network, address, tag }: ReadAddress): string => `${coin === '' ? 'every coin' : coin} by ${network} to ${address}${tag === '' ? '' : ` (tag ${tag})`}`

const toldPlace = ({ coin, network, address, tag }: ReadAddress): ToldPlace => ({ coin: coin === '' ? null : coin, network, address, tag })

/** `addresses.add`: from now on it waits, and then withdrawals may go there. */
export const addAddressOperation = (parts: MoneyOutOperationParts): Operation<AddressWish, AddressSummary> => ({
  name: 'addresses.add',
  about: async (wish) => aboutAccount(wish.account, 'address.add', parts),
  describe: async (wish) => {
    const read = readAddress(wish, parts)
    if (!read.ok) return read
    const { accountId, coin, network, address, tag, name } = read.value
    const waitingUs = parts.rules.waitingOf(accountId)
    const wait = waitingUs === 0 ? 'at once' : `after ${durationText(waitingUs)}`
    return done({ holderId: null, change: { act: 'address.add', accountId, subject: '', details: { coin, network, address, tag, name, waitingUs }, sentence: `Let withdrawals of account ${accountId} go to "${name}", ${wait}: ${placeText(read.value)}.`, told: { is: 'address.add', account: accountId, name, waitingHours: waitingUs / HOUR, place: toldPlace(read.value) } } })
  },
  perform: async (wish, doing) => {
    const read = readAddress(wish, parts)
    if (!read.ok) return read
    const entry: AddressEntry = { ...read.value, id: `w_${parts.randomText(16)}`, addedAtUs: doing.nowUs, inForceAtUs: doing.nowUs + parts.rules.waitingOf(read.value.accountId) }
    if (await parts.rules.add(entry, byOf(doing)) === 'unconfirmed') return unconfirmed
    return done(summaryOfEntry(entry, doing.nowUs))
  },
})

export interface AddressReference {
  readonly account?: number
  /** The entry's id, or its name where no other of the account has it. */
  readonly address: string
}

const findEntry = ({ account, address }: AddressReference, parts: MoneyOutOperationParts): Outcome<AddressEntry> => {
  const exact = parts.rules.entry(address)
  if (exact) return done(exact)
  const found = accountOfWish(account, parts)
  if (!found.ok) return found
  const named = parts.rules.entriesOf(found.value.id).filter((entry) => entry.name === address || isSameAddress(entry.address, address))
  const [only] = named
  if (only && named.length === 1) return done(only)
  return only ? refused('addressAmbiguous', `${named.length} addresses are called "${address}".`, 'Name it by its id: ./bitting addresses list') : refused('addressUnknown', `No address of the book is called "${address}".`, 'The book: ./bitting addresses list')
}

/** `addresses.remove`. */
export const removeAddressOperation = (parts: MoneyOutOperationParts): Operation<AddressReference, AddressSummary> => ({
  name: 'addresses.remove',
  about: async (wish) => aboutAccount(wish.account, 'address.remove', parts),
  describe: async (wish) => {
    const found = findEntry(wish, parts)
    if (!found.ok) return found
    const { id, accountId, name } = found.value
    return done({ holderId: null, change: { act: 'address.remove', accountId, subject: id, details: { name, address: found.value.address }, sentence: `Take "${name}" out of the address book of account ${accountId}: ${placeText(found.value)}.`, told: { is: 'address.remove', account: accountId, name, place: toldPlace(found.value) } } })
  },
  perform: async (wish, doing) => {
    const found = findEntry(wish, parts)
    if (!found.ok) return found
    if (await parts.rules.remove(found.value, byOf(doing)) === 'unconfirmed') return unconfirmed
    return done(summaryOfEntry(found.value, doing.nowUs))
  },
})

/** What is to change; absent = stays. */
export interface PolicyWish {
  readonly account?: number
  readonly onlyAddressBook?: boolean
  /** Null = the program's default. */
  readonly waitingHours?: number | null
  /** From now on; 0 lifts the lock. */
  readonly lockHours?: number
}

const LONGEST_LOCK_HOURS = 365 * 24

const isHours = (hours: number, most: number): boolean => Number.isSafeInteger(hours) && hours >= 0 && hours <= most

interface ReadPolicy { readonly before: WithdrawalPolicy; readonly change: PolicyChange; readonly isLooser: boolean; readonly sentence: string; readonly told: ToldChange }

const readPolicy = (wish: PolicyWish, parts: MoneyOutOperationParts, nowUs: TimeUs): Outcome<ReadPolicy> => {
  const account = accountOfWish(wish.account, parts)
  if (!account.ok) return account
  const { waitingHours, lockHours, onlyAddressBook } = wish
  if (typeof waitingHours === 'number' && !isHours(waitingHours, LONGEST_WAITING_US / HOUR)) return refused('waitingHours', `A new address waits 0 to ${LONGEST_WAITING_US / HOUR} hours.`, 'For instance --waiting-hours 24')
  if (lockHours !== undefined && !isHours(lockHours, LONGEST_LOCK_HOURS)) return refused('lockHours', `Withdrawals are locked for 1 to ${LONGEST_LOCK_HOURS} hours; 0 lifts the lock.`, 'For instance --lock-hours 24')
  const change: PolicyChange = {
    ...(onlyAddressBook !== undefined && { onlyAddressBook }),
    ...(waitingHours !== undefined && { waitingUs: waitingHours === null ? null : waitingHours * HOUR }),
    ...(lockHours !== undefined && { lockedUntilUs: lockHours === 0 ? null : nowUs + lockHours * HOUR }),
  }
  const parted = [
    ...(onlyAddressBook === undefined ? [] : [onlyAddressBook ? 'withdraw to the address book alone' : 'let withdrawals go to any address']),
    ...(waitingHours === undefined ? [] : [`let a new address wait ${waitingHours === null ? 'as long as is usual' : `${waitingHours} hours`}`]),
    ...(lockHours === undefined ? [] : [lockHours === 0 ? 'lift the lock of withdrawals' : `lock withdrawals for ${lockHours} hours`]),
  ]
  if (parted.length === 0) return refused('nothingToChange', 'Nothing was said that should change.', 'See: ./bitting help addresses policy')
  const before = parts.rules.policyOf(account.value.id)
  const sentence = `Account ${account.value.id}: ${parted.join(', ')}.`
  const told: ToldChange = { is: 'withdrawalPolicy.edit', account: account.value.id, ...(onlyAddressBook !== undefined && { onlyAddressBook }), ...(waitingHours !== undefined && { waitingHours }), ...(lockHours !== undefined && { lockHours }) }
  return done({ before, change, isLooser: isLooser(before, { ...before, ...change }, parts.rules.defaultWaitingUs, nowUs), sentence, told })
}

/** `withdrawalPolicy.set`: white list, waiting time and lock. What lets more out is grave, what lets less out is plain. */
export const setWithdrawalPolicyOperation = (parts: MoneyOutOperationParts): Operation<PolicyWish, WithdrawalPolicySummary> => ({
  name: 'withdrawalPolicy.set',
  about: async (wish) => aboutAccount(wish.account, 'withdrawal.restrict', parts),
  describe: async (wish) => {
    const read = readPolicy(wish, parts, parts.clock.nowUs())
    if (!read.ok) return read
    const { before, isLooser: loosens, sentence, told } = read.value
    const { onlyAddressBook = null, waitingHours = null, lockHours = null } = wish
    return done({
      holderId: null,
      change: { act: loosens ? 'withdrawal.loosen' : 'withdrawal.restrict', accountId: before.accountId, subject: String(before.accountId), details: { onlyAddressBook, waitingHours: wish.waitingHours === undefined ? 'stays' : waitingHours, lockHours, loosens }, sentence, told },
    })
  },
  perform: async (wish, doing) => {
    const read = readPolicy(wish, parts, doing.nowUs)
    if (!read.ok) return read
    const { accountId } = read.value.before
    if (await parts.rules.setPolicy(accountId, read.value.change, byOf(doing)) === 'unconfirmed') return unconfirmed
    return done(summaryOfPolicy(parts.rules.policyOf(accountId), parts))
  },
})
