import type { AuditEntry } from '../audit/entry.ts'
import { accountId, type AccountId, apiKeyId } from '../ids.ts'
import { type Letter, newMessage } from '../people/message.ts'
import { DAY, type TimeUs } from '../time.ts'
import { type Alert, type AlertQuery, type AlertStore, identityOf, type WebhookDelivery } from '../watch/alerts/alert.ts'
import { fromJson, toJson } from './json-column.ts'
import { insertOf } from './people-store.ts'
import { queries } from './queries.ts'
import type { LetterParts } from './reminder-store.ts'
import type { AlertTable, WebhookDeliveryTable } from './tables/watch.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** At one go; the next round takes more. */
const MOST_FORGOTTEN = 10_000
const MUST_CHANGE = { mustChange: true } as const

/** Alerts, and what waits for webhooks, in the main store. */
export class StoredAlerts {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  /** As the watch needs it, with what letters are made of. */
  store({ sealer, newLetterId }: LetterParts): AlertStore {
    const [writer, reader] = [this.#writer, this.#reader]
    const alerts = queries.selectFrom('alerts').selectAll()
    const update = (alert: Alert) => statement(queries.updateTable('alerts').set(rowOf(alert)).where('id', '=', alert.id).where('version', '=', alert.version - 1), MUST_CHANGE)
    return {
      byId: (id) => reader.rows(alerts.where('id', '=', id)).map(alertFrom)[0],
      byIdentity: (identity) => reader.rows(alerts.where('identity', '=', identity)).map(alertFrom)[0],
      list: (query) => reader.rows(listQuery(query)).map(alertFrom),
      untold: () => reader.rows(alerts.where('told_at_us', 'is', null).where('state', '=', 'open').orderBy('first_us')).map(alertFrom),
      forget: async ({ maxAgeDays, maxRows }, nowUs) => {
        const oldestUs = nowUs - maxAgeDays * DAY
        // The newest of those that are too many: it goes, and what was last seen before it.
        const surplus = reader.rows(queries.selectFrom('alerts').select('last_us').orderBy('last_us', 'desc').offset(maxRows).limit(1))[0]?.last_us ?? -1
        const untilUs = Math.min(Math.max(oldestUs, surplus + 1), nowUs - DAY)
        const going = reader.rows(queries.selectFrom('alerts').select('id').where('last_us', '<', untilUs).where((is) => is.or([is('frozen', 'is', null), is('state', '!=', 'open')])).orderBy('last_us').limit(MOST_FORGOTTEN)).map(({ id }) => id)
        await writer.change([
          ...(going.length > 0 ? [statement(queries.deleteFrom('alerts').where('id', 'in', going))] : []),
          statement(queries.deleteFrom('webhook_deliveries').where('state', '!=', 'waiting').where('created_at_us', '<', untilUs)),
        ], null)
        return going.length
      },
      insert: async (alert) => void await writer.change([statement(queries.insertInto('alerts').values(rowOf(alert)))], null),
      update: async (alert, audit: AuditEntry | null) => void await writer.change([update(alert)], audit),
      tell: async (told: readonly Alert[], letters: readonly Letter[], nowUs: TimeUs) => void await writer.change([...told.map(update), ...letters.map((letter) => insertOf('message', newMessage(newLetterId(), letter, sealer(), nowUs)))], null),
      queue: async (delivery) => void await writer.change([statement(queries.insertInto('webhook_deliveries').values(deliveryRow(delivery)))], null),
      waitingDeliveries: () => reader.rows(queries.selectFrom('webhook_deliveries').selectAll().where('state', '=', 'waiting').orderBy('created_at_us')).map(deliveryFrom),
      updateDelivery: async (delivery) => void await writer.change([statement(queries.updateTable('webhook_deliveries').set(deliveryRow(delivery)).where('id', '=', delivery.id).where('version', '=', delivery.version - 1), MUST_CHANGE)], null),
      deliveriesOf: (account: AccountId, limit: number) => reader.rows(queries.selectFrom('webhook_deliveries').selectAll().where('account_id', '=', account).orderBy('created_at_us', 'desc').limit(limit)).map(deliveryFrom),
    }
  }
}

const listQuery = ({ seen, state, limit }: AlertQuery) => {
  let query = queries.selectFrom('alerts').selectAll().orderBy('last_us', 'desc').orderBy('id', 'desc').limit(limit)
  if (state !== undefined) query = query.where('state', '=', state)
  if (seen !== 'all') query = query.where((is) => is.or([is('account_id', 'in', [-1, ...seen.accountIds]), is('key_id', 'in', ['', ...seen.keyIds])]))
  return query
}

const alertFrom = (row: AlertTable): Alert => ({
  id: row.id, version: row.version, accountId: accountId(row.account_id), keyId: row.key_id === null ? null : apiKeyId(row.key_id), kind: row.kind, subject: row.subject, severity: row.severity,
  evidence: fromJson(row.evidence), firstUs: row.first_us, lastUs: row.last_us, count: row.count, state: row.state, decidedBy: row.decided_by, decidedAtUs: row.decided_at_us,
  frozen: row.frozen === null ? null : fromJson(row.frozen), toldAtUs: row.told_at_us,
})

const rowOf = (alert: Alert): AlertTable => ({
  id: alert.id, version: alert.version, identity: identityOf(alert), account_id: alert.accountId, key_id: alert.keyId, kind: alert.kind, subject: alert.subject, severity: alert.severity, evidence: toJson(alert.evidence),
  first_us: alert.firstUs, last_us: alert.lastUs, count: alert.count, state: alert.state, decided_by: alert.decidedBy, decided_at_us: alert.decidedAtUs, frozen: alert.frozen === null ? null : toJson(alert.frozen), told_at_us: alert.toldAtUs,
})

const deliveryFrom = (row: WebhookDeliveryTable): WebhookDelivery => ({
  id: row.id, version: row.version, accountId: accountId(row.account_id), body: row.body, state: row.state, attempts: row.attempts, nextTryAtUs: row.next_try_at_us, createdAtUs: row.created_at_us, fault: row.fault,
})

const deliveryRow = ({ id, version, accountId: account, body, state, attempts, nextTryAtUs, createdAtUs, fault }: WebhookDelivery): WebhookDeliveryTable =>
  ({ id, version, account_id: account, body, state, attempts, next_try_at_us: nextTryAtUs, created_at_us: createdAtUs, fault })
