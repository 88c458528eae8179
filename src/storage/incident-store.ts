import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { Incident, IncidentPlan, IncidentStore } from '../operations/lockdown/incident.ts'
import type { IncidentReport } from '../operations/lockdown/report.ts'
import { confirmedChange } from './confirmed-change.ts'
import { fromJson, type Json, toJson } from './json-column.ts'
import { queries } from './queries.ts'
import type { IncidentTable } from './tables/watch.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** Incidents and their reports in the main store. */
export class StoredIncidents implements IncidentStore {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  byId(id: string): Incident | undefined {
    return this.#reader.rows(queries.selectFrom('incidents').selectAll().where('id', '=', id)).map(incidentFromRow)[0]
  }

  ofAccount(accountId: number, limit: number): readonly Incident[] {
    return this.#reader.rows(queries.selectFrom('incidents').selectAll().where('account_id', '=', accountId).orderBy('began_at_us', 'desc').orderBy('id').limit(limit)).map(incidentFromRow)
  }

  closing(): readonly Incident[] {
    return this.#reader.rows(queries.selectFrom('incidents').selectAll().where('state', '=', 'closing').orderBy('began_at_us').orderBy('id')).map(incidentFromRow)
  }

  insert(incident: Incident, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    return confirmedChange(this.#writer, [statement(queries.insertInto('incidents').values(rowFromIncident(incident)))], audit, confirmation)
  }

  async update(incident: Incident, audit: AuditEntry): Promise<void> {
    const update = queries.updateTable('incidents').set(rowFromIncident(incident)).where('id', '=', incident.id).where('version', '=', incident.version - 1)
    await this.#writer.change([statement(update, { mustChange: true })], audit)
  }
}

const incidentFromRow = (row: IncidentTable): Incident => ({
  id: row.id, version: row.version, accountId: row.account_id, state: row.state, beganAtUs: row.began_at_us,
  plan: { ...NOTHING_FOUND, ...fromJson(row.plan) }, report: row.report === null ? null : reportFrom(row.report),
})

/** For plans of before it was written down. */
const NOTHING_FOUND: Pick<IncidentPlan, 'found'> = { found: { openKeyIds: [], orders: [], sessions: 0, tokens: 0, people: 0 } }

/** Reports that were written before they told of more than spot say what they meant. */
const reportFrom = (text: Json<IncidentReport>): IncidentReport => {
  const kept = fromJson(text)
  const spot = { environment: 'live', place: 'spot' } as const
  return { ...kept, done: { ...{ cancelled: [], ordersLeft: 0 }, ...kept.done }, orders: kept.orders.map((order) => ({ ...spot, ...order })), fills: kept.fills.map((fill) => ({ ...spot, ...fill })) }
}

const rowFromIncident = ({ id, version, accountId, state, beganAtUs, plan, report }: Incident): IncidentTable =>
  ({ id, version, account_id: accountId, state, began_at_us: beganAtUs, plan: toJson(plan), report: report === null ? null : toJson(report) })
