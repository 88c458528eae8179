import type { Account } from '../../accounts/account.ts'
import type { Approval, ApprovalState } from '../../approvals/approval.ts'
import type { AccountPolicy } from '../../authority/account-policy.ts'
import type { ChangeDescription } from '../../people/step-up.ts'
import type { KeptRules } from '../approval-store.ts'
import type { Json } from '../json-column.ts'

/** Who owns what, and what an account lets out: its tree, its policy, its money's way out, and what several people decide. */

export interface AccountTable {
  id: number
  email: string
  parent_id: number | null
  label: string
  created_at_us: number
  margin_opened: number
  futures_opened: number
  api_access_enabled: number
  /** Bits of the rights that are left to a sub-account; null = no ceiling of its own. */
  ceiling: number | null
  /** How products came to be opened; null where nobody opened any. */
  openings: Json<NonNullable<Account['openings']>> | null
}

export interface AccountPolicyTable {
  account_id: number
  version: number
  /** What differs from the default. */
  change: Json<Partial<AccountPolicy>>
}

export interface AddressBookTable {
  id: string
  account_id: number
  /** '' = every one; so with the network. */
  coin: string
  network: string
  address: string
  tag: string
  name: string
  added_at_us: number
  in_force_at_us: number
}

export interface WithdrawalPolicyTable {
  account_id: number
  version: number
  only_address_book: number
  /** Null = the program's default. */
  waiting_us: number | null
  locked_until_us: number | null
}

export interface ApprovalRuleTable {
  account_id: number
  version: number
  rules: Json<KeptRules>
}

export interface ApprovalTable {
  id: string
  version: number
  account_id: number
  operation: string
  wish: Json<unknown>
  change: Json<ChangeDescription>
  digest: string
  maker: string
  maker_person_id: string | null
  needed: number
  state: ApprovalState
  votes: Json<Approval['votes']>
  made_at_us: number
  expires_at_us: number
  recorded_at_us: number
  closed_at_us: number | null
  closed_by: string | null
  remark: string | null
  remark_code: string | null
}

export interface ApprovalExecutionTable {
  approval_id: string
  executed_at_us: number
}
