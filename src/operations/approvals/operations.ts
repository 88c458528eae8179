import { mostApprovals, parseRules, REFERENCE_ASSET, type RulesWish, wishOfRules } from '../../approvals/approval-rules.ts'
import type { Approvals } from '../../approvals/approvals.ts'
import type { Account } from '../../accounts/account.ts'
import type { AccountId } from '../../ids.ts'
import type { Act } from '../../people/acts.ts'
import type { Decider } from '../../people/deciders.ts'
import type { ChangeDescription } from '../../people/step-up.ts'
import type { Quoted } from '../../people/told-change.ts'
import { shownAmount } from '../../money.ts'
import { aboutAccount } from '../about-account.ts'
import { accountOfWish } from '../account-of-wish.ts'
import { byOf, unconfirmed } from '../money-out/parts.ts'
import type { About, Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import type { ApprovalOffice } from './approval-office.ts'
import type { ApprovalSummary } from './approval-summary.ts'
import type { ApprovalRulesWish } from './what-needs-approval.ts'

export interface ApprovalOperationParts {
  readonly office: ApprovalOffice
  readonly approvals: Approvals
  readonly accounts: { all(): Iterable<Account>; byId(id: AccountId): Account | undefined }
  readonly people: { decidersOf(accountId: number): Promise<readonly Decider[]> }
}

export interface DecisionWish {
  readonly approval: string
  readonly decision: 'approve' | 'reject'
}

const unknownApproval = refused('approvalUnknown', 'There is no such approval.', 'What waits: ./bitting approvals list')

const quoted = ({ told, sentence }: ChangeDescription): Quoted => ({ told: told ?? null, sentence })

const aboutApproval = async (id: string, needs: Act, office: ApprovalOffice): Promise<About | undefined> => {
  const approval = office.byId(id)
  return approval && { see: 'approval.see', accountId: approval.accountId, holderId: approval.makerPersonId, needs }
}

/** `approvals.decide`: one person's yes or no to exactly one payload. */
export const decideApprovalOperation = ({ office }: ApprovalOperationParts): Operation<DecisionWish, ApprovalSummary> => ({
  name: 'approvals.decide',
  about: ({ approval }) => aboutApproval(approval, 'approval.decide', office),
  describe: async ({ approval: id, decision }) => {
    const approval = office.byId(id)
    if (!approval) return unknownApproval
    if (approval.state !== 'waiting') return refused('approvalClosed', 'It waits for nobody any more.', 'What became of it: ./bitting approvals list --all')
    const { accountId, digest, change } = approval
    return done({ holderId: null, change: { act: 'approval.decide', accountId, subject: id, details: { decision, digest }, sentence: `${decision === 'approve' ? 'Approve' : 'Reject'}: ${change.sentence}`, told: { is: 'approval.decide', decision, change: quoted(change) } } })
  },
  perform: async ({ approval, decision }, doing) => doing.personId === null
    ? refused('personNeeded', 'Only a person decides on an approval.', 'Confirm it with your own factors.')
    : office.decide(approval, decision, doing.personId, byOf(doing)),
})

export interface CancelWish { readonly approval: string }

/** `approvals.cancel`: whoever asked for a change takes it back. */
export const cancelApprovalOperation = ({ office }: ApprovalOperationParts): Operation<CancelWish, ApprovalSummary> => ({
  name: 'approvals.cancel',
  about: ({ approval }) => aboutApproval(approval, 'approval.cancel', office),
  describe: async ({ approval: id }) => {
    const approval = office.byId(id)
    if (!approval) return unknownApproval
    const { accountId, digest, change, makerPersonId } = approval
    return done({ holderId: makerPersonId, change: { act: 'approval.cancel', accountId, subject: id, details: { digest }, sentence: `Take back what waits for approval: ${change.sentence}`, told: { is: 'approval.cancel', change: quoted(change) } } })
  },
  perform: ({ approval }, doing) => office.cancel(approval, byOf(doing)),
})

/** The rules of an account in words: one line a rule. */
const rulesText = ({ withdrawals, withdrawalRight, newAddress, ruleChange, lifetimeHours }: RulesWish): readonly string[] => {
  const people = (count: number): string => (count === 1 ? '1 other person' : `${count} other people`)
  return [
    ...withdrawals.map(({ per, from, approvals }) => (per === 'withdrawal' ? `a withdrawal worth ${shownAmount(from)} ${REFERENCE_ASSET} or more: ${people(approvals)}` : `a withdrawal that makes ${shownAmount(from)} ${REFERENCE_ASSET} or more in 24 hours: ${people(approvals)}`)),
    ...(withdrawalRight === 0 ? [] : [`giving a key the right to withdraw: ${people(withdrawalRight)}`]),
    ...(newAddress === 0 ? [] : [`a new address, or letting more out: ${people(newAddress)}`]),
    ...(ruleChange === 0 ? [] : [`changing these rules: ${people(ruleChange)}`]),
    `a request waits ${lifetimeHours} hours`,
  ]
}

export interface RulesSummary {
  readonly account: number
  readonly rules: RulesWish
  readonly text: readonly string[]
  /** Everybody whose role may decide: the N of M of N. */
  readonly deciders: readonly { readonly person: string; readonly name: string }[]
}

/** The rules that hold on an account, and who may decide. */
export const rulesOfAccount = async (account: number | undefined, { accounts, approvals, people }: ApprovalOperationParts): Promise<Outcome<RulesSummary>> => {
  const found = accountOfWish(account, { accounts })
  if (!found.ok) return found
  const rules = wishOfRules(approvals.rulesOf(found.value.id))
  return done({ account: found.value.id, rules, text: rulesText(rules), deciders: (await people.decidersOf(found.value.id)).map(({ personId, name }) => ({ person: personId, name })) })
}

/** `approvalRules.set`. The rules in force decide whether it waits, and for how many. */
export const setApprovalRulesOperation = (parts: ApprovalOperationParts): Operation<ApprovalRulesWish, RulesSummary> => {
  const read = async (wish: ApprovalRulesWish) => {
    const account = accountOfWish(wish.account, parts)
    if (!account.ok) return account
    const before = parts.approvals.ownRulesOf(account.value.id)
    const rules = parseRules(wish.rules, before)
    if ('length' in rules) return { ok: false, refused: { code: 'rules', message: rules.map(({ text }) => text).join('\n'), remedy: 'See: ./bitting help rules set', fields: rules } } as const
    // Whoever asks does not count: with fewer people nothing could ever be approved, not even a change of the rules.
    const deciders = await parts.people.decidersOf(account.value.id)
    const most = mostApprovals(rules)
    if (most > 0 && deciders.length < most + 1) {
      return refused('tooFewPeople', `${most} others must approve, and ${deciders.length} ${deciders.length === 1 ? 'person' : 'people'} on account ${account.value.id} may approve at all, whoever asks included.`, `Invite approvers first, until there are ${most + 1}, or ask for fewer.`)
    }
    return done({ before, rules })
  }
  return {
    name: 'approvalRules.set',
    about: async (wish) => aboutAccount(wish.account, 'approvalRule.edit', parts),
    describe: async (wish) => {
      const found = await read(wish)
      if (!found.ok) return found
      const { before, rules } = found.value
      const [now, then] = [wishOfRules(before), wishOfRules(rules)]
      const plain = ({ withdrawals, withdrawalRight, newAddress, ruleChange, lifetimeHours }: RulesWish) => ({ withdrawals: withdrawals.map((threshold) => ({ ...threshold })), withdrawalRight, newAddress, ruleChange, lifetimeHours })
      return done({
        holderId: null,
        change: { act: 'approvalRule.edit', accountId: rules.accountId, subject: String(rules.accountId), details: { before: plain(now), after: plain(then) }, sentence: `Account ${rules.accountId} asks others to approve: ${rulesText(then).join('; ')}.`, told: { is: 'approvalRules.edit', account: rules.accountId, rules: then } },
      })
    },
    perform: async (wish, doing) => {
      const found = await read(wish)
      if (!found.ok) return found
      if (await parts.approvals.setRules(found.value.rules, found.value.before, byOf(doing)) === 'unconfirmed') return unconfirmed
      return rulesOfAccount(found.value.rules.accountId, parts)
    },
  }
}
