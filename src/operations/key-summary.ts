import type { Account } from '../accounts/account.ts'
import type { ApiKey } from '../authority/api-key.ts'
import { type Closure, closureOf } from '../authority/key-life.ts'
import type { LastUse } from '../authority/key-store.ts'
import { remindersOf } from '../authority/reminders.ts'
import { sentenceOf } from '../authority/sentence.ts'
import { plainAmount } from '../money.ts'
import { permissionsOf } from '../permission.ts'
import { type TimeUs, toMs } from '../time.ts'
import { riskSummaryOf } from './key-risk.ts'
import type { KeySummary } from './operator.ts'
import type { LimitsLeft, OperatorParts } from './operator-parts.ts'

const iso = (timeUs: TimeUs): string => new Date(toMs(timeUs)).toISOString()
const isoOrNull = (timeUs: TimeUs | null): string | null => timeUs === null ? null : iso(timeUs)

const STATE_OF: Readonly<Record<Closure | 'open', KeySummary['state']>> = { keyDeleted: 'deleted', keyRetired: 'retired', keyExpired: 'expired', keyDisabled: 'disabled', open: 'enabled' }

const stateOf = (key: ApiKey, nowUs: TimeUs): KeySummary['state'] =>
  STATE_OF[closureOf(key, nowUs) ?? 'open']

const lastUseOf = (use: LastUse): KeySummary['lastUse'] => ({
  at: iso(use.timeUs), address: use.address, endpoint: use.endpoint,
  perPermission: Object.fromEntries(Object.entries(use.perPermission).map(([permission, timeUs]) => [permission, iso(timeUs)])),
})

const summaryOf = (key: ApiKey, account: Account | undefined, use: LastUse | undefined, { left, programOffSinceUs }: { readonly left: ReturnType<LimitsLeft>; readonly programOffSinceUs: TimeUs | null }, nowUs: TimeUs): KeySummary => ({
  id: key.id, apiKey: key.text, account: key.accountId, accountEmail: account?.email ?? '', environment: key.environment, label: key.label, kind: key.credential.kind,
  permissions: permissionsOf(key.permissions), allowList: key.allowList, state: stateOf(key, nowUs),
  createdAt: iso(key.createdAtUs), expiresAt: isoOrNull(key.expiresAtUs), tradingLapsesAt: isoOrNull(key.tradingLapsesAtUs), replayGuard: key.replayGuard, guardRails: key.guardRails, limitsLeft: Object.fromEntries(Object.entries(left).map(([rail, worth]) => [rail, plainAmount(worth)])), programOffSince: isoOrNull(programOffSinceUs), boundTo: key.boundTo, holder: key.holderId,
  preset: key.life.preset, periodDays: key.life.periodDays, afterPeriod: key.life.afterPeriod, rotationDueAt: isoOrNull(key.life.rotationDueAtUs), callsLeft: key.life.callsLeft,
  lineage: { generation: key.life.generation, predecessor: key.life.predecessorId, successor: key.life.successorId, isAsleep: key.life.isAsleep, retiresAt: isoOrNull(key.life.retiresAtUs) },
  secretWaitsUntil: key.deletedAtUs !== null ? null : isoOrNull(key.life.secretWaits?.untilUs ?? null),
  risk: riskSummaryOf(key, use, nowUs),
  reminders: remindersOf(key, use, nowUs).map(({ text }) => text),
  lastUse: use === undefined ? null : lastUseOf(use), sentence: sentenceOf(key, nowUs),
})

/** The key as people may see it now, with its last use. */
export const summarize = async (key: ApiKey, { keys, accounts, clock, limitsLeft = () => ({}), programOffSinceUs = () => null }: Pick<OperatorParts, 'keys' | 'accounts' | 'clock' | 'limitsLeft' | 'programOffSinceUs'>): Promise<KeySummary> =>
  summaryOf(key, accounts.byId(key.accountId), await keys.lastUse(key.id), { left: limitsLeft(key), programOffSinceUs: programOffSinceUs(key.id) }, clock.nowUs())
