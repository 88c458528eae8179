import type { AlertSummary, AlertSettings } from '../../operations/operator.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { CONFIRMING, confirmed } from '../confirming.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { facts, fold } from '../table.ts'
import { fromNow } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const MARKS: Readonly<Record<AlertSummary['severity'], Parameters<Paint>>> = { notice: ['dim', '·'], warning: ['yellow', '!'], alarm: ['red', '‼'] }

const alertLines = ({ id, severity, title, text, keyLabel, account, lastAt, count, state, frozen }: AlertSummary, nowMs: number, paint: Paint): string[] => {
  const whose = harmless(keyLabel ?? `account ${account}`)
  return [
    `${paint(...MARKS[severity])} ${paint('bold', whose)}  ${title}  ·  ${fromNow(lastAt, nowMs)}${count > 1 ? `, ${count} times` : ''}${state === 'open' ? '' : `  ·  ${state}`}`,
    ...fold(harmless(text), 94).map((line) => `    ${line}`),
    ...(frozen.length > 0 ? [`    its rights were taken: ${frozen.join(', ')}; give them back: ./bitting alerts thaw ${id}`] : []),
    `    ${paint('dim', id)}`,
  ]
}

const OFFERS = [
  'As it should be: ./bitting alerts normal ID.  Something was done about it: ./bitting alerts settle ID',
  'Narrow its key to what it needs: ./bitting keys advice KEY.  Close it: ./bitting keys disable KEY.  It leaked: ./bitting lockdown KEY',
]

const listPage = (alerts: readonly AlertSummary[], nowMs: number, paint: Paint): string =>
  alerts.length === 0 ? 'Nothing was out of the ordinary.' : [...alerts.flatMap((alert) => [...alertLines(alert, nowMs, paint), '']), ...OFFERS].join('\n')

const MOST = 100

export const alertsList = command({
  name: 'alerts', summary: 'what was out of the ordinary with keys, and what shows it', positionals: [],
  options: { all: { type: 'boolean', help: 'also what was decided' }, ...STORE_OPTIONS }, examples: ['./bitting alerts', './bitting alerts --all'],
  run: (call) => withOperator(call, (operator) => operator.alertsList({ ...(!call.options.all && { state: 'open' as const }), limit: MOST }), (alerts, nowMs) => listPage(alerts, nowMs, painter(call.terminal))),
})

const decision = (name: 'normal' | 'settle', as: 'normal' | 'settled', summary: string, done: string) => command({
  name: `alerts ${name}`, summary, positionals: ['ALERT'], options: { ...CONFIRMING, ...STORE_OPTIONS }, examples: [`./bitting alerts ${name} al_…`],
  run: (call) => withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.alertsDecide({ alert: call.positionals[0] ?? '', as }, asks)), ({ keyLabel, account }) => `${harmless(keyLabel ?? `account ${account}`)}: ${done}`),
})

export const alertsNormal = decision('normal', 'normal', 'note that an alert is as it should be', 'noted as normal; it is not told of again.')
export const alertsSettle = decision('settle', 'settled', 'note that something was done about an alert', 'noted as settled.')

export const alertsThaw = command({
  name: 'alerts thaw', summary: 'give a key back the rights that the watch took from it', positionals: ['ALERT'], options: { ...CONFIRMING, ...STORE_OPTIONS }, examples: ['./bitting alerts thaw al_…'],
  run: (call) => withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.alertsThaw({ alert: call.positionals[0] ?? '' }, asks)), ({ keyLabel }) => `${harmless(keyLabel ?? 'The key')} has its rights again.`),
})

const settingsPage = ({ mail, digestHour, timeZone, quietHours, alarmsBreakThrough, webhookUrl }: AlertSettings, paint: Paint): string => facts([
  ['mail', { atOnce: 'at once', digest: `once a day at ${String(digestHour).padStart(2, '0')}:00 (${timeZone})`, off: 'off' }[mail]],
  ['quiet hours', quietHours === null ? 'none' : `${quietHours.from} to ${quietHours.until} (${quietHours.timeZone})${alarmsBreakThrough ? ', alarms are told all the same' : ''}`],
  ['webhook', harmless(webhookUrl ?? 'none')],
], paint)

const quietHoursOf = (text: string): AlertSettings['quietHours'] => {
  if (text === 'none') return null
  const [, from, until, timeZone] = /^(\d\d:\d\d)-(\d\d:\d\d)(?:\s+(\S+))?$/.exec(text) ?? []
  if (from === undefined || until === undefined) throw new WrongUsage(`"${text}" are no quiet hours.`, 'Write them as "22:00-07:00 Europe/Berlin", or none.')
  return { from, until, timeZone: timeZone ?? 'UTC' }
}

const MAIL = { 'at-once': 'atOnce', digest: 'digest', off: 'off' } as const
const mailOf = (text: string): AlertSettings['mail'] => {
  const way = Object.hasOwn(MAIL, text) ? MAIL[text as keyof typeof MAIL] : undefined // just asked
  if (way === undefined) throw new WrongUsage(`Mail is not sent "${text}".`, `There are: ${Object.keys(MAIL).join(', ')}.`)
  return way
}

export const alertsSettings = command({
  name: 'alerts settings', summary: 'how you hear of alerts: mail, quiet hours, webhook', positionals: [],
  options: {
    account: { type: 'string', value: 'UID', help: 'a main account; needed where there are several' },
    mail: { type: 'string', value: 'WAY', help: 'at-once, digest or off' },
    'digest-hour': { type: 'string', value: 'HOUR', help: '0 to 23' },
    'time-zone': { type: 'string', value: 'NAME', help: 'of the digest: Europe/Berlin' },
    quiet: { type: 'string', value: 'HOURS', help: '"22:00-07:00 Europe/Berlin", or none' },
    webhook: { type: 'string', value: 'URL', help: 'where each alert is posted, signed; or none' },
    'new-secret': { type: 'boolean', help: 'another secret for the webhook' },
    ...CONFIRMING, ...STORE_OPTIONS,
  },
  notes: ['Without options it shows them. What is posted carries bitting-signature: t=SECONDS,v1=HMAC-SHA256 of "SECONDS.BODY".'],
  examples: ['./bitting alerts settings', './bitting alerts settings --quiet "22:00-07:00 Europe/Berlin" --webhook https://hooks.example.org/bitting'],
  run: (call) => {
    const { options } = call
    const change: Partial<AlertSettings> = {
      ...(options.mail !== undefined && { mail: mailOf(options.mail) }), ...(options['digest-hour'] !== undefined && { digestHour: Number(options['digest-hour']) }), ...(options['time-zone'] !== undefined && { timeZone: options['time-zone'] }),
      ...(options.quiet !== undefined && { quietHours: quietHoursOf(options.quiet) }), ...(options.webhook !== undefined && { webhookUrl: options.webhook === 'none' ? null : options.webhook }),
    }
    const uid = options.account === undefined ? null : Number(options.account)
    const isShown = Object.keys(change).length === 0 && !options['new-secret']
    return withOperator(call, async (operator) => {
      if (isShown) {
        const shown = await operator.alertSettingsShow(uid)
        return shown.ok ? { ok: true as const, value: { settings: shown.value, webhookSecret: null } } : shown
      }
      const account = await operator.accountsShow(uid)
      return account.ok ? confirmed(call, operator, (asks) => operator.alertSettingsEdit({ account: account.value.id, change, ...(options['new-secret'] && { renewsSecret: true }) }, asks)) : account
    }, ({ settings, webhookSecret }) => `${settingsPage(settings, painter(call.terminal))}${webhookSecret === null ? '' : `\n\n  The secret that signs what is posted, told this once:\n    ${webhookSecret}`}`)
  },
})

const program = (name: 'off' | 'on', isOff: boolean, summary: string, tell: string) => command({
  name: `keys ${name}`, summary, positionals: ['KEY'], options: { ...CONFIRMING, ...STORE_OPTIONS }, examples: [`./bitting keys ${name} grid-bot-btc`],
  run: (call) => withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.keysProgram({ key: call.positionals[0] ?? '', isOff }, asks)), () => tell),
})

export const keysOff = program('off', true, 'say that a key\'s program is off: a call then raises the alarm', 'Noted: whatever calls with it from now on raises the alarm. The key is as open as before; keys disable closes it.')
export const keysOn = program('on', false, 'say that a key\'s program runs again', 'Noted: its program may run.')
