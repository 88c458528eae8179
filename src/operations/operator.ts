import type { AllowList, BoundWallet, GuardRails } from '../authority/api-key.ts'
import type { AfterPeriod } from '../authority/key-life.ts'
import type { Environment } from '../environment.ts'
import type { Explanation } from '../gate/explain.ts'
import type { RollingRail } from '../gate/guard-rails/spending.ts'
import type { ApiKeyId } from '../ids.ts'
import type { Permission } from '../permission.ts'
import type { AccountDetails, ProductTerms } from './accounts/account-page.ts'
import type { AccountWishes } from './accounts/account-operations.ts'
import type { AlertSettings } from '../watch/alerts/alert-settings.ts'
import type { KeyAdvice } from './keys/advice.ts'
import type { AlertSummary } from './alerts/alert-summary.ts'
import type { DecideWish, ThawWish } from './alerts/decide.ts'
import type { MarkProgramWish } from './alerts/mark-program.ts'
import type { AlertSettingsTold, AlertSettingsWish } from './alerts/settings.ts'
import type { ExternalKeyWish } from './external/add.ts'
import type { ExternalKeyChange } from './external/edit.ts'
import type { ExternalKeySummary } from './external/external-summary.ts'
import type { ExternalKeyReference } from './external/remove.ts'
import type { BindWish, BoundAddress, UnbindWish } from './moving-addresses/bind.ts'
import type { MovingAddressSummary } from './moving-addresses/list.ts'
import type { CallsWish, OperatorCallPage } from './calls-list.ts'
import type { CalendarSummary, DoneBy } from './clock-move.ts'
import type { DemoCode } from './demo-code.ts'
import type { RiskSummary } from './key-risk.ts'
import type { KeyUsesView } from './key-uses.ts'
import type { AttentionItem } from './keys-attention.ts'
import type { ReviewWish } from './keys/review.ts'
import type { ReviewSummary } from './keys/reviews-due.ts'
import type { StillUsed } from './keys/still-used.ts'
import type { MailSummary, TestLetter } from './mail/mail-office.ts'
import type { LetterSummary } from './outbox-list.ts'
import type { Asks, TypedFactor } from './local-asking.ts'
import type { StepUpAsked } from './operation.ts'
import type { ApprovalSummary } from './approvals/approval-summary.ts'
import type { CancelWish, DecisionWish, RulesSummary } from './approvals/operations.ts'
import type { ApprovalRulesWish } from './approvals/what-needs-approval.ts'
import type { LockdownPreview, LockdownWish } from './lockdown/lockdown.ts'
import type { IncidentReport } from './lockdown/report.ts'
import type { AddressBook, AddressReference, AddressSummary, AddressWish, PolicyWish, WithdrawalPolicySummary } from './money-out/addresses.ts'
import type { WithdrawalMade, WithdrawWish } from './money-out/withdraw.ts'
import type { Outcome } from './outcome.ts'
import type { PresetRow } from './presets-list.ts'
import type { ScenarioSummary } from './scenario-acts.ts'
import type { SandboxClock, SandboxPutBack, SandboxSaved } from './sandbox-acts.ts'
import type { AuditEntrySummary, AuditQuery } from './record/list.ts'
import type { AuditReport } from './record/verify.ts'
import type { TaxPage, TaxWish } from './tax-records.ts'

export type { MovingAddressSummary } from './moving-addresses/list.ts'
export type { KeyUsesView, StillUsed }
export type { ReviewSummary, ReviewWish }
export type { Asks, StepUpAsked, TypedFactor }
export type { KeyAdvice }
export type { AlertSettings, AlertSummary, ExternalKeyChange, ExternalKeySummary, ExternalKeyWish }
export type { AccountDetails, AccountWishes }
export type { AttentionItem, AuditEntrySummary, AuditReport, CalendarSummary, Explanation, PresetRow, RiskSummary }

/**
 * Everything the command line can ask for, whether a server runs (through its socket) or not (on the store itself).
 * Arguments and answers are plain JSON, so that the same call travels either way.
 * A key is named by its id (`k_…`), its whole text, an unambiguous beginning of either, or its label when no other key has it.
 */
export interface Operator {
  keysCreate(wish: KeyWish, asks?: Asks): Promise<Outcome<CreatedKey>>
  keysList(filter: KeyFilter): Promise<Outcome<readonly KeySummary[]>>
  keysShow(reference: string): Promise<Outcome<KeySummary>>
  /** From where a rotated key is still used; null where nothing took its place. */
  keysStillUsed(reference: string): Promise<Outcome<StillUsed | null>>
  keysEdit(reference: string, change: KeyChange, asks?: Asks): Promise<Outcome<EditedKey>>
  /** Closing asks for nobody's factors here. */
  keysDisable(reference: string): Promise<Outcome<KeySummary>>
  keysEnable(reference: string, asks?: Asks): Promise<Outcome<KeySummary>>
  /** @param cancelOpenOrders every open order of the key's account too: orders belong to the account */
  keysDelete(reference: string, cancelOpenOrders?: boolean): Promise<Outcome<DeletedKey>>
  /** @param days another length than the key's period, for this time alone */
  keysExtend(reference: string, days: number | null, asks?: Asks): Promise<Outcome<EditedKey>>
  /** Makes a successor that takes over with its first admitted call; with an overlap both open until a hard end. */
  keysRotate(reference: string, wish: CredentialWish, overlapHours: number | null, asks?: Asks): Promise<Outcome<MadeFromKey>>
  /** Tells the secret of a key that several people approved, once, to whoever asked for the key. */
  keysTellSecret(reference: string, asks?: Asks): Promise<Outcome<CreatedKey>>
  /** Makes two of a key that trades spot and futures: a new one has futures, this one all else. */
  keysSplit(reference: string, wish: CredentialWish, asks?: Asks): Promise<Outcome<MadeFromKey>>
  /** Begins one confirmation of several changes of keys; each is then asked for with it. Refused with `nothingToConfirm` where none asks for any. */
  keysReview(set: readonly AskedOfKeys[], as: string | null): Promise<Outcome<StepUpAsked>>
  /** A step-up that a change was answered with, as it stands. */
  stepUpShow(stepUp: string): Promise<Outcome<StepUpAsked>>
  /** Gives one code of a step-up that a change was answered with (`stepUpNeeded`). */
  stepUpAnswer(stepUp: string, answer: TypedFactor): Promise<Outcome<StepUpAsked>>
  /** Mails its code, where another factor could do as well and so none was mailed at once. */
  stepUpSendCode(stepUp: string): Promise<Outcome<null>>
  /** What it was used for in so many days, and by which programs. */
  keysUses(reference: string, days: number): Promise<Outcome<KeyUsesView>>
  /** The smallest rights, list and markets that its use in so many days needed. */
  keysAdvice(reference: string, days: number): Promise<Outcome<KeyAdvice>>
  /** The keys that are reviewed by the policy of their account, the longest due first. */
  reviewsList(filter: KeyFilter): Promise<Outcome<readonly ReviewSummary[]>>
  /** Keeps, narrows or deletes a key after a look at its use. */
  reviewsDecide(wish: ReviewWish, asks: Asks): Promise<Outcome<KeySummary>>
  keysAttention(filter: KeyFilter): Promise<Outcome<readonly AttentionItem[]>>
  /** Whose what a scan has found is; null for what is of no living key here. */
  leaksIdentify(leaks: readonly { readonly kind: 'key' | 'secret' | 'privateKey'; readonly text: string }[]): Promise<Outcome<readonly (KeySummary | null)[]>>
  /** As the policy of an account has them; null = the only main one's, or the program's where there is none. */
  presetsList(account: number | null): Promise<Outcome<readonly PresetRow[]>>
  clockShow(): Promise<Outcome<CalendarSummary>>
  /** Moves the calendar of a demo on by so many seconds; null puts it back to wall time. `doer`: a person, where the console asks; nobody else names one. */
  clockMove(seconds: number | null, doer?: DoneBy): Promise<Outcome<CalendarSummary>>
  accountsList(): Promise<Outcome<readonly AccountSummary[]>>
  /** Calls of everybody, newest first unless asked otherwise. */
  callsList(wish: CallsWish): Promise<Outcome<OperatorCallPage>>
  /** What happened in an account in a year, some thousand rows at a time. */
  taxRecords(wish: TaxWish): Promise<Outcome<TaxPage>>
  /** One request's decision in plain words, with the remedy. */
  explain(requestId: string): Promise<Outcome<Explanation>>
  /** The newest refusal of a key. */
  explainLast(reference: string): Promise<Outcome<Explanation>>
  /** Puts a sandbox back to its first moment. @param seed what its market is drawn from; null = as before */
  sandboxReset(environment: Environment, seed: number | null): Promise<Outcome<SandboxPutBack>>
  /** Lets time pass on a sandbox, by 30 days at most. */
  sandboxPass(environment: Environment, seconds: number): Promise<Outcome<SandboxClock>>
  /** @param file an absolute path; a file that exists is never overwritten. */
  sandboxSnapshot(environment: Environment, file: string): Promise<Outcome<SandboxSaved>>
  sandboxRestore(environment: Environment, file: string): Promise<Outcome<SandboxPutBack>>
  /** Plays a scenario on a sandbox; one that is played there already ends. @param script YAML or JSON */
  scenarioStart(environment: Environment, script: string): Promise<Outcome<ScenarioSummary>>
  scenarioStop(environment: Environment): Promise<Outcome<ScenarioSummary>>
  scenarioShow(environment: Environment): Promise<Outcome<ScenarioSummary>>
  sealingKeyRotate(): Promise<Outcome<{ version: number; resealed: number }>>
  /** @param file an absolute path; a file that exists is never overwritten. */
  backup(file: string): Promise<Outcome<{ file: string; bytes: number }>>
  /** The newest letters to people, newest first: those that nothing carried away stand there with their text. */
  /** How mail goes out, what waits, and what was said last. */
  mailShow(): Promise<Outcome<MailSummary>>
  /** A test letter; resolves once it was tried, or when that takes too long. */
  mailTest(address: string): Promise<Outcome<TestLetter>>
  outboxList(limit: number): Promise<Outcome<readonly LetterSummary[]>>
  /** The present code of the demo owner's authenticator; refused outside demo mode. */
  demoCode(): Promise<Outcome<DemoCode>>
  /** What waits for several people, oldest first; with `all` also what was decided, newest first. */
  approvalsList(filter: ApprovalFilter): Promise<Outcome<readonly ApprovalSummary[]>>
  approvalsDecide(wish: DecisionWish, asks: Asks): Promise<Outcome<ApprovalSummary>>
  approvalsCancel(wish: CancelWish, asks: Asks): Promise<Outcome<ApprovalSummary>>
  rulesShow(account: number | null): Promise<Outcome<RulesSummary>>
  rulesSet(wish: ApprovalRulesWish, asks: Asks): Promise<Outcome<RulesSummary>>
  addressBook(account: number | null): Promise<Outcome<AddressBook>>
  addressesAdd(wish: AddressWish, asks: Asks): Promise<Outcome<AddressSummary>>
  addressesRemove(wish: AddressReference, asks: Asks): Promise<Outcome<AddressSummary>>
  withdrawalPolicySet(wish: PolicyWish, asks: Asks): Promise<Outcome<WithdrawalPolicySummary>>
  withdraw(wish: WithdrawWish, asks: Asks): Promise<Outcome<WithdrawalMade>>
  /** What a lockdown would close now. */
  lockdownPreview(wish: LockdownWish): Promise<Outcome<LockdownPreview>>
  /** Closes what a thief could use. Closing needs nobody's factors here. */
  lockdown(wish: LockdownWish): Promise<Outcome<IncidentReport>>
  /** @param uid null = the only main account */
  accountsShow(uid: number | null): Promise<Outcome<AccountDetails>>
  /** What is read and answered before a product is opened. */
  productsTerms(): Promise<Outcome<ProductTerms>>
  accountsChange<Act extends keyof AccountWishes>(act: Act, wish: AccountWishes[Act], asks: Asks): Promise<Outcome<AccountDetails>>
  /** Every entry of a list that moves. */
  movingList(): Promise<Outcome<readonly MovingAddressSummary[]>>
  movingBind(wish: BindWish, asks: Asks): Promise<Outcome<BoundAddress>>
  movingUnbind(wish: UnbindWish, asks: Asks): Promise<Outcome<{ readonly id: string }>>
  /** The newest first. */
  alertsList(filter: { state?: AlertSummary['state']; limit: number }): Promise<Outcome<readonly AlertSummary[]>>
  alertsDecide(wish: DecideWish, asks: Asks): Promise<Outcome<AlertSummary>>
  alertsThaw(wish: ThawWish, asks: Asks): Promise<Outcome<AlertSummary>>
  alertSettingsShow(account: number | null): Promise<Outcome<AlertSettings>>
  alertSettingsEdit(wish: AlertSettingsWish, asks: Asks): Promise<Outcome<AlertSettingsTold>>
  /** Says that the program behind a key is off, or may run. */
  keysProgram(wish: MarkProgramWish, asks: Asks): Promise<Outcome<{ readonly key: string; readonly offSinceUs: number | null }>>
  /** Keys of other exchanges. */
  externalList(): Promise<Outcome<readonly ExternalKeySummary[]>>
  externalAdd(wish: ExternalKeyWish, asks: Asks): Promise<Outcome<ExternalKeySummary>>
  externalEdit(wish: ExternalKeyChange, asks: Asks): Promise<Outcome<ExternalKeySummary>>
  externalRemove(wish: ExternalKeyReference, asks: Asks): Promise<Outcome<{ readonly id: string; readonly label: string }>>
  /** Reads at the exchange what the key may do, now. */
  externalExamine(wish: ExternalKeyReference): Promise<Outcome<ExternalKeySummary>>
  auditVerify(): Promise<Outcome<AuditReport>>
  /** The newest changes that a query leaves, newest first. */
  auditList(query: AuditQuery): Promise<Outcome<readonly AuditEntrySummary[]>>
  /** @param file an absolute path; a file that exists is never overwritten. */
  auditExport(file: string): Promise<Outcome<{ file: string; rows: number }>>
}

/** One change of a set that is reviewed and confirmed together; keys are named by their ids. */
export type AskedOfKeys =
  | { readonly act: 'create'; readonly wish: KeyWish }
  | { readonly act: 'edit'; readonly wish: { readonly key: string; readonly change: KeyChange } }
  | { readonly act: 'enable'; readonly wish: { readonly key: string } }

export interface ApprovalFilter { account?: number; all?: boolean }

export interface KeyFilter { account?: number; includeDeleted?: boolean }

export interface KeyWish {
  /** May be left out where there is one main account only. */
  account?: number
  label: string
  kind: 'hmac' | 'ed25519' | 'rsa'
  /** SPKI PEM; asymmetric kinds only. The private half never comes here. */
  publicKey?: string
  /** Left out: those of the preset, else reading alone. */
  permissions?: readonly Permission[]
  allowList: AllowList
  environment: Environment
  expiresInDays?: number
  replayGuard?: boolean
  preset?: string
  /** Limits that Binance lacks; absent = those of the account's policy. */
  guardRails?: GuardRails
  /** Days until it is extended or rotated, and what follows them. */
  periodDays?: number
  afterPeriod?: AfterPeriod
  /** It is deleted after so many admitted calls. */
  calls?: number
  /** The key whose limits on hours it shares; no person wishes so. */
  countsWith?: ApiKeyId
  /** The margin wallet that it acts on alone; only keys wish so, through the API. */
  boundTo?: BoundWallet
}

/** What a key made from another one signs with; left out: the kind of that one. */
export interface CredentialWish {
  kind?: 'hmac' | 'ed25519' | 'rsa'
  /** SPKI PEM; asymmetric kinds only. */
  publicKey?: string
  label?: string
}

/** What to change; absent = stays. `grant`, `revoke`, `addAddresses` and `removeAddresses` are relative to the key as it is then. */
export interface KeyChange {
  label?: string
  permissions?: readonly Permission[]
  grant?: readonly Permission[]
  revoke?: readonly Permission[]
  allowList?: AllowList
  addAddresses?: readonly string[]
  removeAddresses?: readonly string[]
  /** Days from now; null = never. */
  expiresInDays?: number | null
  replayGuard?: boolean
  afterPeriod?: AfterPeriod
  /** Limits to set; null takes one away, what is left out stays. */
  guardRails?: { readonly [Name in keyof GuardRails]?: GuardRails[Name] | null }
}

/** A key as people may see it: no secret in it. Times are ISO 8601 in UTC. */
export interface KeySummary {
  id: string
  apiKey: string
  account: number
  accountEmail: string
  environment: Environment
  label: string
  kind: 'hmac' | 'ed25519' | 'rsa'
  permissions: readonly Permission[]
  allowList: AllowList
  state: 'enabled' | 'disabled' | 'expired' | 'retired' | 'deleted'
  createdAt: string
  expiresAt: string | null
  tradingLapsesAt: string | null
  replayGuard: boolean
  guardRails: GuardRails
  /** What its limits on hours leave now, in the reference asset. */
  limitsLeft: Partial<Record<RollingRail, string>>
  /** Since when its owner says that its program is off: whatever calls then raises the alarm. Null = it may run. */
  programOffSince: string | null
  /** The margin wallet that it acts on alone (`crossMargin`, `isolatedMargin:BTCUSDT`); null = an ordinary key. */
  boundTo: BoundWallet | null
  /** The person who made it or was handed it, by id; null = nobody in particular. */
  holder: string | null
  preset: string | null
  periodDays: number | null
  afterPeriod: AfterPeriod
  /** When the period is over, where that does not end the key. */
  rotationDueAt: string | null
  /** Admitted calls that are left; null = as many as it likes. */
  callsLeft: number | null
  /** 1 for a key that was made, one more with each rotation; the keys before and behind it, by id. */
  lineage: { generation: number; predecessor: string | null; successor: string | null; isAsleep: boolean; retiresAt: string | null }
  /** Until then its secret waits to be told once to whoever asked for the key; null where none waits. */
  secretWaitsUntil: string | null
  /** Null for a key that is closed for good. */
  risk: RiskSummary | null
  /** What its owner is to be told now, the most pressing first. */
  reminders: readonly string[]
  lastUse: { at: string; address: string; endpoint: string; perPermission: Partial<Record<Permission, string>> } | null
  /** The key in one sentence: the same words everywhere a key is described. */
  sentence: string
}

export interface CreatedKey {
  key: KeySummary
  /** HMAC only, and only this once. */
  secretKey: string | null
  /** What the owner should know of addresses that were accepted. */
  remarks: readonly string[]
}

/** A key made from another one: what became of that one, and the new one. */
export interface MadeFromKey extends CreatedKey {
  former: KeySummary
}

/** A key that ended, and how many open orders of its account were cancelled; null = none was asked to be. */
export interface DeletedKey extends KeySummary {
  cancelledOrders: number | null
}

export interface EditedKey {
  before: KeySummary
  after: KeySummary
  remarks: readonly string[]
}

export interface AccountSummary { id: number; email: string; parent: number | null; label: string; keys: number }
