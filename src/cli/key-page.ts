import { boundWords } from '../authority/bound-words.ts'
import { railWords } from '../authority/guard-rails.ts'
import type { KeySummary } from '../operations/operator.ts'
import { PERMISSION_TABLE } from '../permission.ts'
import { BLADE_LEGEND, bittingBlade } from './bitting-blade.ts'
import { harmless, type Paint } from './paint.ts'
import { rightsInWords } from './permission-words.ts'
import { type Column, facts, paragraph, table } from './table.ts'
import { dateAndTime, fromNow } from './time-words.ts'

const KIND_NAMES: Readonly<Record<KeySummary['kind'], string>> = { ed25519: 'Ed25519', rsa: 'RSA', hmac: 'HMAC' }

export const boundTo = (key: Pick<KeySummary, 'allowList'>): string =>
  key.allowList.mode === 'unrestricted' ? 'anywhere' : key.allowList.entries.length === 0 ? 'nowhere' : key.allowList.entries.join(' ')

const stateIn = (key: KeySummary, paint: Paint): string =>
  key.state === 'enabled' ? paint('green', key.state) : key.state === 'disabled' ? paint('yellow', key.state) : paint('red', key.state)

const limitsOf = ({ guardRails }: KeySummary): readonly string[] => railWords(guardRails)

const LEFT_OF = { notionalPerWindow: 'orders', withdrawalPerWindow: 'withdrawals' } as const

const leftOf = ({ limitsLeft }: KeySummary): readonly string[] => (['notionalPerWindow', 'withdrawalPerWindow'] as const).flatMap((rail) => (limitsLeft[rail] === undefined ? [] : [`→ left for ${LEFT_OF[rail]} now: ${limitsLeft[rail]} USDT`]))

const moment = (iso: string, nowMs: number): string => `${dateAndTime(iso)} (${fromNow(iso, nowMs)})`

const AFTERWARDS: Readonly<Record<KeySummary['afterPeriod'], string>> = { expire: 'it ends', disable: 'it is disabled', warn: 'it goes on', delete: 'it is deleted' }

const periodOf = (key: KeySummary): string => key.periodDays === null ? 'none' : `${key.periodDays} ${key.periodDays === 1 ? 'day' : 'days'} at a time, then ${AFTERWARDS[key.afterPeriod]}`

/** The grade with its reasons, and the one change that lowers it most. */
const riskOf = ({ risk }: KeySummary, paint: Paint): string => {
  if (risk === null) return 'none: it is closed for good'
  const style = risk.grade >= 'D' ? 'red' : risk.grade === 'C' ? 'yellow' : 'green'
  return [
    `${paint(style, risk.grade)}, ${risk.word}${risk.tier === 'move out' ? ' (it can withdraw: a tier of its own)' : ''}`, ...risk.reasons,
    ...(risk.best === null ? [] : [`→ ${risk.best.text} ${risk.best.gradeAfter === risk.grade ? 'It stays' : 'Then it is'} ${risk.best.gradeAfter}.`, `  ${risk.best.remedy}`]),
  ].join('\n')
}

const lineageOf = ({ lineage, state }: KeySummary, nowMs: number): (readonly [string, string])[] => {
  const { generation, predecessor, successor, isAsleep, retiresAt } = lineage
  if (generation === 1 && successor === null) return []
  return [['lineage', [
    `generation ${generation}`,
    ...(predecessor === null ? [] : [isAsleep ? `asleep: its first admitted call retires ${predecessor}` : `follows ${predecessor}`]),
    ...(successor === null ? [] : [state === 'retired' ? `${successor} took over` : retiresAt === null ? `${successor} takes over with its first admitted call` : `gives way to ${successor} ${fromNow(retiresAt, nowMs)} for good`]),
  ].join('\n')]]
}

/** The facts of one key that an edit can change, in the order they are shown. */
export const changeableFacts = (key: KeySummary): readonly (readonly [string, string])[] => [
  ['label', harmless(key.label)],
  ['rights', rightsInWords(key.permissions)],
  ['from', boundTo(key)],
  ['ends', key.expiresAt === null ? 'never' : dateAndTime(key.expiresAt)],
  ['period ends', key.rotationDueAt === null ? '–' : `${dateAndTime(key.rotationDueAt)}, then ${AFTERWARDS[key.afterPeriod]}`],
  ['trading lapses', key.tradingLapsesAt === null ? '–' : dateAndTime(key.tradingLapsesAt)],
  ['replay guard', key.replayGuard ? 'on' : 'off'],
  ['limits', limitsOf(key).join('; ') || 'none'],
  ['state', key.state],
]

/** How the page of a key begins: its cut, its label, and what it may do in one sentence. */
export const keyHead = (key: KeySummary, nowMs: number, paint: Paint): readonly string[] => [`${bittingBlade(key, nowMs, paint)}  ${paint('bold', harmless(key.label))}`, '', paragraph(key.sentence), '']

/** One key, whole. */
export const keyPage = (key: KeySummary, nowMs: number, paint: Paint): string => {
  const use = key.lastUse
  const rights = PERMISSION_TABLE.filter(({ name }) => key.permissions.includes(name)).map(({ name, label }) => {
    const used = use?.perPermission[name]
    return `${label}: ${used === undefined ? 'never used' : `used ${fromNow(used, nowMs)}`}`
  })
  return [
    ...keyHead(key, nowMs, paint),
    facts([
      ['id', key.id],
      ['API key', key.apiKey],
      ['kind', KIND_NAMES[key.kind]],
      ['account', `${harmless(key.accountEmail)} (${key.account})`],
      ['environment', key.environment],
      ['state', stateIn(key, paint)],
      ['rights', rights.length === 0 ? 'none' : rights.join('\n')],
      ...(key.boundTo === null ? [] : [['special key', `acts on ${boundWords(key.boundTo)} alone, through /api/v3`] as const]),
      ['from', boundTo(key)],
      ['made', moment(key.createdAt, nowMs)],
      ...(key.secretWaitsUntil === null ? [] : [['secret', `waits for whoever asked for the key, until ${moment(key.secretWaitsUntil, nowMs)}: ./bitting keys secret ${key.id}`] as const]),
      ['ends', key.expiresAt === null ? 'never' : moment(key.expiresAt, nowMs)],
      ...(key.preset === null ? [] : [['preset', key.preset] as const]),
      ['period', periodOf(key)],
      ...(key.rotationDueAt === null ? [] : [['period ends', moment(key.rotationDueAt, nowMs)] as const]),
      ...(key.callsLeft === null ? [] : [['calls left', `${key.callsLeft}, then it is deleted`] as const]),
      ...lineageOf(key, nowMs),
      ...(key.tradingLapsesAt === null ? [] : [['trading lapses', moment(key.tradingLapsesAt, nowMs)] as const]),
      ['replay guard', key.replayGuard ? 'on' : 'off'],
      ...(Object.keys(key.guardRails).length === 0 ? [] : [['limits', [...limitsOf(key), ...leftOf(key)].join('\n')] as const]),
      ...(key.programOffSince === null ? [] : [['its program', `off since ${moment(key.programOffSince, nowMs)}: whatever calls raises the alarm. It runs again: ./bitting keys on ${key.id}`] as const]),
      ['last used', use === null ? 'never' : `${moment(use.at, nowMs)} from ${use.address}, ${use.endpoint}`],
      ['risk', riskOf(key, paint)],
      ...(key.reminders.length === 0 ? [] : [['attention', key.reminders.join('\n')] as const]),
    ], paint),
  ].join('\n')
}

const LIST_COLUMNS: readonly Column[] = [
  { title: 'LABEL', widest: 14 }, { title: 'BITTING' }, { title: 'RIGHTS', widest: 19 }, { title: 'FROM', widest: 15 }, { title: 'ENDS' }, { title: 'RISK' }, { title: 'STATE' }, { title: 'ID' },
]

const endsIn = (key: KeySummary, nowMs: number): string => key.expiresAt === null ? 'never' : fromNow(key.expiresAt, nowMs)

const SHORT_ID = 12

/** The beginnings of the ids are enough to name the keys, as long as they differ. */
const idIn = (keys: readonly KeySummary[]): ((key: KeySummary) => string) =>
  new Set(keys.map(({ id }) => id.slice(0, SHORT_ID))).size === keys.length ? ({ id }) => id.slice(0, SHORT_ID) : ({ id }) => id

/** Keys, grouped by account and environment. */
export const keyList = (keys: readonly KeySummary[], nowMs: number, paint: Paint): string => {
  const shownId = idIn(keys)
  const groups = Map.groupBy(keys, (key) => `${harmless(key.accountEmail)} (${key.account})${key.environment === 'testnet' ? ', testnet' : ''}`)
  const parts = [...groups].map(([title, group]) => `${paint('bold', title)}\n${table(LIST_COLUMNS, group.map((key) => [
    harmless(key.label), bittingBlade(key, nowMs, paint), rightsInWords(key.permissions), boundTo(key), endsIn(key, nowMs), key.risk?.grade ?? '–', stateIn(key, paint), shownId(key),
  ]), paint)}`)
  return [...parts, paint('dim', `${keys.length} ${keys.length === 1 ? 'key' : 'keys'}  ·  ${BLADE_LEGEND}`)].join('\n\n')
}
