import type { Environment } from '../environment.ts'
import type { ApiKeyId } from '../ids.ts'
import { DAY, type TimeUs } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { closureOf, periodDates } from './key-life.ts'
import type { Violation } from './rules.ts'

/**
 * Rotation without a gap. The successor is made first and sleeps; its first admitted call wakes it and retires the key before it, both in
 * one transaction that is durable before the call goes on. So at every moment one of the two opens, and never both:
 *
 *   old opens · successor asleep  ── first admitted call ──▶  old retired · successor opens
 *
 * Where several processes share a key the two may overlap instead, until an end that nothing moves.
 */
export const MAX_OVERLAP_US = 30 * DAY

/** Why a key cannot be handed over now. @param successor the one that it names, where it names one */
export const handoverViolations = (key: ApiKey, successor: ApiKey | undefined, nowUs: TimeUs): Violation[] => {
  if (closureOf(key, nowUs) === 'keyRetired') return [{ rule: 'handover', text: `Key ${key.id} has been rotated: ${key.life.successorId ?? 'its successor'} took over. Rotate that one.` }]
  if (key.life.isAsleep) return [{ rule: 'handover', text: `Key ${key.id} is a successor that was not used yet: use it once, or delete it and rotate the key before it.` }]
  if (key.life.afterPeriod === 'delete') return [{ rule: 'oneTime', text: `Key ${key.id} was made to be used once: it is not rotated. Make another when it is needed.` }]
  if (successor && successor.deletedAtUs === null) return [{ rule: 'handover', text: `Key ${key.id} has a successor already: ${successor.id} ("${successor.label}"). Delete that one first to begin anew.` }]
  return []
}

/** What a key and all that it was rotated from have in common, by the id of the first of them: what counts against a limit counts for all. */
export const lineageOf = ({ id, life }: Pick<ApiKey, 'id' | 'life'>): ApiKeyId => life.firstId ?? life.predecessorId ?? id

/** The lineages of an environment's keys. */
export const lineagesIn = (environment: Environment, keys: Iterable<ApiKey>): ReadonlySet<ApiKeyId> => {
  const found = new Set<ApiKeyId>()
  for (const key of keys) if (key.environment === environment) found.add(lineageOf(key))
  return found
}

/** What a successor takes from its key: everything but the secret, and a period that begins now. The clock of lapsing rights runs on. */
export const successorShape = (key: ApiKey, nowUs: TimeUs): Pick<ApiKey, 'accountId' | 'environment' | 'permissions' | 'allowList' | 'guardRails' | 'expiresAtUs' | 'tradingLapsesAtUs' | 'replayGuard' | 'life'> => {
  const { life } = key
  const wishedEndUs = life.periodDays === null && key.expiresAtUs !== null ? nowUs + Math.max(DAY, key.expiresAtUs - key.createdAtUs) : null
  const { expiresAtUs, rotationDueAtUs } = periodDates(life.periodDays, life.afterPeriod, wishedEndUs, nowUs)
  return {
    accountId: key.accountId, environment: key.environment, permissions: key.permissions, allowList: key.allowList, guardRails: key.guardRails, expiresAtUs,
    tradingLapsesAtUs: key.tradingLapsesAtUs, replayGuard: key.replayGuard,
    life: { ...life, rotationDueAtUs, extendedAtUs: null, generation: life.generation + 1, predecessorId: key.id, firstId: lineageOf(key), successorId: null, isAsleep: true, isRetired: false, retiresAtUs: null, reviewed: null, secretWaits: null },
  }
}

export interface Pair {
  readonly old: ApiKey
  readonly successor: ApiKey
}

/**
 * Ties a fresh successor to its key.
 * @param overlapUs how long both open; null = not a moment
 */
export const beginHandover = (key: ApiKey, successor: ApiKey, overlapUs: number | null, nowUs: TimeUs): Pair => {
  const retiresAtUs = overlapUs === null ? key.life.retiresAtUs : Math.min(nowUs + overlapUs, key.life.retiresAtUs ?? Infinity)
  return {
    old: { ...key, changedAtUs: nowUs, life: { ...key.life, successorId: successor.id, retiresAtUs } },
    successor: { ...successor, life: { ...successor.life, isAsleep: overlapUs === null } },
  }
}

/** The first admitted call of a successor: it wakes, and the key before it is closed for good. */
export const completeHandover = (old: ApiKey | undefined, successor: ApiKey, nowUs: TimeUs): { readonly old: ApiKey | undefined; readonly successor: ApiKey } => ({
  old: old && old.deletedAtUs === null ? { ...old, changedAtUs: nowUs, life: { ...old.life, isRetired: true } } : undefined,
  successor: { ...successor, changedAtUs: nowUs, life: { ...successor.life, isAsleep: false } },
})

/** `grid-bot` becomes `grid-bot #2`, `grid-bot #2` becomes `grid-bot #3`; a number that is taken is passed over. */
export const successorLabel = (label: string, generation: number, isTaken: (label: string) => boolean): string => {
  const base = label.replace(/ #\d+$/, '').slice(0, 90)
  let number = generation
  while (isTaken(`${base} #${number}`)) number += 1
  return `${base} #${number}`
}

/** Whether an admitted call of this key changes the key itself, so that it waits until that is durable. */
export const hasToll = ({ life }: Pick<ApiKey, 'life'>): boolean => life.isAsleep || life.callsLeft !== null
