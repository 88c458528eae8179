import type { ApiKey } from '../authority/api-key.ts'
import { IDLE_AT_DAYS, WARNED_AT_DAYS } from '../authority/reminders.ts'
import type { ReminderLog } from '../operations/reminding/remind.ts'
import { type Letter, newMessage } from '../people/message.ts'
import type { SecretSealer } from '../people/sealed.ts'
import { DAY, type TimeUs } from '../time.ts'
import { KEY_COLUMNS, keyFromTuple, type KeyTuple } from './key-row.ts'
import { insertOf } from './people-store.ts'
import { queries } from './queries.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement, statementFor } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** What ended longer ago than this is told of no more. */
const TOLD_OF_US = 400 * DAY
/** What was told is remembered for so long: longer than any date stays the same. */
const REMEMBERED_US = 800 * DAY

/** Accounts whose keys are reviewed, by their own policy or that of the account above. A policy is text: what it says is looked at once more by whoever reads it. */
const WITH_A_RHYTHM = queries.selectFrom('accounts').innerJoin('account_policies', (join) => join.on((on) => on.or([on('account_policies.account_id', '=', on.ref('accounts.id')), on('account_policies.account_id', '=', on.ref('accounts.parent_id'))])))
  .where((is) => is(is.ref('account_policies.change').$castTo<string>(), 'like', '%"reviewEveryDays":%')).select('accounts.id')

export interface LetterParts {
  readonly sealer: () => SecretSealer
  readonly newLetterId: () => string
}

/** Which reminders were sent, beside the letters that carry them. */
export class StoredReminders {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  /** Living keys that have a date near, that nobody used for long, or that are reviewed by the policy of their account. */
  *candidates(nowUs: TimeUs): Iterable<ApiKey> {
    const soonUs = nowUs + Math.max(...WARNED_AT_DAYS) * DAY
    const idleUs = nowUs - Math.min(...IDLE_AT_DAYS) * DAY
    const keys = queries.selectFrom('api_keys').select(KEY_COLUMNS).where('deleted_at_us', 'is', null).where((is) => is.or([
      is('account_id', 'in', WITH_A_RHYTHM),
      is.and([is('enabled', '=', 1), is.or([
        is.and([is('expires_at_us', '<=', soonUs), is('expires_at_us', '>', nowUs - TOLD_OF_US)]),
        is.and([is('trading_lapses_at_us', '<=', soonUs), is('trading_lapses_at_us', '>', nowUs - TOLD_OF_US)]),
        // A rotation that is due stands in the life, which is text: those keys are few enough to be looked at.
        is('life', 'like', '%rotationDueAtUs%'),
        is.and([is('created_at_us', '<=', idleUs), is.not(is.exists(is.selectFrom('key_uses').select('key_id').whereRef('key_uses.key_id', '=', 'api_keys.id').where('key_uses.time_us', '>', idleUs)))]),
      ])]),
    ])).orderBy('account_id').orderBy('id')
    for (const row of this.#reader.tuples<KeyTuple>(keys)) yield keyFromTuple(row)
  }

  /** As the reminding needs it, with what letters are made of. */
  log({ sealer, newLetterId }: LetterParts): ReminderLog {
    return {
      wasTold: (id) => this.#reader.rows(queries.selectFrom('reminder_letters').select('id').where('id', '=', id)).length > 0,
      tell: async (ids: readonly string[], letters: readonly Letter[], nowUs: TimeUs) => {
        await this.#writer.change([
          statement(queries.deleteFrom('reminder_letters').where('sent_at_us', '<', nowUs - REMEMBERED_US)),
          statementFor(queries.insertInto('reminder_letters').values({ id: '', sent_at_us: 0 }), ids.map((id) => [id, nowUs])),
          ...letters.map((letter) => insertOf('message', newMessage(newLetterId(), letter, sealer(), nowUs))),
        ], null)
      },
    }
  }
}
