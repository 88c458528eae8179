import type { Endpoint } from '../../binance/endpoint.ts'
import type { Family } from '../../gate/endpoint-shape.ts'
import type { GateRequest } from '../../gate/gate.ts'
import type { RefusalReason } from '../../gate/refusal.ts'
import { Histogram } from './histogram.ts'

/** How a call ended: done, refused at the gate, rejected by the venue, or failed inside. */
export const OUTCOMES = ['ok', 'refused', 'rejected', 'failed'] as const
export type CallOutcome = (typeof OUTCOMES)[number]

/** Calls that belong to no row: whatever strangers write into a path, it is one label. */
const UNKNOWN = 'unknown'
const TRANSPORTS = ['http', 'socket'] as const
const ENVIRONMENTS = ['live', 'testnet'] as const
const CELLS_A_ROW = ENVIRONMENTS.length * TRANSPORTS.length * OUTCOMES.length
const FAMILIES: readonly Family[] = ['api', 'sapi', 'fapi', 'dapi']

const GATE_BOUNDS_US = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000, 1_000_000]
const VENUE_BOUNDS_US = [25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000]

/** One counted cell, with the labels that name it. */
export interface CountedCalls {
  readonly endpoint: string
  readonly environment: string
  readonly transport: string
  readonly outcome: CallOutcome
  readonly count: number
}

/** Why a call was refused; what could not be read as one never came to the gate. */
type CountedReason = RefusalReason | 'unreadable'

/** Where a call came in, as far as it is counted: never from whom. */
type Way = Pick<GateRequest, 'method' | 'environment'>

/** Counts calls: plain numbers in one array, a row of cells an endpoint. Nothing of a key, an account or an address comes in here. */
export class CallTally {
  readonly #names: readonly string[]
  readonly #rowOf: ReadonlyMap<Endpoint, number>
  readonly #cells: Float64Array
  /** Reasons are a closed list of the program's own. */
  readonly refusals = new Map<CountedReason, number>()
  readonly gate = { admitted: new Histogram(GATE_BOUNDS_US), refused: new Histogram(GATE_BOUNDS_US) } as const
  readonly venue: ReadonlyMap<Family, Histogram> = new Map(FAMILIES.map((family) => [family, new Histogram(VENUE_BOUNDS_US)]))

  constructor(endpoints: readonly Endpoint[]) {
    this.#names = [...endpoints.map(({ name }) => name), UNKNOWN]
    this.#rowOf = new Map(endpoints.map((endpoint, row) => [endpoint, row]))
    this.#cells = new Float64Array(this.#names.length * CELLS_A_ROW)
  }

  /** The gate let it in, and it was answered. */
  answered(endpoint: Endpoint, way: Way, status: number, gateUs: number, venueUs: number): void {
    this.#count(endpoint, way, status < 400 ? 0 : status < 500 ? 2 : 3)
    this.gate.admitted.add(gateUs)
    this.venue.get(endpoint.family)?.add(venueUs)
  }

  /** The gate refused it; `null` where it was refused before the gate saw it. */
  refused(endpoint: Endpoint | undefined, way: Way, reason: CountedReason, gateUs: number | null): void {
    this.#count(endpoint, way, 1)
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1)
    if (gateUs !== null) this.gate.refused.add(gateUs)
  }

  /** Something inside failed, or serves no longer. */
  failed(endpoint: Endpoint | undefined, way: Way): void {
    this.#count(endpoint, way, 3)
  }

  /** Cells that counted anything: most of the table is never called. */
  *calls(): Iterable<CountedCalls> {
    for (const [index, count] of this.#cells.entries()) {
      if (count === 0) continue
      const cell = index % CELLS_A_ROW
      yield {
        endpoint: this.#names[Math.floor(index / CELLS_A_ROW)] ?? UNKNOWN, environment: ENVIRONMENTS[Math.floor(cell / 8)] ?? '', transport: TRANSPORTS[Math.floor(cell / 4) % 2] ?? '',
        outcome: OUTCOMES[cell % 4] ?? 'failed', count,
      }
    }
  }

  #count(endpoint: Endpoint | undefined, { method, environment }: Way, outcome: 0 | 1 | 2 | 3): void {
    const row = (endpoint && this.#rowOf.get(endpoint)) ?? this.#names.length - 1
    const cell = row * CELLS_A_ROW + (environment === 'testnet' ? 8 : 0) + (method === 'WS' ? 4 : 0) + outcome
    this.#cells[cell] = (this.#cells[cell] ?? 0) + 1
  }
}
