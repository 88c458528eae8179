import type { AddressBook, WithdrawalPolicySummary } from '../../operations/money-out/addresses.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { readWholeNumber } from '../options.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { table } from '../table.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'
import { ACCOUNT_OPTION, accountOf } from './approvals.ts'

const policyText = ({ account, onlyAddressBook, waitingHours, lockedUntil }: WithdrawalPolicySummary): string => [
  `Account ${account} withdraws ${onlyAddressBook ? 'to this book alone' : 'to any address'}; a new address waits ${waitingHours} ${waitingHours === 1 ? 'hour' : 'hours'}.`,
  ...(lockedUntil === null ? [] : [`Withdrawals are LOCKED until ${dateAndTime(lockedUntil)} UTC.`]),
].join('\n')

const bookText = ({ policy, addresses }: AddressBook, paint: Paint): string => [
  policyText(policy), '',
  addresses.length === 0 ? 'The address book is empty. Add one: ./bitting addresses add ADDRESS --network NETWORK --name NAME' : table(
    [{ title: 'ID' }, { title: 'NAME', widest: 24 }, { title: 'COIN' }, { title: 'NETWORK' }, { title: 'ADDRESS' }, { title: 'TAG' }, { title: 'IN FORCE' }],
    addresses.map((one) => [one.id, harmless(one.name), one.coin ?? 'all', one.network, one.address, one.tag, one.isInForce ? 'yes' : `from ${dateAndTime(one.inForceAt)}`]), paint),
].join('\n')

export const addressesList = command({
  name: 'addresses list',
  summary: 'where money may go: the address book, the white list, the lock',
  positionals: [],
  options: { ...ACCOUNT_OPTION, ...STORE_OPTIONS },
  examples: ['./bitting addresses list'],
  run: (call) => withOperator(call, (operator) => operator.addressBook(accountOf(call.options.account).account ?? null), (book) => bookText(book, painter(call.terminal))),
})

export const addressesAdd = command({
  name: 'addresses add',
  summary: 'put an address into the book, where it waits at first',
  positionals: ['ADDRESS'],
  options: {
    ...ACCOUNT_OPTION, network: { type: 'string', value: 'NETWORK', help: 'as in withdrawals: BTC, ETH, TRX …' }, name: { type: 'string', value: 'NAME', help: 'whose it is' },
    coin: { type: 'string', value: 'COIN', help: 'this coin alone; left out: every coin of the network' }, tag: { type: 'string', value: 'TAG', help: 'where the receiver gave one' }, ...CONFIRMING, ...STORE_OPTIONS,
  },
  examples: ['./bitting addresses add TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t --network TRX --coin USDT --name "cold store"'],
  run: (call) => {
    const { network, name, coin, tag, account } = call.options
    if (network === undefined || name === undefined) throw new WrongUsage('An address needs its network and a name.', 'For instance --network TRX --name "cold store"')
    return withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.addressesAdd({ ...accountOf(account), network, name, address: call.positionals[0] ?? '', ...(coin !== undefined && { coin }), ...(tag !== undefined && { tag }) }, asks)), (one) =>
      `Added "${harmless(one.name)}" (${one.id}); money may go there ${one.isInForce ? 'now' : `from ${dateAndTime(one.inForceAt)} UTC on`}.`)
  },
})

export const addressesRemove = command({
  name: 'addresses remove',
  summary: 'take an address out of the book',
  positionals: ['ADDRESS'],
  options: { ...ACCOUNT_OPTION, ...CONFIRMING, ...STORE_OPTIONS },
  notes: ['ADDRESS is its id, its name or the address itself.'],
  examples: ['./bitting addresses remove "cold store"'],
  run: (call) => withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.addressesRemove({ ...accountOf(call.options.account), address: call.positionals[0] ?? '' }, asks)), (one) => `"${harmless(one.name)}" is no longer in the book.`),
})

export const addressesPolicy = command({
  name: 'addresses policy',
  summary: 'the white list on or off, how long a new address waits, a lock',
  positionals: [],
  options: {
    ...ACCOUNT_OPTION, 'book-only': { type: 'boolean', help: 'withdraw to the address book alone' }, anywhere: { type: 'boolean', help: 'withdraw to any address' },
    'waiting-hours': { type: 'string', value: 'HOURS', help: 'how long a new address waits' }, 'lock-hours': { type: 'string', value: 'HOURS', help: 'let nothing leave for so long' }, unlock: { type: 'boolean', help: 'lift the lock' }, ...CONFIRMING, ...STORE_OPTIONS,
  },
  examples: ['./bitting addresses policy --book-only', './bitting addresses policy --lock-hours 24'],
  run: (call) => {
    const { options } = call
    if (options['book-only'] && options.anywhere) throw new WrongUsage('--book-only and --anywhere say opposite things.', 'Give one of them.')
    if (options['lock-hours'] !== undefined && options.unlock) throw new WrongUsage('--lock-hours and --unlock say opposite things.', 'Give one of them.')
    return withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.withdrawalPolicySet({
      ...accountOf(options.account), ...(options['book-only'] && { onlyAddressBook: true }), ...(options.anywhere && { onlyAddressBook: false }),
      ...(options['waiting-hours'] !== undefined && { waitingHours: readWholeNumber('waiting-hours', options['waiting-hours'], 0, 720) }),
      ...(options.unlock ? { lockHours: 0 } : options['lock-hours'] === undefined ? {} : { lockHours: readWholeNumber('lock-hours', options['lock-hours'], 1, 8_760) }),
    }, asks)), policyText)
  },
})
