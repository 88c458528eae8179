import type { AllowList } from '../../authority/api-key.ts'
import { parseEntry } from '../../authority/allow-list.ts'
import { RAIL_NAMES, type GuardRails } from '../../authority/guard-rails.ts'
import { type PresetRow, PRESETS } from '../../authority/presets.ts'
import { PERMISSIONS } from '../../permission.ts'
import type { KeyChange, KeySummary, KeyWish } from '../operator.ts'
import type { FileKey, KeyFile } from './key-file.ts'

/** One line of what changes: what it is, before and after, in words. */
export type FactChange = readonly [name: string, before: string, after: string]

/** What is to be done so that a key is as the file wants it. */
export type PlannedChange =
  | { readonly do: 'create'; readonly label: string; readonly wish: Omit<KeyWish, 'kind'> & { readonly kind: KeyWish['kind'] }; readonly isDisabled: boolean; readonly facts: readonly FactChange[] }
  | { readonly do: 'edit'; readonly label: string; readonly key: string; readonly change: KeyChange; readonly facts: readonly FactChange[] }
  | { readonly do: 'enable' | 'disable' | 'delete'; readonly label: string; readonly key: string; readonly facts: readonly FactChange[] }

/** Something that a file wants and that no change of a key can bring about. */
export interface PlanFault { readonly at: number; readonly member: keyof FileKey; readonly text: string }

export interface KeyPlan {
  readonly changes: readonly PlannedChange[]
  /** Labels of living keys that the file does not speak of: they stay as they are. */
  readonly untouched: readonly string[]
  readonly unchanged: number
  /** Keys of the file that several people approved and whose secret waits to be told once. */
  readonly secretsWaiting: readonly { readonly label: string; readonly key: string }[]
  readonly faults: readonly PlanFault[]
}

const labelForm = (label: string): string => label.trim().normalize('NFKC').toLowerCase()
const canonical = (entry: string): string => {
  const parsed = parseEntry(entry)
  return parsed.ok ? parsed.entry.text : entry.trim()
}

const allowListOf = (addresses: NonNullable<FileKey['addresses']>): AllowList => (addresses === 'unrestricted' ? { mode: 'unrestricted' } : { mode: 'trusted', entries: [...new Set(addresses.map(canonical))] })
const listText = (list: AllowList): string => (list.mode === 'unrestricted' ? 'anywhere' : list.entries.join(', ') || 'nowhere')
const sorted = (list: AllowList): string => (list.mode === 'unrestricted' ? '*' : [...list.entries].sort().join(' '))
const inOrder = <Word extends string>(words: readonly Word[], order: readonly Word[]): Word[] => order.filter((word) => words.includes(word))
const rightsText = (rights: readonly string[]): string => rights.join(', ') || 'none'
const onOff = (isOn: boolean): string => (isOn ? 'on' : 'off')
const limitsText = (limits: GuardRails): string => RAIL_NAMES.flatMap((name) => (limits[name] === undefined ? [] : [`${name} ${JSON.stringify(limits[name])}`])).join(', ') || 'none'

const created = (key: FileKey, account: number | undefined, presets: readonly PresetRow[]): PlannedChange => {
  const preset = presets.find(({ name }) => name === key.preset)
  const permissions = key.rights ?? preset?.rights ?? ['reading']
  const allowList = allowListOf(key.addresses ?? [])
  const environment = key.environment ?? 'live'
  const kind = key.kind ?? 'ed25519'
  const periodDays = key.periodDays ?? preset?.periodDays
  return {
    do: 'create', label: key.label.trim(), isDisabled: key.state === 'disabled',
    wish: {
      label: key.label.trim(), kind, allowList, environment, ...(account !== undefined && { account }), ...(key.publicKey !== undefined && { publicKey: key.publicKey }), ...(key.rights !== undefined && { permissions: key.rights }),
      ...(key.preset !== undefined && { preset: key.preset }), ...(key.periodDays !== undefined && { periodDays: key.periodDays }), ...(key.afterPeriod !== undefined && { afterPeriod: key.afterPeriod }),
      ...(key.replayGuard !== undefined && { replayGuard: key.replayGuard }), ...(key.limits !== undefined && { guardRails: key.limits }),
    },
    facts: [
      ['kind', '', kind], ['environment', '', environment], ['rights', '', rightsText(inOrder(permissions, PERMISSIONS))], ['from', '', listText(allowList)], ['lives', '', periodDays === undefined ? 'without an end' : `${periodDays} days at a time`],
      ...(key.limits === undefined ? [] : [['limits', '', limitsText(key.limits)] as const]), ...(key.state === 'disabled' ? [['state', '', 'disabled'] as const] : []),
    ],
  }
}

/** A key as it is, and as the file wants it: the change, and what cannot be changed. */
const edited = (key: FileKey, at: number, now: KeySummary): { readonly change: KeyChange; readonly facts: readonly FactChange[]; readonly faults: readonly PlanFault[] } => {
  const change: KeyChange = {}
  const facts: FactChange[] = []
  const faults: PlanFault[] = []
  const fixed = (member: keyof FileKey, before: string | number | null, after: string | number | undefined): void => {
    if (after !== undefined && after !== before) faults.push({ at, member, text: `${key.label}: ${member} is ${before ?? 'not set'} and cannot become ${after} in a key that is there. Rotate it, or make another under another label.` })
  }
  fixed('kind', now.kind, key.kind)
  fixed('environment', now.environment, key.environment)
  fixed('preset', now.preset, key.preset)
  fixed('periodDays', now.periodDays, key.periodDays)
  if (key.rights !== undefined) {
    const wanted = inOrder(key.rights, PERMISSIONS)
    if (wanted.join() !== inOrder(now.permissions, PERMISSIONS).join()) {
      change.permissions = wanted
      facts.push(['rights', rightsText(now.permissions), rightsText(wanted)])
    }
  }
  if (key.addresses !== undefined) {
    const wanted = allowListOf(key.addresses)
    if (sorted(wanted) !== sorted(now.allowList)) {
      change.allowList = wanted
      facts.push(['from', listText(now.allowList), listText(wanted)])
    }
  }
  if (key.afterPeriod !== undefined && key.afterPeriod !== now.afterPeriod) {
    change.afterPeriod = key.afterPeriod
    facts.push(['after its period', now.afterPeriod, key.afterPeriod])
  }
  if (key.replayGuard !== undefined && key.replayGuard !== now.replayGuard) {
    change.replayGuard = key.replayGuard
    facts.push(['replay guard', onOff(now.replayGuard), onOff(key.replayGuard)])
  }
  if (key.limits !== undefined && limitsText(key.limits) !== limitsText(now.guardRails)) {
    const { limits } = key
    // One value a name, or null to take it away: what the change takes.
    change.guardRails = Object.fromEntries(RAIL_NAMES.flatMap((name) => (limits[name] === undefined && now.guardRails[name] === undefined ? [] : [[name, limits[name] ?? null]]))) as NonNullable<KeyChange['guardRails']>
    facts.push(['limits', limitsText(now.guardRails), limitsText(limits)])
  }
  return { change, facts, faults }
}

const steps = (key: FileKey, at: number, now: KeySummary): { readonly changes: readonly PlannedChange[]; readonly faults: readonly PlanFault[] } => {
  const of = { label: now.label, key: now.id }
  if (key.state === 'absent') return { changes: [{ do: 'delete', ...of, facts: [['state', now.state, 'deleted: it opens nothing any more']] }], faults: [] }
  const { change, facts, faults } = edited(key, at, now)
  const isDisabled = now.state === 'disabled'
  const turn: PlannedChange[] = isDisabled === (key.state === 'disabled') || now.state === 'expired' ? [] : [{ do: isDisabled ? 'enable' : 'disable', ...of, facts: [['state', now.state, key.state]] }]
  // Narrowed before it is opened, closed before anything else.
  const edits: PlannedChange[] = facts.length === 0 ? [] : [{ do: 'edit', ...of, change, facts }]
  return { changes: isDisabled ? [...edits, ...turn] : [...turn, ...edits], faults }
}

/**
 * What would change so that the account's keys are as the file wants them. Keys are known by their label; a key that the file does not speak of
 * stays as it is. Computed anew it goes on where an interrupted one ended: what is so already is no change.
 * @param presets as the account's policy has them
 */
export const planKeys = ({ account, keys }: KeyFile, now: readonly KeySummary[], presets: readonly PresetRow[] = PRESETS): KeyPlan => {
  const living = new Map(now.filter(({ state }) => state !== 'deleted' && state !== 'retired').map((key) => [labelForm(key.label), key]))
  const changes: PlannedChange[] = []
  const faults: PlanFault[] = []
  let unchanged = 0
  for (const [at, key] of keys.entries()) {
    const present = living.get(labelForm(key.label))
    living.delete(labelForm(key.label))
    if (!present) {
      if (key.state === 'absent') unchanged += 1
      else changes.push(created(key, account, presets))
      continue
    }
    const found = steps(key, at, present)
    faults.push(...found.faults)
    changes.push(...found.changes)
    if (found.changes.length === 0) unchanged += 1
  }
  const secretsWaiting = now.filter(({ label, secretWaitsUntil }) => secretWaitsUntil !== null && keys.some((key) => labelForm(key.label) === labelForm(label))).map(({ label, id }) => ({ label, key: id }))
  return { changes, secretsWaiting, untouched: [...living.values()].map(({ label }) => label), unchanged, faults }
}

/** The present state as such a file. */
export const fileOfKeys = (account: number, keys: readonly KeySummary[]): Readonly<Record<string, unknown>> => ({
  version: 1, account,
  keys: keys.filter(({ state }) => state !== 'deleted' && state !== 'retired').map((key) => ({
    label: key.label, kind: key.kind, environment: key.environment, ...(key.preset !== null && { preset: key.preset }), rights: [...key.permissions],
    addresses: key.allowList.mode === 'unrestricted' ? 'unrestricted' : [...key.allowList.entries], ...(key.periodDays !== null && { periodDays: key.periodDays }), afterPeriod: key.afterPeriod, replayGuard: key.replayGuard,
    ...(Object.keys(key.guardRails).length > 0 && { limits: key.guardRails }), ...(key.state === 'disabled' && { state: 'disabled' }),
  })),
})
