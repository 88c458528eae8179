import type { AccountPolicy, PolicyField, PresetChange } from '../../../src/authority/account-policy.ts'
import type { GuardRails } from '../../../src/authority/guard-rails.ts'
import type { Words } from '../words/english.ts'
import { LIMIT_NAMES, limitText } from './limits.ts'
import { rightNamed } from './rights.ts'

/** Limits, one after the other, each with its name. */
export const limitsInWords = (limits: GuardRails, w: Words): string =>
  LIMIT_NAMES.flatMap((name) => { const text = limitText(limits, name); return text === null ? [] : [`${w.limits.names[name]}: ${text}`] }).join('; ') || w.policy.none

const presetInWords = ({ isOffered = true, mostEntries, periodDays, afterPeriod, rights, furtherRights }: PresetChange, w: Words): string => [
  ...(isOffered ? [] : [w.policy.notOffered]), ...(mostEntries === undefined ? [] : [w.create.entries(mostEntries)]), ...(periodDays === undefined ? [] : [w.create.days(periodDays)]),
  ...(afterPeriod === undefined || afterPeriod === 'delete' ? [] : [`${w.create.after}: ${w.create.afters[afterPeriod]}`]),
  ...[rights, furtherRights].flatMap((some) => (some === undefined ? [] : [some.map((name) => rightNamed(name).label).join(', ') || w.policy.none])),
].join(', ')

/** What an account makes of the presets. */
const presetsInWords = (presets: AccountPolicy['presets'], w: Words): string =>
  Object.entries(presets).map(([name, change = {}]) => `${w.create.presets[name]?.title ?? name}: ${presetInWords(change, w)}`).join('; ') || w.policy.asTable

const onOff = (isOn: boolean, w: Words): string => (isOn ? w.key.on : w.key.off)

/** Every field in words; a new field is one more line here, or nothing compiles. */
const VALUES: { readonly [Field in PolicyField]: (value: AccountPolicy[Field], w: Words) => string } = {
  keysManageKeys: onOff, nameAddresses: onOff, heartbeatAddresses: onOff,
  unrestrictedTrading: (way, w) => w.policy.trading[way], afterIdle: (what, w) => w.policy.idle[what], onAlarm: (what, w) => w.policy.alarm[what], onLeak: (what, w) => w.policy.leak[what],
  reviewEveryDays: (days, w) => (days === null ? w.policy.none : String(days)), maxKeys: String, movesPerDay: String,
  products: (products, w) => products.map((product) => w.products[product]).join(', ') || w.policy.none, presets: presetsInWords, guardRails: limitsInWords,
}

/** One field of a policy in words. */
export const policyInWords = <Field extends PolicyField>(field: Field, value: AccountPolicy[Field], w: Words): string => VALUES[field](value, w)
