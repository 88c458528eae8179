import type { Approval, ApprovalState } from '../approvals/approval.ts'
import type { ApprovalRules, Threshold } from '../approvals/approval-rules.ts'
import type { ApprovalStore } from '../approvals/approval-store.ts'
import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { OutboxMessage } from '../people/message.ts'
import { confirmedChange } from './confirmed-change.ts'
import { fromJson, toJson } from './json-column.ts'
import { insertOf, useUp } from './people-store.ts'
import { queries } from './queries.ts'
import type { ApprovalRuleTable, ApprovalTable } from './tables/accounts.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'
import { StoreError } from './store-error.ts'

const OPEN: readonly ApprovalState[] = ['waiting', 'approved', 'executing']

/** What waits for several people, in the main store. */
export class StoredApprovals implements ApprovalStore {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  rules(): Iterable<ApprovalRules> {
    return this.#reader.rows(queries.selectFrom('approval_rules').selectAll().orderBy('account_id')).map(rulesFromRow)
  }

  saveRules(rules: ApprovalRules, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    const row = rowFromRules(rules)
    return confirmedChange(this.#writer, [statement(rules.version === 1
      ? queries.insertInto('approval_rules').values(row)
      : queries.updateTable('approval_rules').set(row).where('account_id', '=', rules.accountId).where('version', '=', rules.version - 1), { mustChange: true })], audit, confirmation)
  }

  byId(id: string): Approval | undefined {
    return this.#reader.rows(queries.selectFrom('approvals').selectAll().where('id', '=', id)).map(approvalFromRow)[0]
  }

  open(): readonly Approval[] {
    return this.#reader.rows(queries.selectFrom('approvals').selectAll().where('state', 'in', OPEN).orderBy('recorded_at_us').orderBy('id')).map(approvalFromRow)
  }

  ofAccount(accountId: number, limit: number): readonly Approval[] {
    return this.#reader.rows(queries.selectFrom('approvals').selectAll().where('account_id', '=', accountId).orderBy('recorded_at_us', 'desc').orderBy('id').limit(limit)).map(approvalFromRow)
  }

  insert(approval: Approval, audit: AuditEntry, confirmation: Confirmation | null, letters: readonly OutboxMessage[]): Promise<Kept> {
    return confirmedChange(this.#writer, [statement(queries.insertInto('approvals').values(rowFromApproval(approval))), ...letters.map((letter) => insertOf('message', letter))], audit, confirmation)
  }

  async update(approval: Approval, audit: AuditEntry | null, confirmation: Confirmation | null, letters: readonly OutboxMessage[]): Promise<'saved' | 'conflict'> {
    const update = queries.updateTable('approvals').set(rowFromApproval(approval)).where('id', '=', approval.id).where('version', '=', approval.version - 1)
    try {
      await this.#writer.change([...(confirmation ? [useUp(confirmation)] : []), statement(update, { mustChange: true }), ...letters.map((letter) => insertOf('message', letter))], audit)
      return 'saved'
    } catch (error) {
      if (error instanceof StoreError && error.fault === 'refused by the store') return 'conflict'
      throw error
    }
  }

  isExecuted(id: string): boolean {
    return this.#reader.rows(queries.selectFrom('approval_executions').select('approval_id').where('approval_id', '=', id)).length > 0
  }
}

/** The rules as JSON has them: money as texts. */
export interface KeptRules extends Omit<ApprovalRules, 'accountId' | 'version' | 'withdrawals'> {
  readonly withdrawals: readonly (Omit<Threshold, 'from'> & { readonly from: string })[]
}

const rulesFromRow = (row: ApprovalRuleTable): ApprovalRules => {
  const kept = fromJson(row.rules)
  return { ...kept, accountId: row.account_id, version: row.version, withdrawals: kept.withdrawals.map((threshold) => ({ ...threshold, from: BigInt(threshold.from) })) }
}

const rowFromRules = ({ accountId, version, ...rules }: ApprovalRules): ApprovalRuleTable => {
  const kept: KeptRules = { ...rules, withdrawals: rules.withdrawals.map((threshold) => ({ ...threshold, from: String(threshold.from) })) }
  return { account_id: accountId, version, rules: toJson(kept) }
}

const approvalFromRow = (row: ApprovalTable): Approval => ({
  id: row.id, version: row.version, accountId: row.account_id, operation: row.operation, wish: fromJson(row.wish), change: fromJson(row.change), digest: row.digest,
  maker: row.maker, makerPersonId: row.maker_person_id, needed: row.needed, state: row.state, votes: fromJson(row.votes),
  madeAtUs: row.made_at_us, expiresAtUs: row.expires_at_us, recordedAtUs: row.recorded_at_us, closedAtUs: row.closed_at_us, closedBy: row.closed_by, remark: row.remark === null ? null : { code: row.remark_code, text: row.remark },
})

const rowFromApproval = (approval: Approval): ApprovalTable => ({
  id: approval.id, version: approval.version, account_id: approval.accountId, operation: approval.operation, wish: toJson(approval.wish), change: toJson(approval.change), digest: approval.digest,
  maker: approval.maker, maker_person_id: approval.makerPersonId, needed: approval.needed, state: approval.state, votes: toJson(approval.votes),
  made_at_us: approval.madeAtUs, expires_at_us: approval.expiresAtUs, recorded_at_us: approval.recordedAtUs, closed_at_us: approval.closedAtUs, closed_by: approval.closedBy, remark: approval.remark?.text ?? null, remark_code: approval.remark?.code ?? null,
})
