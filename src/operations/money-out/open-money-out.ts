import type { Account } from '../../accounts/account.ts'
import type { ApprovalStore } from '../../approvals/approval-store.ts'
import { Approvals } from '../../approvals/approvals.ts'
import type { Venue } from '../../exchange/venue.ts'
import type { AccountId } from '../../ids.ts'
import { decidersOf } from '../../people/deciders.ts'
import type { PeopleStore } from '../../people/people-store.ts'
import type { Clock } from '../../time.ts'
import { DEFAULT_WAITING_US } from '../../withdrawals/withdrawal-policy.ts'
import { WithdrawalRules } from '../../withdrawals/withdrawal-rules.ts'
import type { WithdrawalStore } from '../../withdrawals/withdrawal-store.ts'
import { ApprovalOffice } from '../approvals/approval-office.ts'
import { tellingMakers, type TellingMakersParts } from '../approvals/telling-makers.ts'
import { tellingDeciders, type TellingDecidersParts } from '../approvals/telling-deciders.ts'
import { cancelApprovalOperation, decideApprovalOperation, setApprovalRulesOperation, type ApprovalOperationParts } from '../approvals/operations.ts'
import type { Operation } from '../operation.ts'
import { addAddressOperation, removeAddressOperation, setWithdrawalPolicyOperation } from './addresses.ts'
import { MoneyOut } from './money-out.ts'
import type { MoneyOutOperationParts } from './parts.ts'
import { releaseOperation, withdrawOperation } from './withdraw.ts'

export interface MoneyOutStores {
  readonly withdrawals: WithdrawalStore
  readonly approvals: ApprovalStore
  readonly people: PeopleStore
  readonly audit: MoneyOutOperationParts['audit']
}

export interface MoneyOutRoomParts {
  readonly stores: MoneyOutStores
  readonly accounts: { all(): Iterable<Account>; byId(id: AccountId): Account | undefined }
  readonly liveVenue: () => Venue | null
  readonly randomText: (length: number) => string
  readonly clock: Clock
  readonly wallClock: Clock
  /** The table of all operations, asked when an approved payload is carried out. */
  readonly operationNamed: (name: string) => Operation<unknown, unknown> | undefined
  readonly isRefusedChange: (error: unknown) => boolean
  /** What letters to whoever asked for a change, and to those who decide on it, are made of. */
  readonly letters: Pick<TellingMakersParts, 'readersOfKey' | 'newMessage' | 'consoleUrl'> & Pick<TellingDecidersParts, 'labelOfKey'>
}

/** Everything about money that leaves and about changes that wait for several people, made of its stores. */
export interface MoneyOutRoom {
  readonly rules: WithdrawalRules
  readonly approvals: Approvals
  readonly office: ApprovalOffice
  readonly moneyOut: MoneyOut
  /** The testnet's: nothing there is guarded. */
  readonly testnetMoneyOut: MoneyOut
  readonly parts: MoneyOutOperationParts
  readonly approvalParts: ApprovalOperationParts
  readonly operations: ReturnType<typeof operationsOf>
}

const operationsOf = (parts: MoneyOutOperationParts, approvalParts: ApprovalOperationParts) => ({
  withdraw: withdrawOperation(parts), release: releaseOperation(parts),
  addAddress: addAddressOperation(parts), removeAddress: removeAddressOperation(parts), setWithdrawalPolicy: setWithdrawalPolicyOperation(parts),
  decideApproval: decideApprovalOperation(approvalParts), cancelApproval: cancelApprovalOperation(approvalParts), setApprovalRules: setApprovalRulesOperation(approvalParts),
})

/** Reads the stores and puts the room together. What a crash interrupted is taken up by `office.resume`, once the venue is there. */
export const openMoneyOut = ({ stores, accounts, liveVenue, randomText, clock, wallClock, operationNamed, isRefusedChange, letters }: MoneyOutRoomParts): MoneyOutRoom => {
  const rules = new WithdrawalRules(stores.withdrawals, DEFAULT_WAITING_US)
  rules.load()
  const accountOf = (id: number): Account | undefined => [...accounts.all()].find((account) => account.id === id)
  const people = {
    decidersOf: (id: number) => decidersOf(stores.people, id, accountOf(id)?.parentId ?? null),
    nameOf: async (personId: string) => (await stores.people.byId('person', personId))?.name ?? personId,
  }
  const tellsMaker = tellingMakers({ ...letters, people: stores.people, isVenueOpen: () => liveVenue() !== null })
  const tellsDeciders = tellingDeciders({ ...letters, people: stores.people, decidersOf: people.decidersOf })
  const approvals = new Approvals(stores.approvals, { parentOf: (id) => accountOf(id)?.parentId }, (approval, nowUs) => (approval.state === 'waiting' ? tellsDeciders : tellsMaker)(approval, nowUs))
  approvals.load()
  const guarded = { rules, approvals, calendar: clock, wallClock }
  const moneyOut = new MoneyOut({ ...guarded, isGuarded: true })
  const office = new ApprovalOffice({ approvals, operationNamed, people, accounts, liveVenue, randomText, clock, wallClock, isRefusedChange })
  const parts: MoneyOutOperationParts = { moneyOut, rules, approvals, accounts, liveVenue, audit: stores.audit, randomText, clock, wallClock }
  const approvalParts: ApprovalOperationParts = { office, approvals, accounts, people }
  return { rules, approvals, office, moneyOut, testnetMoneyOut: new MoneyOut({ ...guarded, isGuarded: false }), parts, approvalParts, operations: operationsOf(parts, approvalParts) }
}
