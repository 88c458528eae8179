import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { DAY, MINUTE, type TimeUs } from '../../time.ts'
import { RATE_GRAINS } from '../../watch/call-rates.ts'
import { type CallBatch, NUMBER, NUMBERS_PER_CALL } from './call-messages.ts'
import { clientOf, outcomeOf, type Use } from './call-uses.ts'
import { encodeSequences } from './postings.ts'

interface UseCount { readonly id: number; readonly dayUs: number; calls: number; weight: number; firstUs: TimeUs; lastUs: TimeUs; readonly sequences: number[] }
interface RateCount { readonly key: string; readonly grain: string; readonly startUs: TimeUs; readonly account: number; admitted: number; refused: number; weight: number }
interface ProgramCount { readonly key: string; readonly dayUs: number; readonly address: string; readonly client: string; calls: number; firstUs: TimeUs; lastUs: TimeUs; clocks: number; clockSumMs: number; clockLeastMs: number; clockGreatestMs: number }

/** What the calls of one use within one minute are counted in: found once, then added to. */
interface Tally {
  readonly minuteUs: TimeUs
  readonly use: UseCount
  readonly rates: readonly RateCount[]
  /** The program that called last. */
  client: string
  program: ProgramCount | undefined
}

const GRAINS = Object.entries(RATE_GRAINS)
/** Programs of one key on one day; a program that changes its name with each call is one of the last. */
const MOST_PROGRAMS = 64
const OTHERS = 'others'

/** Counts calls as they are written, and notes where they stand; in memory first, because what is written once for many calls costs little for each. */
export class CallCounts {
  readonly #uses = new Map<string, UseCount>()
  readonly #rates = new Map<string, RateCount>()
  readonly #programs = new Map<string, ProgramCount>()
  /** Emptied with the counts that they point to. */
  #tallies = new WeakMap<Use, Tally>()
  readonly #statements: Readonly<Record<'use' | 'useDay' | 'posting' | 'rate' | 'program' | 'programs' | 'program known' | 'counted', StatementSync>>
  #waiting = 0
  /** Sequence of the last call that was counted. */
  #counted: number

  constructor(database: DatabaseSync) {
    this.#statements = {
      use: database.prepare('update uses set calls = calls + ?, weight = weight + ?, first_us = min(first_us, ?), last_us = max(last_us, ?) where id = ?'),
      useDay: database.prepare('insert into use_days (use_id, day_us, calls, weight) values (?, ?, ?, ?) on conflict do update set calls = calls + excluded.calls, weight = weight + excluded.weight'),
      posting: database.prepare('insert into postings (use_id, first, last, calls, sequences) values (?, ?, ?, ?, ?)'),
      rate: database.prepare('insert into rates (key_id, grain, start_us, account_id, admitted, refused, weight) values (?, ?, ?, ?, ?, ?, ?) on conflict do update set admitted = admitted + excluded.admitted, refused = refused + excluded.refused, weight = weight + excluded.weight'),
      program: database.prepare(`insert into programs (key_id, day_us, address, client, calls, first_us, last_us, clocks, clock_sum_ms, clock_least_ms, clock_greatest_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict do update set calls = calls + excluded.calls, first_us = min(first_us, excluded.first_us), last_us = max(last_us, excluded.last_us), clocks = clocks + excluded.clocks, clock_sum_ms = clock_sum_ms + excluded.clock_sum_ms,
        clock_least_ms = min(clock_least_ms, excluded.clock_least_ms), clock_greatest_ms = max(clock_greatest_ms, excluded.clock_greatest_ms)`),
      programs: database.prepare('select count(*) as known from programs where key_id = ? and day_us = ?'),
      'program known': database.prepare('select 1 from programs where key_id = ? and day_us = ? and address = ? and client = ?'),
      counted: database.prepare('update counted set sequence = ?'),
    }
    this.#counted = Number(database.prepare('select sequence from counted').get()?.['sequence'] ?? 0)
    this.#countMissed(database)
  }

  get isEmpty(): boolean {
    return this.#uses.size === 0
  }

  /** How many calls wait to be counted in the file. */
  get waiting(): number {
    return this.#waiting
  }

  note(batch: CallBatch, uses: readonly Use[]): void {
    const { numbers, count, first } = batch
    for (let index = 0; index < count; index++) {
      const use = uses[index]
      if (!use) continue
      const at = index * NUMBERS_PER_CALL
      const timeUs = numbers[at + NUMBER.timeUs] ?? 0
      const tally = this.#count(use, first + index, timeUs, numbers[at + NUMBER.weight] ?? 0)
      if (use.key !== '' && use.isAdmitted) this.#countProgram(tally, use, timeUs, clientOf(batch, index), numbers[at + NUMBER.clockMs] ?? Number.NaN)
    }
    this.#counted = first + count - 1
  }

  /** Inside a transaction of the caller. */
  write(): void {
    const { use, useDay, posting, rate, program, counted } = this.#statements
    for (const { id, dayUs, calls, weight, firstUs, lastUs, sequences } of this.#uses.values()) {
      use.run(calls, weight, firstUs, lastUs, id)
      useDay.run(id, dayUs, calls, weight)
      posting.run(id, sequences[0] ?? 0, sequences.at(-1) ?? 0, calls, encodeSequences(sequences))
    }
    for (const { key, grain, startUs, account, admitted, refused, weight } of this.#rates.values()) rate.run(key, grain, startUs, account, admitted, refused, weight)
    for (const one of this.#programs.values()) {
      program.run(one.key, one.dayUs, ...this.#nameOf(one), one.calls, one.firstUs, one.lastUs, one.clocks, one.clockSumMs, one.clockLeastMs, one.clockGreatestMs)
    }
    counted.run(this.#counted)
  }

  /** What was written is durable: nothing of it waits any more. */
  clear(): void {
    this.#waiting = 0
    this.#uses.clear()
    this.#rates.clear()
    this.#programs.clear()
    this.#tallies = new WeakMap()
  }

  #count(use: Use, sequence: number, timeUs: TimeUs, weight: number): Tally {
    let tally = this.#tallies.get(use)
    if (!tally || timeUs < tally.minuteUs || timeUs >= tally.minuteUs + MINUTE) this.#tallies.set(use, tally = this.#tallyOf(use, timeUs))
    const count = tally.use
    count.calls += 1
    count.weight += weight
    count.sequences.push(sequence)
    if (timeUs < count.firstUs) count.firstUs = timeUs
    if (timeUs > count.lastUs) count.lastUs = timeUs
    for (const rate of tally.rates) {
      if (use.isRefused) rate.refused += 1
      else rate.admitted += 1
      rate.weight += weight
    }
    this.#waiting += 1
    return tally
  }

  #tallyOf(use: Use, timeUs: TimeUs): Tally {
    const dayUs = timeUs - timeUs % DAY
    return {
      minuteUs: timeUs - timeUs % MINUTE,
      use: held(this.#uses, `${use.id} ${dayUs}`, () => ({ id: use.id, dayUs, calls: 0, weight: 0, firstUs: timeUs, lastUs: timeUs, sequences: [] })),
      rates: GRAINS.map(([grain, lengthUs]) => {
        const startUs = timeUs - timeUs % lengthUs
        return held(this.#rates, `${grain} ${startUs} ${use.key}`, () => ({ key: use.key, grain, startUs, account: use.account, admitted: 0, refused: 0, weight: 0 }))
      }),
      client: '', program: undefined,
    }
  }

  #countProgram(tally: Tally, { key, address }: Use, timeUs: TimeUs, client: string, clockMs: number): void {
    if (tally.program === undefined || tally.client !== client) {
      const dayUs = timeUs - timeUs % DAY
      tally.client = client
      tally.program = held(this.#programs, `${key} ${dayUs} ${address} ${client}`, () => ({ key, dayUs, address, client, calls: 0, firstUs: timeUs, lastUs: timeUs, clocks: 0, clockSumMs: 0, clockLeastMs: Number.MAX_SAFE_INTEGER, clockGreatestMs: Number.MIN_SAFE_INTEGER }))
    }
    const { program } = tally
    program.calls += 1
    if (timeUs < program.firstUs) program.firstUs = timeUs
    if (timeUs > program.lastUs) program.lastUs = timeUs
    if (Number.isNaN(clockMs)) return
    program.clocks += 1
    program.clockSumMs += clockMs
    if (clockMs < program.clockLeastMs) program.clockLeastMs = clockMs
    if (clockMs > program.clockGreatestMs) program.clockGreatestMs = clockMs
  }

  #nameOf({ key, dayUs, address, client }: ProgramCount): readonly [address: string, client: string] {
    if (this.#statements['program known'].get(key, dayUs, address, client)) return [address, client]
    return Number(this.#statements.programs.get(key, dayUs)?.['known'] ?? 0) < MOST_PROGRAMS ? [address, client] : [OTHERS, OTHERS]
  }

  /** Rows behind what was counted: the process was killed between the two. Of these the programs are not known any more. */
  #countMissed(database: DatabaseSync): void {
    const missed = database.prepare('select c.sequence, c.time_us, c.weight, u.id, u.key_id, u.account_id, u.address, u.reason from calls c join uses u on u.id = c.use_id where c.sequence > ? order by c.sequence')
    for (const row of missed.iterate(this.#counted)) {
      const use: Use = { id: Number(row['id']), key: String(row['key_id']), account: Number(row['account_id']), address: String(row['address']), ...outcomeOf(String(row['reason'])) }
      this.#count(use, Number(row['sequence']), Number(row['time_us']), Number(row['weight']))
      this.#counted = Number(row['sequence'])
    }
  }
}

const held = <Name, Value>(map: Map<Name, Value>, name: Name, make: () => Value): Value => {
  const known = map.get(name)
  if (known !== undefined) return known
  const made = make()
  map.set(name, made)
  return made
}
