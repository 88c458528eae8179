import type { AccountPolicy } from '../authority/account-policy.ts'
import type { AllowList, GuardRails } from '../authority/api-key.ts'
import type { AfterPeriod } from '../authority/key-life.ts'
import type { Environment } from '../environment.ts'
import type { Permission } from '../permission.ts'
import type { Role } from './acts.ts'
import type { StepUpRequirements } from './step-up-policy.ts'

/**
 * What a change is, as a code with its arguments: so that each reader hears it in their own language. It says what the sentence of the description
 * says, from the same values, and is no part of the digest: what a confirmation is bound to is the sentence and the details.
 */
export interface NamedKey {
  readonly id: string
  readonly label: string
}

/** What a key opens, and from where; without its end, which depends on the moment. */
export interface KeyShape {
  readonly permissions: readonly Permission[]
  readonly allowList: AllowList
  readonly guardRails: GuardRails
  readonly environment: Environment
}

/** One thing that an edit changes, before and after. Dates are ISO 8601, UTC; null = never. */
export type KeyDifference =
  | { readonly of: 'label'; readonly after: string }
  | { readonly of: 'gained' | 'lost'; readonly rights: readonly Permission[] }
  | { readonly of: 'addresses'; readonly before: AllowList; readonly after: AllowList }
  | { readonly of: 'limits'; readonly before: GuardRails; readonly after: GuardRails }
  | { readonly of: 'end'; readonly before: string | null; readonly afterDays: number | null }
  | { readonly of: 'replayGuard'; readonly after: boolean }
  | { readonly of: 'afterPeriod'; readonly before: AfterPeriod; readonly after: AfterPeriod }

/** Where withdrawals go. `coin`: null = every one that travels by the network; `tag`: '' = none. */
export interface ToldPlace {
  readonly coin: string | null
  readonly network: string
  readonly address: string
  readonly tag: string
}

export interface ToldRules {
  readonly withdrawals: readonly { readonly per: 'withdrawal' | 'day'; readonly from: string; readonly approvals: number }[]
  readonly withdrawalRight: number
  readonly newAddress: number
  readonly ruleChange: number
  readonly lifetimeHours: number
}

/** How the people of an account hear of alerts. */
export interface ToldAlertSettings {
  readonly mail: 'atOnce' | 'digest' | 'off'
  readonly digestHour: number
  readonly timeZone: string
  readonly quietHours: { readonly from: string; readonly until: string; readonly timeZone: string } | null
  readonly alarmsBreakThrough: boolean
  readonly webhookUrl: string | null
}

/** A change that another one is about. `told`: null where it was stored before changes were told so. */
export interface Quoted {
  readonly told: ToldChange | null
  readonly sentence: string
}

type Told<Is extends string, Arguments = unknown> = { readonly is: Is } & Readonly<Arguments>

type OfOneself =
  | Told<'totp.add' | 'totp.remove' | 'passkey.add' | 'passkey.remove', { label: string }>
  | Told<'recoveryCodes.renew'> | Told<'password.change'>
  | Told<'phone.change', { phone: string | null }>

type OfPeople =
  | Told<'token.make', { name: string; role: Role; account: number; days: number }>
  | Told<'person.invite' | 'person.changeRole', { email: string; role: Role; account: number }>
  | Told<'person.remove' | 'invitation.withdraw', { email: string; account: number }>
  | Told<'person.offBoard', { email: string; keysGoTo: string | null }>
  | Told<'stepUpPolicy.edit', { account: number; requirements: StepUpRequirements }>

type OfKeys =
  /** `calls`: null = as many as it likes; `endsInHours`: null = without an end; `lapsesInHours`: null = no right of it lapses. */
  | Told<'key.create', { label: string; email: string; shape: KeyShape; endsInHours: number | null; lapsesInHours: number | null; calls: number | null }>
  | Told<'key.edit', { key: NamedKey; differences: readonly KeyDifference[]; shape: KeyShape }>
  | Told<'key.extend', { key: NamedKey; days: number }>
  | Told<'key.keep' | 'key.enable', { key: NamedKey; shape: KeyShape }>
  | Told<'key.afterReview', { change: Quoted; note: string | null }>
  | Told<'key.tellSecret' | 'key.disable', { key: NamedKey }>
  | Told<'key.disableMany', { keys: readonly NamedKey[] }>
  /** `cancels`: whose open orders go with it; null = they stay. */
  | Told<'key.delete', { key: NamedKey; cancels: { readonly email: string; readonly environment: Environment } | null }>
  | Told<'key.rotate', { key: NamedKey; label: string; overlapHours: number | null; shape: KeyShape }>
  | Told<'key.split', { key: NamedKey; label: string; futures: KeyShape; rest: KeyShape }>
  | Told<'key.thaw', { key: NamedKey; rights: readonly Permission[] }>
  | Told<'key.lockdown', { account: number; way: 'disable' | 'delete'; keys: number; areAll: boolean; label: string | null; cancelOrders: boolean; endSessions: boolean; renewFactors: boolean }>
  | Told<'entry.bind', { key: NamedKey; source: 'name' | 'heartbeat'; name: string | null; within: readonly string[]; allowsPrivate: boolean }>
  | Told<'entry.unbind', { key: NamedKey; name: string; entries: readonly string[] }>
  | Told<'program.mark', { key: NamedKey; isOff: boolean }>
  | Told<'external.add', { label: string; url: string; email: string; hasSecret: boolean }>
  | Told<'external.edit', { name: string; url: string; label: string | null; preset: string | null; renewsSecret: boolean }>
  | Told<'external.remove', { label: string; url: string }>

type OfAccounts =
  /** `version`: null = as on its main account. */
  | Told<'product.open', { product: 'margin' | 'futures'; email: string; version: string | null }>
  | Told<'subAccount.access', { email: string; isOpen: boolean }>
  /** `ceiling`: null = whatever a sub-account may have; absent = it stays. */
  | Told<'subAccount.edit', { email: string; label?: string; ceiling?: { readonly before: readonly Permission[] | null; readonly after: readonly Permission[] | null } }>
  | Told<'subAccount.create', { email: string; main: string; ceiling: readonly Permission[] | null; isInvited: boolean }>
  | Told<'policy.edit', { email: string; before: Partial<AccountPolicy>; after: Partial<AccountPolicy> }>
  | Told<'alert.settings', { email: string; before: Partial<ToldAlertSettings>; after: Partial<ToldAlertSettings>; makesSecret: boolean }>
  | Told<'alert.decide', { as: 'normal' | 'settled' }>

type OfMoney =
  /** `formerAt`: when the same was asked for before, ISO 8601. */
  | Told<'money.withdraw', { amount: string; place: ToldPlace; formerAt: string | null }>
  | Told<'address.add', { account: number; name: string; waitingHours: number; place: ToldPlace }>
  | Told<'address.remove', { account: number; name: string; place: ToldPlace }>
  /** Absent: stays. */
  | Told<'withdrawalPolicy.edit', { account: number; onlyAddressBook?: boolean; waitingHours?: number | null; lockHours?: number }>
  | Told<'approval.decide', { decision: 'approve' | 'reject'; change: Quoted }>
  | Told<'approval.cancel', { change: Quoted }>
  | Told<'approvalRules.edit', { account: number; rules: ToldRules }>
  | Told<'sandbox.deposit', { amount: string; coin: string; wallet: string; email: string }>
  | Told<'sandbox.call', { key: NamedKey; from: string; request: string }>

export type ToldChange = OfOneself | OfPeople | OfKeys | OfAccounts | OfMoney
