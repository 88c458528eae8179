import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/**
 * What many calls have in common (who, from where, for what, with which outcome) is a *use*, kept once; a call points to its use. So a row is short, whatever
 * combination is looked for is a few uses, and a use outlives its rows as a roll-up. '' and 0 stand for what is not there, because a unique
 * index takes nulls for different.
 */
const STATEMENTS = [
  `create table uses (
    id integer primary key not null, account_id integer not null, key_id text not null, address text not null, endpoint text not null, permission text not null, rights integer not null,
    symbol text not null, status integer not null, code integer not null, reason text not null, calls integer not null, weight integer not null, first_us integer not null, last_us integer not null
  )`,
  'create unique index uses_of_key on uses (key_id, endpoint, address, symbol, reason, code, status, account_id, permission, rights)',
  'create index uses_of_account on uses (account_id, reason)',
  'create index uses_of_address on uses (address)',
  'create index uses_of_endpoint on uses (endpoint)',
  'create index uses_of_symbol on uses (symbol)',
  'create index uses_of_reason on uses (reason)',
  'create table use_days (use_id integer not null, day_us integer not null, calls integer not null, weight integer not null, primary key (use_id, day_us)) without rowid',
  'create index use_days_in_order on use_days (day_us)',
  `create table rates (
    key_id text not null, grain text not null, start_us integer not null, account_id integer not null, admitted integer not null, refused integer not null, weight integer not null,
    primary key (key_id, grain, start_us)
  ) without rowid`,
  'create index rates_of_account on rates (account_id, grain, start_us)',
  'create index rates_in_order on rates (grain, start_us)',
  `create table programs (
    key_id text not null, day_us integer not null, address text not null, client text not null, calls integer not null, first_us integer not null, last_us integer not null,
    clocks integer not null, clock_sum_ms integer not null, clock_least_ms integer not null, clock_greatest_ms integer not null, primary key (key_id, day_us, address, client)
  ) without rowid`,
  'create index programs_in_order on programs (day_us)',
  // Stretches of up to a thousand rows: what lies in a time is found by them, and what is too old goes with them.
  'create table blocks (first integer primary key not null, last integer not null, earliest_us integer not null, latest_us integer not null)',
  'create index blocks_by_end on blocks (latest_us, first)',
  'create index blocks_by_begin on blocks (earliest_us, last)',
  // Where the calls of a use stand, some thousand calls at a time: see postings.ts.
  'create table postings (use_id integer not null, first integer not null, last integer not null, calls integer not null, sequences blob not null, primary key (use_id, first)) without rowid',
  'create index postings_in_order on postings (last)',
  // How far the roll-ups have counted: what stands behind it was written and not yet counted when the process was killed.
  'create table counted (one integer primary key not null check (one = 1), sequence integer not null)',
  'create table gaps (sequence integer primary key not null, time_us integer not null, why text not null, at_most integer not null)',
  'alter table calls rename to calls_before',
  'create table calls (sequence integer primary key not null, request_id text not null, time_us integer not null, duration_us integer not null, use_id integer not null, weight integer not null)',
  `insert into uses (account_id, key_id, address, endpoint, permission, rights, symbol, status, code, reason, calls, weight, first_us, last_us)
    select coalesce(account_id, 0), coalesce(key_id, ''), address, endpoint, coalesce(permission, ''), ${rightsBefore()}, '', status, coalesce(code, 0), coalesce(reason, ''), 0, 0, min(time_us), max(time_us)
    from calls_before group by 1, 2, 3, 4, 5, 8, 9, 10`,
  `insert into calls (sequence, request_id, time_us, duration_us, use_id, weight)
    select b.sequence, b.request_id, b.time_us, b.duration_us, u.id, b.weight from calls_before b join uses u
    on u.key_id = coalesce(b.key_id, '') and u.endpoint = b.endpoint and u.address = b.address and u.symbol = '' and u.reason = coalesce(b.reason, '') and u.code = coalesce(b.code, 0)
    and u.status = b.status and u.account_id = coalesce(b.account_id, 0) and u.permission = coalesce(b.permission, '')`,
  'insert into blocks (first, last, earliest_us, latest_us) select min(sequence), max(sequence), min(time_us), max(time_us) from calls group by sequence / 1000',
  'insert into counted (one, sequence) values (1, 0)',
  'drop table calls_before',
] as const

/** Rows of before told the right of their endpoint alone: bit n is the n-th right of the table of rights, as it stood then. */
function rightsBefore(): string {
  const rights = ['reading', 'spotAndMarginTrading', 'margin', 'futures', 'vanillaOptions', 'portfolioMargin', 'universalTransfer', 'internalTransfer', 'withdrawals', 'fixTrade', 'fixRead']
  return `case permission ${rights.map((right, bit) => `when '${right}' then ${1 << bit}`).join(' ')} else 0 end`
}

export const callsUses: Migration = {
  number: 2,
  name: 'calls-0002-uses',
  up: async (database) => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(database)
  },
}
