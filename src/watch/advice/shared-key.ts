import { DAY, type TimeUs } from '../../time.ts'
import { networkOf } from '../anomalies/network.ts'
import type { KeyProgram } from '../call-uses.ts'

/** Why a key seems to be used by more than one program. */
export interface SharedKey {
  readonly dayUs: TimeUs
  readonly why: 'clients' | 'networks' | 'clocks'
  /** The programs of that day, told apart. */
  readonly programs: readonly KeyProgram[]
}

/** Clocks of one machine stay within this of each other, jitter of the way included. */
const SAME_CLOCK_MS = 1_500
/** A program that came up once is a person at a prompt. */
const LEAST_CALLS = 5

/** They called in turns: a program that moved, or was brought up to date, ends before the other begins. */
const overlap = (one: KeyProgram, other: KeyProgram): boolean => one.firstUs < other.lastUs && other.firstUs < one.lastUs

const pairs = <Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] => items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const))

const differs: readonly (readonly [SharedKey['why'], (one: KeyProgram, other: KeyProgram) => boolean])[] = [
  ['clients', (one, other) => one.client !== null && other.client !== null && one.client !== other.client],
  ['networks', (one, other) => networkOf(one.address) !== networkOf(other.address)],
  ['clocks', (one, other) => one.clockMs !== null && other.clockMs !== null && Math.abs(one.clockMs.mean - other.clockMs.mean) > SAME_CLOCK_MS],
]

/** Days on which several programs used a key at once: two keys would each open less, and a leak would close one of them. The latest day first. */
export const sharedDays = (programs: readonly KeyProgram[], nowUs: TimeUs, days = 30): readonly SharedKey[] => {
  const byDay = new Map<TimeUs, KeyProgram[]>()
  for (const program of programs) if (program.calls >= LEAST_CALLS && nowUs - program.dayUs <= days * DAY) byDay.set(program.dayUs, [...(byDay.get(program.dayUs) ?? []), program])
  return [...byDay].sort(([one], [other]) => other - one).flatMap(([dayUs, ofDay]) => {
    const together = pairs(ofDay).filter(([one, other]) => overlap(one, other))
    const found = differs.find(([, isApart]) => together.some(([one, other]) => isApart(one, other)))
    return found ? [{ dayUs, why: found[0], programs: ofDay }] : []
  })
}
