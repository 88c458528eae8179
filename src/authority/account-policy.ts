import { isProduct, type Product, PRODUCTS } from '../accounts/product.ts'
import { isJsonObject } from '../json-object.ts'
import { parsePermission, type Permission } from '../permission.ts'
import { MAX_ENTRIES } from './allow-list.ts'
import type { GuardRails } from './api-key.ts'
import { railFaults } from './guard-rails.ts'
import { AFTER_PERIOD, type AfterPeriod } from './key-life.ts'
import { type PresetRow, PRESETS, presetNamed } from './presets.ts'

/** What an account makes of a preset: narrower, or wider; what is left out stays as the table has it. */
export interface PresetChange {
  /** False: no key of this account is made from it. */
  readonly isOffered?: boolean
  readonly rights?: readonly Permission[]
  readonly furtherRights?: readonly Permission[]
  readonly mostEntries?: number
  readonly periodDays?: number
  readonly afterPeriod?: AfterPeriod
}

/** What an account lets its keys be and do, besides the rules that hold for everybody. A sub-account has its main account's. */
export interface AccountPolicy {
  /** Keys may make, edit and bind keys through `/sapi`: this switch stands in for the step-up that people give. */
  readonly keysManageKeys: boolean
  /** Trading on a live key that may be used from anywhere: never, or until it lapses after 30 days. */
  readonly unrestrictedTrading: 'forbidden' | 'lapses'
  /** What follows 90 days without use, and the three letters that told of it. */
  readonly afterIdle: 'tell' | 'disable'
  /** What follows an alarm of the watch by itself: it is told, or the key's rights to act are taken until an owner gives them back. */
  readonly onAlarm: 'tell' | 'freeze'
  /** What follows when a key, or what signs for it, was found in public: it is disabled at once, or only told of. */
  readonly onLeak: 'tell' | 'disable'
  /** So often somebody decides of each key whether it stays as it is; null = nobody is asked to. */
  readonly reviewEveryDays: number | null
  readonly maxKeys: number
  readonly presets: Readonly<Partial<Record<string, PresetChange>>>
  /** Products that may be opened. */
  readonly products: readonly Product[]
  /** What a new key gets where nothing else is asked for. */
  readonly guardRails: GuardRails
  /** Entries of an allow list may follow a name in the DNS. */
  readonly nameAddresses: boolean
  /** Entries of an allow list may be moved by a heartbeat. */
  readonly heartbeatAddresses: boolean
  /** So often may one entry move in 24 hours. */
  readonly movesPerDay: number
}

export const MAX_KEYS_PER_ACCOUNT = 30
/** A rhythm of reviews longer than this is none. */
export const MOST_REVIEW_DAYS = 400

export const DEFAULT_POLICY: AccountPolicy = Object.freeze({
  keysManageKeys: false, unrestrictedTrading: 'lapses', afterIdle: 'tell', onAlarm: 'tell', onLeak: 'disable', reviewEveryDays: null, maxKeys: MAX_KEYS_PER_ACCOUNT, presets: {}, products: PRODUCTS, guardRails: {},
  nameAddresses: false, heartbeatAddresses: false, movesPerDay: 10,
})

export type PolicyField = keyof AccountPolicy
// Object.keys forgets that the names are exactly those of an AccountPolicy.
export const POLICY_FIELDS = Object.keys(DEFAULT_POLICY) as readonly PolicyField[]

/** What is wrong with a value; null where nothing is. */
type Fault = string | null

const truth = (value: unknown): Fault => (typeof value === 'boolean' ? null : 'This is on (true) or off (false).')
const oneOf = (...words: readonly string[]) => (value: unknown): Fault => (words.some((word) => word === value) ? null : `This is one of ${words.join(', ')}.`)
const wholeNumber = (least: number, most: number) => (value: unknown): Fault => (Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most ? null : `This is a whole number from ${least} to ${most}.`)
const listOf = (isOne: (text: string) => boolean, what: string) => (value: unknown): Fault =>
  (Array.isArray(value) && value.every((one) => typeof one === 'string' && isOne(one)) && new Set(value).size === value.length ? null : `This is a list of ${what}, none of them twice.`)

const members = (fields: Readonly<Record<string, (value: unknown) => Fault>>) => (value: unknown): Fault => {
  if (!isJsonObject(value)) return 'This is a set of named values.'
  for (const [name, given] of Object.entries(value)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (!check) return `There is no "${name}" here; there are ${Object.keys(fields).join(', ')}.`
    const fault = check(given)
    if (fault !== null) return `${name}: ${fault}`
  }
  return null
}

const rights = listOf((text) => parsePermission(text) !== undefined, 'rights')
const presetChange = members({ isOffered: truth, rights, furtherRights: rights, mostEntries: wholeNumber(1, MAX_ENTRIES), periodDays: wholeNumber(1, 3_650), afterPeriod: oneOf(...AFTER_PERIOD) })

/** One row a field: what is wrong with a value that is given for it. */
const FAULTS: Readonly<Record<PolicyField, (value: unknown) => Fault>> = {
  keysManageKeys: truth,
  unrestrictedTrading: oneOf('forbidden', 'lapses'),
  afterIdle: oneOf('tell', 'disable'),
  onAlarm: oneOf('tell', 'freeze'),
  onLeak: oneOf('tell', 'disable'),
  reviewEveryDays: (value) => (value === null ? null : wholeNumber(1, MOST_REVIEW_DAYS)(value)),
  maxKeys: wholeNumber(1, 10_000),
  presets: (value) => members(Object.fromEntries(PRESETS.map(({ name }) => [name, presetChange])))(value),
  products: listOf(isProduct, PRODUCTS.join(' and ')),
  guardRails: (value) => (isJsonObject(value) ? railFaults(value)[0] ?? null : 'This is a set of limits.'),
  nameAddresses: truth,
  heartbeatAddresses: truth,
  movesPerDay: wholeNumber(1, 1_000),
}

export type ReadPolicyChange =
  | { readonly ok: true; readonly change: Partial<AccountPolicy> }
  | { readonly ok: false; readonly fields: readonly { readonly field: string; readonly text: string }[] }

/** Reads what somebody wants a policy to become: any of its fields, every fault told. */
export const readPolicyChange = (value: unknown): ReadPolicyChange => {
  if (!isJsonObject(value)) return { ok: false, fields: [{ field: '', text: 'A policy is a set of named values.' }] }
  const fields = Object.entries(value).flatMap(([field, given]) => {
    const fault = isPolicyField(field) ? FAULTS[field](given) : `There is no "${field}" in a policy; there are ${POLICY_FIELDS.join(', ')}.`
    return fault === null ? [] : [{ field, text: fault }]
  })
  // Each field was looked at by its own row above.
  return fields.length > 0 ? { ok: false, fields } : { ok: true, change: value as Partial<AccountPolicy> }
}

const isPolicyField = (text: string): text is PolicyField => Object.hasOwn(DEFAULT_POLICY, text)

/** The presets of an account, each as its policy has it; those that it does not offer are left out. */
export const presetsUnder = ({ presets }: Pick<AccountPolicy, 'presets'>): readonly PresetRow[] => PRESETS.flatMap((preset) => {
  const change = presets[preset.name]
  if (change === undefined) return [preset]
  if (change.isOffered === false) return []
  const { mostEntries, isOffered: _, ...rest } = change
  const most = mostEntries ?? preset.entries.most
  return [{ ...preset, ...rest, entries: { least: Math.min(preset.entries.least, most), most } }]
})

/** One preset as an account's policy has it; undefined where it is not offered or there is none. */
export const presetUnder = (policy: Pick<AccountPolicy, 'presets'>, name: string): PresetRow | undefined =>
  presetNamed(name) && presetsUnder(policy).find((preset) => preset.name === name)
