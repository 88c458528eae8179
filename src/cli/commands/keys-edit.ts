import type { EditedKey, KeyChange } from '../../operations/operator.ts'
import { bittingBlade } from '../bitting-blade.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { changeableFacts } from '../key-page.ts'
import { LIMIT_HELP, readLimits, readLimitNames } from '../limit-words.ts'
import { type OptionValues, readChoice, readList, readWholeNumber } from '../options.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { readPermissions } from '../permission-words.ts'
import { paragraph, untitled } from '../table.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const OPTIONS = {
  rights: { type: 'string', value: 'A,B,…', help: 'exactly these rights; none for no right' },
  grant: { type: 'string', value: 'A,B,…', help: 'these rights besides' },
  revoke: { type: 'string', value: 'A,B,…', help: 'these rights no longer' },
  allow: { type: 'string', value: 'ADDRESS,…', multiple: true, help: 'only from exactly these addresses' },
  'add-address': { type: 'string', value: 'ADDRESS,…', multiple: true, help: 'from these addresses too' },
  'remove-address': { type: 'string', value: 'ADDRESS,…', multiple: true, help: 'from these addresses no longer' },
  unrestricted: { type: 'boolean', help: 'from anywhere' },
  label: { type: 'string', value: 'LABEL', help: 'another label' },
  'expires-in-days': { type: 'string', value: 'N', help: 'ends that many days from now' },
  'no-expiry': { type: 'boolean', help: 'never ends' },
  'after-period': { type: 'string', value: 'WHAT', help: 'what follows its period: expire, disable or warn' },
  limit: { type: 'string', value: 'NAME=VALUE', multiple: true, help: 'set a limit that Binance lacks, such as notionalPerWindow=5000/24h' },
  'no-limit': { type: 'string', value: 'NAME,…', multiple: true, help: 'take limits away' },
  'replay-guard': { type: 'string', value: 'on|off', help: 'refuse a signed call that was seen before' },
  ...CONFIRMING,
  ...STORE_OPTIONS,
} as const

type Options = OptionValues<typeof OPTIONS>

const exclude = (options: Options, one: keyof Options, others: readonly (keyof Options)[]): void => {
  const other = others.find((name) => options[name] !== undefined)
  if (options[one] !== undefined && other !== undefined) throw new WrongUsage(`--${one} and --${other} exclude each other.`, 'Give one of them.')
}

/** Reads the change that was asked for. Throws WrongUsage. */
const readKeyChange = (options: Options): KeyChange => {
  exclude(options, 'rights', ['grant', 'revoke'])
  exclude(options, 'unrestricted', ['allow', 'add-address', 'remove-address'])
  exclude(options, 'allow', ['add-address', 'remove-address'])
  exclude(options, 'no-expiry', ['expires-in-days'])
  const change: KeyChange = {
    ...(options.label !== undefined && { label: options.label.trim() }),
    ...(options.rights !== undefined && { permissions: readPermissions('rights', options.rights) }),
    ...(options.grant !== undefined && { grant: readPermissions('grant', options.grant) }),
    ...(options.revoke !== undefined && { revoke: readPermissions('revoke', options.revoke) }),
    ...(options.unrestricted && { allowList: { mode: 'unrestricted' } }),
    ...(options.allow !== undefined && { allowList: { mode: 'trusted', entries: readList(options.allow) } }),
    ...(options['add-address'] !== undefined && { addAddresses: readList(options['add-address']) }),
    ...(options['remove-address'] !== undefined && { removeAddresses: readList(options['remove-address']) }),
    ...(options['no-expiry'] && { expiresInDays: null }),
    ...(options['expires-in-days'] !== undefined && { expiresInDays: readWholeNumber('expires-in-days', options['expires-in-days'], 1, 36_500) }),
    ...(options['after-period'] !== undefined && { afterPeriod: readChoice('after-period', options['after-period'], ['expire', 'disable', 'warn']) }),
    ...(options['replay-guard'] !== undefined && { replayGuard: readChoice('replay-guard', options['replay-guard'], ['on', 'off']) === 'on' }),
    ...((options.limit ?? options['no-limit']) !== undefined && { guardRails: { ...readLimitNames(options['no-limit'] ?? []), ...readLimits(options.limit ?? []) } }),
  }
  if (Object.keys(change).length === 0) throw new WrongUsage('Nothing was asked to change.', 'For instance --grant spotAndMarginTrading or --add-address 203.0.113.45. See: ./bitting help keys edit')
  return change
}

export const tellEdited = ({ before, after, remarks }: EditedKey, nowMs: number, paint: Paint): string => {
  const was = new Map(changeableFacts(before))
  const changes = changeableFacts(after).filter(([name, value]) => was.get(name) !== value)
  const head = `${bittingBlade(before, nowMs, paint)} → ${bittingBlade(after, nowMs, paint)}  ${paint('bold', harmless(after.label))} (${after.id})`
  if (changes.length === 0) return `${head}\n\n  Nothing changed: the key was so already.`
  const rows = changes.map(([name, value]) => [name, was.get(name) ?? '', '→', value])
  return `${head}\n\n${untitled([{}, { widest: 36 }, {}, { widest: 36 }], rows, paint)}\n\n${[after.sentence, ...remarks, 'In force from the next request on; open orders stay.'].map(paragraph).join('\n')}`
}

export const keysEdit = command({
  name: 'keys edit',
  summary: 'change rights, addresses, label or end of a key; shows before → after',
  positionals: ['KEY'],
  options: OPTIONS,
  notes: ['In force from the next request on; open orders stay.', LIMIT_HELP],
  examples: ['./bitting keys edit grid-bot-btc --grant spotAndMarginTrading', './bitting keys edit grid-bot-btc --add-address 203.0.113.46 --expires-in-days 90'],
  run: (call) => {
    const change = readKeyChange(call.options)
    return withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.keysEdit(call.positionals[0] ?? '', change, asks)), (edited, nowMs) => tellEdited(edited, nowMs, painter(call.terminal)))
  },
})
