import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LockdownPreview, LockdownWish } from '../../operations/lockdown/lockdown.ts'
import type { IncidentReport } from '../../operations/lockdown/report.ts'
import { reportHtml } from '../../operations/lockdown/report-html.ts'
import { reportText } from '../../operations/lockdown/report-text.ts'
import { refused } from '../../operations/outcome.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { readWholeNumber } from '../options.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { facts } from '../table.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'
import { ACCOUNT_OPTION, accountOf } from './approvals.ts'
import { dateAndTime } from '../time-words.ts'

const previewText = (preview: LockdownPreview, paint: Paint): string => [
  paint('bold', `Lockdown of account ${preview.account} (${harmless(preview.accountEmail)})`),
  facts([
    [preview.way === 'delete' ? 'deletes' : 'disables', preview.keys.map(({ id, label, isOpen }) => `${harmless(label)} (${id})${isOpen ? '' : ', closed already'}`).join('\n') || 'no key'],
    ['withdrawals', `to the address book alone${preview.switchesAddressBookOn ? '' : ' (as now)'}, ${preview.addressesInBook} ${preview.addressesInBook === 1 ? 'address' : 'addresses'} in it; locked until ${dateAndTime(preview.withdrawalsLockedUntil)} UTC`],
    ...(preview.withdrawalsUnderWay === 0 ? [] : [['not stopped', `${preview.withdrawalsUnderWay} withdrawals are on their way already`]] as const),
    ['open orders', `${preview.openOrders} cancelled`], ['sessions', `${preview.sessions} sessions and ${preview.tokens} tokens ended`], ['people', `${preview.people} choose a new password and second factor`],
  ], paint),
].join('\n')

/** A report is for its reader alone. */
const keep = (file: string, report: IncidentReport): string => {
  writeFileSync(file, file.endsWith('.json') ? `${JSON.stringify(report, null, 2)}\n` : file.endsWith('.html') ? reportHtml(report) : reportText(report), { mode: 0o600, flag: 'wx' })
  return file
}

export const lockdown = command({
  name: 'lockdown',
  summary: 'a key leaked: close it, and what money could leave by',
  positionals: ['[KEY …]'],
  options: {
    all: { type: 'boolean', help: 'every key of the account' }, ...ACCOUNT_OPTION, delete: { type: 'boolean', help: 'delete the keys rather than disable them' },
    'cancel-orders': { type: 'boolean', help: 'cancel the open orders of the account' }, 'end-sessions': { type: 'boolean', help: 'end every session and token of its people' },
    'keep-factors': { type: 'boolean', help: 'do not ask its people for a new password and second factor' }, 'since-hours': { type: 'string', value: 'HOURS', help: 'the report looks so far back (default 24)' },
    report: { type: 'string', value: 'FILE', help: 'where the report goes (.md, .html or .json); it is kept in the store besides' }, preview: { type: 'boolean', help: 'only show what would be closed' }, yes: { type: 'boolean', help: 'do not ask' }, ...STORE_OPTIONS,
  },
  notes: ['In force at the very next request. Closing needs nobody\'s codes here; opening again does.'],
  examples: ['./bitting lockdown grid-bot --preview', './bitting lockdown grid-bot --yes', './bitting lockdown --all --delete --cancel-orders --end-sessions --report incident.md --yes'],
  run: (call) => {
    const { options, positionals, terminal } = call
    if (options.all ? positionals.length > 0 : positionals.length === 0) throw new WrongUsage('Say which keys: name them, or say --all.', 'For instance: ./bitting lockdown grid-bot, or ./bitting lockdown --all')
    if (!options.yes && !options.preview && !terminal.isInteractive) throw new WrongUsage('Nobody is here to confirm a lockdown.', 'Confirm it in the command: --yes; or look first: --preview')
    const wish: LockdownWish = {
      ...accountOf(options.account), ...(!options.all && { keys: positionals }), way: options.delete ? 'delete' : 'disable', cancelOrders: options['cancel-orders'] ?? false, endSessions: options['end-sessions'] ?? false,
      renewFactors: !options['keep-factors'], sinceHours: options['since-hours'] === undefined ? 24 : readWholeNumber('since-hours', options['since-hours'], 1, 720),
    }
    const paint = painter(terminal)
    if (options.preview) return withOperator(call, (operator) => operator.lockdownPreview(wish), (preview) => previewText(preview, paint))
    return withOperator(call, async (operator) => {
      if (!options.yes) {
        const preview = await operator.lockdownPreview(wish)
        if (!preview.ok) return preview
        const answer = await terminal.ask(`${previewText(preview.value, paint)}\nType yes to close all this: `)
        if (answer.trim().toLowerCase() !== 'yes') return refused('notConfirmed', 'Nothing was closed.', 'Type yes, or give --yes.')
      }
      return operator.lockdown(wish)
    }, (report) => {
      const file = options.report === undefined ? undefined : keep(resolve(terminal.workingFolder, options.report), report)
      return file === undefined ? reportText(report) : `Everything is closed (incident ${report.id}). ${report.deviations.length === 0 ? 'Nothing was seen that does not look like before.' : `${report.deviations.length} things do not look like before:\n${report.deviations.map((one) => `  - ${harmless(one)}`).join('\n')}`}\nThe report: ${file}`
    })
  },
})
