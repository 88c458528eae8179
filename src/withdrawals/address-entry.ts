import type { AccountId } from '../ids.ts'
import type { TimeUs } from '../time.ts'

/** Where money may go: one address of an account's book. */
export interface AddressEntry {
  /** `w_…` */
  readonly id: string
  readonly accountId: AccountId
  /** '' = every coin that travels on the network. */
  readonly coin: string
  /** '' = every network. */
  readonly network: string
  readonly address: string
  readonly tag: string
  readonly name: string
  readonly addedAtUs: TimeUs
  /** Withdrawals may go there from this moment of the calendar on. */
  readonly inForceAtUs: TimeUs
}

/** What a withdrawal names. */
export type Destination = Pick<AddressEntry, 'coin' | 'network' | 'address' | 'tag'>

/** Hexadecimal addresses are written in small letters, in capitals or in both; all mean the same place. */
const plain = (address: string): string => (/^0x[0-9a-f]{40}$/i.test(address) ? address.toLowerCase() : address)

export const isSameAddress = (one: string, other: string): boolean => plain(one) === plain(other)

/** Whether the entry lets a withdrawal go there, once it is in force. A tag names the receiver as much as the address does. */
export const leadsTo = (entry: AddressEntry, { coin, network, address, tag }: Destination): boolean =>
  isSameAddress(entry.address, address) && entry.tag === tag && (entry.coin === '' || entry.coin === coin) && (entry.network === '' || entry.network === network)
