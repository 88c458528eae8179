import type { ApprovalSummary } from '../../operations/approvals/approval-summary.ts'
import type { Operator } from '../../operations/operator.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { readWholeNumber } from '../options.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { facts } from '../table.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'

export const accountOf = (account: string | undefined): { account?: number } => (account === undefined ? {} : { account: readWholeNumber('account', account, 0, Number.MAX_SAFE_INTEGER) })

export const ACCOUNT_OPTION = { account: { type: 'string', value: 'UID', help: 'of this account; may be left out where there is one main account' } } as const

const approvalText = (approval: ApprovalSummary, paint: Paint): string => [
  `${paint('bold', approval.id)}  ${approval.state}`,
  facts([
    ['what', harmless(approval.sentence)], ['asked by', `${harmless(approval.askedBy)}, ${dateAndTime(approval.askedAt)}`],
    ['approved by', `${approval.approvedBy.length} of ${approval.approvalsNeeded}${approval.approvedBy.length === 0 ? '' : `: ${approval.approvedBy.map(({ name }) => harmless(name)).join(', ')}`}`],
    ...(approval.state === 'waiting' ? [['may decide', approval.mayDecide.map(({ name }) => harmless(name)).join(', ') || 'nobody: invite somebody'], ['until', dateAndTime(approval.expiresAt)]] as const : []),
    ...(approval.closedAt === null ? [] : [['ended', `${dateAndTime(approval.closedAt)}${approval.closedBy === null ? '' : `, by ${harmless(approval.closedBy)}`}`]] as const),
    ...(approval.remark === null ? [] : [['remark', harmless(approval.remark)]] as const),
    ...(approval.obstacle === null ? [] : [['refused now', harmless(approval.obstacle.message)]] as const),
    ['digest', approval.digest],
  ], paint),
].join('\n')

export const approvalsList = command({
  name: 'approvals list',
  summary: 'what waits for several people, by whom so far, until when',
  positionals: [],
  options: { ...ACCOUNT_OPTION, all: { type: 'boolean', help: 'also what was decided' }, ...STORE_OPTIONS },
  examples: ['./bitting approvals list', './bitting approvals list --all --json'],
  run: (call) => withOperator(call, (operator) => operator.approvalsList({ ...accountOf(call.options.account), ...(call.options.all && { all: true }) }), (approvals) =>
    approvals.length === 0 ? 'Nothing waits for approval.' : approvals.map((approval) => approvalText(approval, painter(call.terminal))).join('\n\n')),
})

const decided = (way: 'approve' | 'reject', summary: string) => command({
  name: `approvals ${way}`,
  summary,
  positionals: ['APPROVAL'],
  options: { ...CONFIRMING, ...STORE_OPTIONS },
  examples: [`./bitting approvals ${way} a_… --as ann@example.org`],
  run: (call) => withOperator(call, (operator: Operator) => confirmed(call, operator, (asks) => operator.approvalsDecide({ approval: call.positionals[0] ?? '', decision: way }, asks)), (approval) => approvalText(approval, painter(call.terminal))),
})

export const approvalsApprove = decided('approve', 'say yes to one exact change; the last yes carries it out')
export const approvalsReject = decided('reject', 'say no: it is over, and what was held goes back')

export const approvalsCancel = command({
  name: 'approvals cancel',
  summary: 'take back what you asked for',
  positionals: ['APPROVAL'],
  options: { ...CONFIRMING, ...STORE_OPTIONS },
  examples: ['./bitting approvals cancel a_…'],
  run: (call) => withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.approvalsCancel({ approval: call.positionals[0] ?? '' }, asks)), (approval) => approvalText(approval, painter(call.terminal))),
})
