import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { CallQuery, ListedCall } from '../../watch/call-log.ts'
import type { CallUsage, UsageQuery } from '../../watch/call-uses.ts'
import { callOf, usageOf } from '../call-rows.ts'
import { decodeSequences } from './postings.ts'
import { type Stream, StreamMerge } from './stream-merge.ts'
import { wantedUses } from './wanted-uses.ts'

type Row = Record<string, unknown>
/** Uses up to which each is looked up by itself … */
const FEW_USES = 2_000
/** … and rows that are read before more of them are. */
const ROWS_NEAR = 50_000

interface Range { readonly from: number; readonly to: number }

/**
 * Finds a page of calls of any combination, the newest or the oldest first, at a cost that hardly grows with the number of rows: the uses that fit are few and found by their own
 * indices; their postings tell where the calls of each stand; and the uses are merged, the next row always from the one that is ahead. What was
 * written a moment ago and has no posting yet is read row by row.
 */
export class CallSearch {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  find(query: CallQuery): ListedCall[] {
    return this.#atOneMoment(() => {
      const range = this.#rangeOf(query)
      return range.from > range.to ? [] : this.#page(query, range)
    })
  }

  /** Calls by key, address and endpoint within a time, the most frequent first. */
  usage({ keyIds, fromUs, untilUs, limit }: UsageQuery): CallUsage[] {
    return this.#atOneMoment(() => {
      const range = { from: this.#firstAt(fromUs), to: this.#firstAt(untilUs) - 1 }
      const rows = this.#uses('u.key_id in (select value from json_each(?))', [JSON.stringify(keyIds)], 'u.id, u.key_id, u.address, u.endpoint, u.reason')
      const found = new Map<string, { readonly row: Row; calls: number; refused: number; first: number; last: number }>()
      for (const row of rows) {
        const { calls, first, last } = this.#countOf(Number(row['id']), range)
        if (calls === 0) continue
        const name = [row['key_id'], row['address'], row['endpoint']].join('\n')
        const known = found.get(name) ?? { row, calls: 0, refused: 0, first, last }
        found.set(name, { row, calls: known.calls + calls, refused: known.refused + (row['reason'] === '' ? 0 : calls), first: Math.min(known.first, first), last: Math.max(known.last, last) })
      }
      const listed = [...found.values()].map(({ first, last, row, ...counts }) => usageOf({ ...row, ...counts, first_us: this.#timeOf(first), last_us: this.#timeOf(last) }))
      return listed.sort((one, other) => other.calls - one.calls || one.address.localeCompare(other.address) || one.endpoint.localeCompare(other.endpoint)).slice(0, limit)
    })
  }

  /** Every statement that a query runs, as SQL: for whoever wants to see how SQLite goes about it. */
  statementsFor(query: CallQuery): readonly string[] {
    this.#statements.clear()
    this.find(query)
    return [...this.#statements.keys()]
  }

  /** One picture of the file, however many statements look at it. */
  #atOneMoment<Found>(look: () => Found): Found {
    this.#database.exec('begin')
    try {
      return look()
    } finally {
      this.#database.exec('commit')
    }
  }

  /** The sequences among which the query's time and page lie. */
  #rangeOf({ fromUs, untilUs, before, after }: CallQuery): Range {
    const first = fromUs === undefined ? 0 : this.#number('select min(first) as found from blocks where latest_us >= ?', fromUs) ?? Number.MAX_SAFE_INTEGER
    const last = untilUs === undefined ? Number.MAX_SAFE_INTEGER : this.#number('select max(last) as found from blocks where earliest_us < ?', untilUs) ?? -1
    return { from: Math.max(first, (after ?? -1) + 1), to: Math.min(last, (before ?? Number.MAX_SAFE_INTEGER) - 1) }
  }

  #page(query: CallQuery, range: Range): ListedCall[] {
    const uses = this.#wanted(query)
    const found: ListedCall[] = []
    const one = this.#prepared(`${SELECT} where c.sequence = ?`)
    for (const sequence of this.#inOrder(uses, range, query.order !== 'oldest')) {
      const row = one.get(sequence)
      if (row && isInTime(query, row)) found.push(callOf(row))
      if (found.length === query.limit) break
    }
    return found
  }

  /** Which uses are looked for; null: all. */
  #wanted(query: CallQuery): ReadonlySet<number> | null {
    const wanted = wantedUses(query)
    if (wanted === null) return null
    const row = this.#prepared(`select json_group_array(u.id) as ids from uses u where ${wanted.sql}`).get(...wanted.parameters)
    // Made by SQLite of whole numbers.
    return new Set(JSON.parse(String(row?.['ids'])) as number[])
  }

  /** Sequences of the calls of these uses, in order: by their postings where there are any, and row by row where they are of no use. */
  *#inOrder(uses: ReadonlySet<number> | null, range: Range, isNewestFirst: boolean): Iterable<number> {
    const counted = this.#counted()
    const written = this.#number('select max(sequence) as found from calls') ?? 0
    const [posted, fresh]: readonly Range[] = [{ from: range.from, to: Math.min(range.to, counted) }, { from: Math.max(range.from, counted + 1), to: Math.min(range.to, written) }] as const
    if (!posted || !fresh) return
    if (uses === null) return yield* this.#walk(null, { from: range.from, to: Math.min(range.to, written) }, isNewestFirst)
    if (isNewestFirst) yield* this.#walk(uses, fresh, true)
    yield* this.#ofMany(uses, posted, isNewestFirst)
    if (!isNewestFirst) yield* this.#walk(uses, fresh, false)
  }

  /** Where uses are many, some of their calls are likely to be near, and looking up where each stands takes longer than looking around. */
  *#ofMany(uses: ReadonlySet<number>, { from, to }: Range, isNewestFirst: boolean): Iterable<number> {
    if (uses.size <= FEW_USES) return yield* this.#sequences(uses, { from, to }, isNewestFirst)
    const near: Range = isNewestFirst ? { from: Math.max(from, to - ROWS_NEAR + 1), to } : { from, to: Math.min(to, from + ROWS_NEAR - 1) }
    yield* this.#walk(uses, near, isNewestFirst)
    yield* this.#sequences(uses, isNewestFirst ? { from, to: near.from - 1 } : { from: near.to + 1, to }, isNewestFirst)
  }

  *#walk(uses: ReadonlySet<number> | null, { from, to }: Range, isNewestFirst: boolean): Iterable<number> {
    for (const row of this.#prepared(`select sequence, use_id from calls where sequence between ? and ? order by sequence ${isNewestFirst ? 'desc' : 'asc'}`).iterate(from, to)) {
      if (uses === null || uses.has(Number(row['use_id']))) yield Number(row['sequence'])
    }
  }

  /** Sequences of the calls of these uses, in order. */
  *#sequences(uses: ReadonlySet<number>, { from, to }: Range, isNewestFirst: boolean): Iterable<number> {
    const sign = isNewestFirst ? -1 : 1
    if (from > to) return
    // Of each use the posting that is ahead, by its outermost call: it is opened when its turn comes.
    const head = isNewestFirst ? 'select p.last from postings p where p.use_id = u.value and p.first <= ? order by p.first desc limit 1' : 'select p.first from postings p where p.use_id = u.value and p.last >= ? order by p.first limit 1'
    const heads = this.#prepared(`select u.value as id, (${head}) as head from json_each(?) u`).all(isNewestFirst ? to : from, JSON.stringify([...uses]))
    const merge = new StreamMerge(heads.filter((row) => row['head'] !== null).map((row): Stream => ({ order: sign * Number(row['head']), use: Number(row['id']), ahead: null, next: isNewestFirst ? to : from })))
    for (let stream = merge.first; stream; stream = merge.first) {
      if (stream.ahead === null || stream.ahead.length === 0) this.#open(stream, { from, to }, isNewestFirst)
      else {
        const sequence = stream.ahead.pop()
        if (sequence !== undefined) yield sequence
      }
      const following = stream.ahead?.at(-1)
      if (following !== undefined) merge.moveFirst(sign * following)
      else if (stream.next !== null) merge.moveFirst(stream.order)
      else merge.dropFirst()
    }
  }

  /** Reads the next posting of a stream; `ahead` is taken from its end. */
  #open(stream: Stream, { from, to }: Range, isNewestFirst: boolean): void {
    const statement = isNewestFirst ? 'select first, last, sequences from postings where use_id = ? and first <= ? order by first desc limit 1' : 'select first, last, sequences from postings where use_id = ? and last >= ? order by first limit 1'
    const row = stream.next === null ? undefined : this.#prepared(statement).get(stream.use, stream.next)
    const inside = row ? sequencesOf(row).filter((sequence) => sequence >= from && sequence <= to) : []
    stream.ahead = isNewestFirst ? inside : inside.reverse()
    const beyond = row === undefined ? null : isNewestFirst ? Number(row['first']) - 1 : Number(row['last']) + 1
    stream.next = beyond === null || beyond < from || beyond > to ? null : beyond
  }

  /** How many calls of a use lie in a range. */
  #countOf(use: number, { from, to }: Range): { readonly calls: number; readonly first: number; readonly last: number } {
    let [calls, first, last] = [0, Number.MAX_SAFE_INTEGER, 0]
    for (const row of this.#prepared('select first, last, calls, sequences from postings where use_id = ? and first <= ? and last >= ?').iterate(use, to, from)) {
      const isWhole = Number(row['first']) >= from && Number(row['last']) <= to
      const inside = isWhole ? null : sequencesOf(row).filter((sequence) => sequence >= from && sequence <= to)
      if (inside?.length === 0) continue
      calls += inside?.length ?? Number(row['calls'])
      first = Math.min(first, inside?.[0] ?? Number(row['first']))
      last = Math.max(last, inside?.at(-1) ?? Number(row['last']))
    }
    return { calls, first, last }
  }

  #uses(sql: string, parameters: readonly SQLInputValue[], columns: string): Row[] {
    return this.#prepared(`select ${columns} from uses u where ${sql}`).all(...parameters)
  }

  /** The first call that came in at this time or later; behind the last one where there is none. */
  #firstAt(timeUs: number): number {
    const block = this.#number('select min(first) as found from blocks where latest_us >= ?', timeUs)
    return block === undefined ? Number.MAX_SAFE_INTEGER : this.#number('select sequence as found from calls where sequence >= ? and time_us >= ? order by sequence limit 1', block, timeUs) ?? Number.MAX_SAFE_INTEGER
  }

  #timeOf(sequence: number): number {
    return this.#number('select time_us as found from calls where sequence = ?', sequence) ?? 0
  }

  #counted(): number {
    return this.#number('select sequence as found from counted') ?? 0
  }

  #number(sql: string, ...parameters: readonly number[]): number | undefined {
    const found = this.#prepared(sql).get(...parameters)?.['found']
    return found === null || found === undefined ? undefined : Number(found)
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) this.#statements.set(sql, statement = this.#database.prepare(sql))
    return statement
  }
}

const SELECT = `select c.sequence, c.request_id, c.time_us, c.duration_us, c.weight, u.account_id, u.key_id, u.address, u.endpoint, u.permission, u.symbol, u.status, u.code, u.reason
  from calls c cross join uses u on u.id = c.use_id`

const isInTime = ({ fromUs = 0, untilUs = Number.POSITIVE_INFINITY }: CallQuery, row: Row): boolean => Number(row['time_us']) >= fromUs && Number(row['time_us']) < untilUs

// The column is a blob, written by encodeSequences.
const sequencesOf = (row: Row): number[] => decodeSequences(Number(row['first']), row['sequences'] as Uint8Array)
