import { createPrivateKey } from 'node:crypto'
import { PRESETS } from '../../authority/presets.ts'
import type { CredentialText } from '../../client/credential-sources.ts'
import type { ExternalKeySummary } from '../../operations/operator.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { CONFIRMING, confirmed } from '../confirming.ts'
import { findCredentialText } from '../credential-source.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { facts, fold } from '../table.ts'
import { fromNow } from '../time-words.ts'
import { dataFolderOf, tellRefusal, withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const DEFAULT_URL = 'https://api.binance.com'

const examinedWords = ({ hasSecret, lastExaminedAt, nextExaminationAt }: ExternalKeySummary, nowMs: number): string => {
  if (!hasSecret) return 'never: it was entered without its secret'
  return `${lastExaminedAt === null ? 'not yet' : fromNow(lastExaminedAt, nowMs)}${nextExaminationAt === null ? '' : `, again ${Date.parse(nextExaminationAt) <= nowMs ? 'within a minute' : fromNow(nextExaminationAt, nowMs)}`}`
}

/** Sound is what was examined and found so; of what never was, nobody knows. */
const markOf = ({ concerns, fault, permissions }: ExternalKeySummary, paint: Paint): string => (concerns.length > 0 ? paint('yellow', '!') : fault !== null || permissions === null ? paint('dim', '?') : paint('green', '✓'))

const keyLines = (key: ExternalKeySummary, nowMs: number, wallMs: number, paint: Paint): string => [
  `${markOf(key, paint)} ${paint('bold', harmless(key.label))}  ${harmless(key.url)}${key.grade === null ? '' : `  ·  risk ${key.grade} (${key.gradeWord ?? ''})`}`,
  facts([
    ['key', `${key.apiKey.slice(0, 8)}…`], ['user type', key.preset],
    ...(key.permissions === null ? [] : [['rights', `${key.permissions.join(', ') || 'none'}${key.isBound ? ', from its own addresses alone' : ', from anywhere'}`] as const]),
    ['examined', examinedWords(key, wallMs)], ['rotation', fromNow(key.rotationDueAt, nowMs)],
    ...(key.fault === null ? [] : [['trouble', harmless(key.fault)] as const]),
  ], paint),
  ...key.concerns.flatMap(({ text, remedy }) => [...fold(harmless(text), 94).map((line) => `    ${line}`), ...(remedy === null ? [] : fold(harmless(remedy), 92).map((line, index) => `    ${index === 0 ? '→' : ' '} ${line}`))]),
  `    ${paint('dim', key.id)}`,
].join('\n')

const listPage = (keys: readonly ExternalKeySummary[], nowMs: number, wallMs: number, paint: Paint): string =>
  keys.length === 0 ? 'No key of another exchange was entered. Enter one: ./bitting external add' : keys.map((key) => keyLines(key, nowMs, wallMs, paint)).join('\n\n')

export const externalList = command({
  name: 'external', summary: 'keys that live at other exchanges, as they were examined last', positionals: [], options: { ...STORE_OPTIONS }, examples: ['./bitting external'],
  run: (call) => withOperator(call, (operator) => operator.externalList(), (keys, nowMs) => listPage(keys, nowMs, call.terminal.nowMs(), painter(call.terminal))),
})

const PRESET_HELP = 'the user type it is meant for: says what is too much'

/** What is sealed has no passphrase of its own: nobody would be there to type it. */
const openedSecret = ({ secret, isPrivateKey, passphrase }: CredentialText): string =>
  (isPrivateKey && passphrase !== undefined ? createPrivateKey({ key: secret.replaceAll('\\n', '\n'), passphrase }).export({ type: 'pkcs8', format: 'pem' }).toString() : secret)

export const externalAdd = command({
  name: 'external add', summary: 'enter a key of another exchange, to be examined and reminded of', positionals: [],
  options: {
    label: { type: 'string', value: 'TEXT', help: 'what you call it' },
    preset: { type: 'string', value: 'NAME', help: PRESET_HELP },
    key: { type: 'string', value: 'KEY', help: 'a .env, JSON or sealed file, or a key with its secret in the environment' },
    public: { type: 'boolean', help: '--key is the public part alone: shown and reminded of, never examined' },
    url: { type: 'string', value: 'URL', help: `the exchange's server alone (default ${DEFAULT_URL})` },
    account: { type: 'string', value: 'UID', help: 'whose it is; needed where there are several main accounts' },
    ...CONFIRMING, ...STORE_OPTIONS,
  },
  notes: [
    'The secret is sealed and never told again. It signs calls that read, every six hours; nothing is placed or moved.',
    'JSON: {"apiKey": …, "secretKey": …} or "privateKey". A sealed file opens with BITTING_PASSPHRASE.',
    'Without --key: BITTING_API_KEY with BITTING_SECRET_KEY or BITTING_PRIVATE_KEY from the environment.',
  ],
  examples: ['./bitting external add --label "grid bot" --preset grid-bot --key bot.env', './bitting external add --label tracker --preset portfolio-tracker --public --key KEY'],
  run: async (call) => {
    const { options, terminal } = call
    const { label, preset } = options
    if (label === undefined || preset === undefined) throw new WrongUsage('A label and a user type are needed.', `Give --label and --preset; there are: ${PRESETS.map(({ name }) => name).join(', ')}.`)
    if (options.public && options.key === undefined) throw new WrongUsage('The key itself is missing.', 'Give its public part by --key.')
    let found: { readonly apiKey: string; readonly secret?: string }
    try {
      const { text } = options.public ? { text: null } : await findCredentialText({ key: options.key, workingFolder: terminal.workingFolder, dataFolder: dataFolderOf(call), environment: process.env })
      if (!options.public && text === null) throw new WrongUsage('No key was given.', 'Give --key, or BITTING_API_KEY and its secret in the environment.')
      found = text === null ? { apiKey: options.key ?? '' } : { apiKey: text.apiKey.trim(), secret: openedSecret(text) }
    } catch (error) {
      if (error instanceof WrongUsage || !(error instanceof Error)) throw error
      return tellRefusal({ code: 'keyNotFound', message: error.message, remedy: 'See: ./bitting help external add' }, options.json ?? false, terminal)
    }
    return withOperator(call, async (operator) => {
      const account = await operator.accountsShow(options.account === undefined ? null : Number(options.account))
      if (!account.ok) return account
      const added = await confirmed(call, operator, (asks) => operator.externalAdd({ account: account.value.id, label, url: options.url ?? DEFAULT_URL, preset, ...found }, asks))
      if (!added.ok || !added.value.hasSecret) return added
      const examined = await operator.externalExamine({ id: added.value.id })
      // It stands whether or not it could be examined just now.
      return examined.ok ? examined : added
    }, (key, nowMs) => `Entered.\n\n${keyLines(key, nowMs, terminal.nowMs(), painter(terminal))}`)
  },
})

export const externalEdit = command({
  name: 'external edit', summary: 'change the name, user type or secret of an external key', positionals: ['KEY'],
  options: { label: { type: 'string', value: 'TEXT', help: 'what you call it' }, preset: { type: 'string', value: 'NAME', help: PRESET_HELP }, key: { type: 'string', value: 'FILE', help: 'a .env, JSON or sealed file with the same key and what signs for it' }, ...CONFIRMING, ...STORE_OPTIONS },
  examples: ['./bitting external edit tracker --preset tax-records', './bitting external edit tracker --key tracker.env'],
  run: async (call) => {
    const { options: { label, preset, key, json = false }, terminal } = call
    let secret: string | undefined
    try {
      const { text } = key === undefined ? { text: null } : await findCredentialText({ key, workingFolder: terminal.workingFolder, dataFolder: dataFolderOf(call), environment: process.env })
      secret = text === null ? undefined : openedSecret(text)
    } catch (error) {
      if (error instanceof WrongUsage || !(error instanceof Error)) throw error
      return tellRefusal({ code: 'keyNotFound', message: error.message, remedy: 'See: ./bitting help external edit' }, json, terminal)
    }
    return withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.externalEdit({ id: call.positionals[0] ?? '', ...(label !== undefined && { label }), ...(preset !== undefined && { preset }), ...(secret !== undefined && { secret }) }, asks)), (edited, nowMs) => `Changed.\n\n${keyLines(edited, nowMs, terminal.nowMs(), painter(terminal))}`)
  },
})

export const externalExamine = command({
  name: 'external examine', summary: 'examine a key of another exchange now', positionals: ['KEY'], options: { ...STORE_OPTIONS }, examples: ['./bitting external examine "grid bot"'],
  run: (call) => withOperator(call, (operator) => operator.externalExamine({ id: call.positionals[0] ?? '' }), (key, nowMs) => keyLines(key, nowMs, call.terminal.nowMs(), painter(call.terminal))),
})

export const externalRemove = command({
  name: 'external remove', summary: 'forget a key of another exchange, with its secret', positionals: ['KEY'], options: { ...CONFIRMING, ...STORE_OPTIONS }, examples: ['./bitting external remove "grid bot"'],
  run: (call) => withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.externalRemove({ id: call.positionals[0] ?? '' }, asks)), ({ label }) => `${harmless(label)} is forgotten here. At its exchange it stands as before: delete it there if nothing needs it.`),
})
