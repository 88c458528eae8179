import type { AuditEntrySummary } from '../../operations/operator.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { readWholeNumber } from '../options.ts'
import { harmless, painter } from '../paint.ts'
import { table } from '../table.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'

const OPTIONS = {
  act: { type: 'string', value: 'ACT', help: 'one act (key.create), or the beginning of several with a dot (key.)' },
  subject: { type: 'string', value: 'ID', help: 'of one key, account or person' },
  actor: { type: 'string', value: 'WHO', help: 'by one actor: operator:local, person:p_…, key:k_…, system' },
  since: { type: 'string', value: 'DATE', help: 'from that moment on (2026-11-26, or with a time)' },
  until: { type: 'string', value: 'DATE', help: 'up to that moment' },
  before: { type: 'string', value: 'ROW', help: 'only rows before that one: the next page' },
  limit: { type: 'string', value: 'N', help: 'how many, the newest ones (default 20)' },
  ...STORE_OPTIONS,
} as const

/** Ids of people as their names, which say more at a glance; `--json` has both. */
const named = (text: string, names: AuditEntrySummary['names']): string => harmless(text.replace(/\b(?:person:|approval:)?(p_\w+)/g, (whole, id: string) => names[id] ?? whole))

const row = ({ sequence, at, actor, source, act, subject, names, factors }: AuditEntrySummary): string[] =>
  [`${sequence}`, dateAndTime(at), named(actor, names), harmless(source), act, named(subject, names), factors.length === 0 ? '–' : named(factors.join(' + '), names)]

export const auditList = command({
  name: 'audit list',
  summary: 'who changed what, from where, confirmed with which factors',
  positionals: [],
  options: OPTIONS,
  notes: ['With --json each entry has what was before and after. It never holds a secret.'],
  examples: ['./bitting audit list', './bitting audit list --act key. --since 2026-11-01', './bitting audit list --subject k_… --json'],
  run: (call) => {
    const { act, subject, actor, since, until, before, limit } = call.options
    const number = (name: 'before' | 'limit', text: string) => readWholeNumber(name, text, 1, Number.MAX_SAFE_INTEGER)
    const query = {
      ...(act !== undefined && { act }), ...(subject !== undefined && { subject }), ...(actor !== undefined && { actor }), ...(since !== undefined && { since }), ...(until !== undefined && { until }),
      ...(before !== undefined && { before: number('before', before) }), limit: limit === undefined ? 20 : number('limit', limit),
    }
    return withOperator(call, (operator) => operator.auditList(query), (entries) => entries.length === 0 ? 'Nothing was recorded that fits.'
      : table([{ title: 'ROW', align: 'right' }, { title: 'WHEN' }, { title: 'WHO', widest: 28 }, { title: 'FROM', widest: 20 }, { title: 'ACT' }, { title: 'WHAT', widest: 28 }, { title: 'FACTORS', widest: 24 }], entries.map(row), painter(call.terminal)))
  },
})
