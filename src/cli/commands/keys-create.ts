import { resolve } from 'node:path'
import type { AllowList, KeyKind } from '../../authority/api-key.ts'
import { AFTER_PERIOD, type AfterPeriod } from '../../authority/key-life.ts'
import { CANARY_PRESET } from '../../authority/presets.ts'
import type { CreatedKey, KeyWish, Operator } from '../../operations/operator.ts'
import { done, type OperationRefused, type Outcome } from '../../operations/outcome.ts'
import { PERMISSION_TABLE } from '../../permission.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { LIMIT_HELP, readLimits } from '../limit-words.ts'
import { forgetPrivateKey, forgetPrivateKeyAside, keepPrivateKey, makeKeyPair, readPublicKey, setPrivateKeyAside, takeUpPrivateKey } from '../local-key-pair.ts'
import { type OptionValues, readChoice, readList, readWholeNumber } from '../options.ts'
import { keyHead } from '../key-page.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { readPermissions } from '../permission-words.ts'
import { facts, paragraph } from '../table.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const OPTIONS = {
  label: { type: 'string', value: 'LABEL', help: 'what uses the key, and where: grid-bot-btc, dashboard-berlin' },
  kind: { type: 'string', value: 'KIND', help: 'ed25519 (default) or rsa: the pair is made here; hmac: Bitting makes a secret' },
  preset: { type: 'string', value: 'NAME', help: 'a user type with its rights, addresses and period: ./bitting presets' },
  rights: { type: 'string', value: 'A,B,…', help: 'what the key may do (default those of the preset, else reading); names or the labels of Binance, none for no right' },
  allow: { type: 'string', value: 'ADDRESS,…', multiple: true, help: 'from where: IPv4, IPv6 or CIDR; may be given several times' },
  unrestricted: { type: 'boolean', help: 'from anywhere: trading lapses after 30 days, no transfers, no withdrawals' },
  environment: { type: 'string', value: 'live|testnet', help: 'where the key works (default live)' },
  account: { type: 'string', value: 'UID', help: 'whose key (default the only main account)' },
  'expires-in-days': { type: 'string', value: 'N', help: 'when it ends (default never)' },
  'period-days': { type: 'string', value: 'N', help: 'how long it lives until it is extended or rotated' },
  'after-period': { type: 'string', value: 'WHAT', help: 'what follows its period: expire (default), disable, warn or delete' },
  calls: { type: 'string', value: 'N', help: 'deleted after so many admitted calls' },
  'public-key': { type: 'string', value: 'FILE', help: 'your own public key, PEM, instead of a pair made here' },
  'private-key-out': { type: 'string', value: 'FILE', help: 'where the private key goes (default LABEL.private.pem)' },
  limit: { type: 'string', value: 'NAME=VALUE', multiple: true, help: 'a limit that Binance lacks, such as notionalPerWindow=5000/24h; may be given several times' },
  'replay-guard': { type: 'boolean', help: 'refuse a signed call that was seen before; on by default with withdrawals' },
  ...CONFIRMING,
  ...STORE_OPTIONS,
} as const

type Options = OptionValues<typeof OPTIONS>

/** What is told of a key made here: besides the key itself, where its private half lies. */
export interface MadeKey extends CreatedKey {
  readonly privateKeyFile: string | null
  readonly publicKey: string | null
}

/** A list that nobody chose would either admit nobody or everybody, so one of the two must be said. */
const allowListOf = (options: Options): AllowList => {
  const entries = readList(options.allow ?? [])
  if (options.unrestricted && entries.length > 0) throw new WrongUsage('--allow and --unrestricted exclude each other.', 'Give one of them.')
  if (options.unrestricted) return { mode: 'unrestricted' }
  // A canary is used from nowhere.
  if (entries.length > 0 || options.preset === CANARY_PRESET) return { mode: 'trusted', entries }
  throw new WrongUsage('From where may the key be used? A key without any address would admit nobody.',
    'Give its addresses, for this machine --allow 127.0.0.1, or say --unrestricted (trading lapses after 30 days, no transfers, no withdrawals).')
}

const kindOf = (options: Options): KeyKind | undefined => options.kind === undefined ? undefined : readChoice<KeyKind>('kind', options.kind, ['ed25519', 'rsa', 'hmac'])

export const fileNameFor = (label: string): string => `${label.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'bitting'}.private.pem`

const labelOf = (options: Options): string => {
  const label = options.label?.trim()
  if (label) return label
  throw new WrongUsage('A key needs a label that tells what uses it, and where.', 'Add --label, for instance --label grid-bot-btc')
}

export interface PreparedPair { readonly kind: 'ed25519' | 'rsa'; readonly publicKey: string; readonly privateKeyFile: string | null }

/** The codes are still to come, or the approvals: the pair is needed later, since its public half is a part of what was described. */
const isWaiting = ({ code, stepUp }: OperationRefused): boolean => stepUp !== undefined || code === 'wrongCode' || code === 'stepUpNotConfirmed'

/**
 * The pair is on disk before the key exists: no key without its private half.
 * @param goesOn with a step-up: then the pair that was described is taken up again
 */
export const preparePair = async (kind: 'ed25519' | 'rsa', file: string, goesOn: boolean): Promise<Outcome<PreparedPair>> => {
  const aside = goesOn ? await takeUpPrivateKey(file, kind) : undefined
  if (aside !== undefined) return done({ kind, publicKey: aside, privateKeyFile: file })
  const pair = await makeKeyPair(kind)
  const kept = await keepPrivateKey(file, pair.privateKey)
  return kept.ok ? done({ kind, publicKey: pair.publicKey, privateKeyFile: file }) : kept
}

export const bringPublicKey = async (kind: KeyKind | undefined, file: string): Promise<Outcome<PreparedPair>> => {
  const read = await readPublicKey(file)
  if (!read.ok) return read
  if (kind !== undefined && kind !== read.value.kind) throw new WrongUsage(`${file} holds an ${read.value.kind} key, but --kind says ${kind}.`, 'Leave --kind out: the file tells it.')
  return done({ ...read.value, privateKeyFile: null })
}

/** Makes a key of a prepared pair, and sees to the file of its private half. */
export const withPair = async <Value>(privateKeyFile: string | null, act: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
  let made: Outcome<Value> | undefined
  try {
    made = await act()
  } finally {
    // A private key without a key is rubbish that looks precious. When the answer was lost the key may exist, and what waits for approval will: then the file stays.
    if (privateKeyFile !== null && made?.ok === false && made.refused.code !== 'awaitingApproval') await (isWaiting(made.refused) ? setPrivateKeyAside : forgetPrivateKey)(privateKeyFile)
    if (privateKeyFile !== null && made?.ok === true) await forgetPrivateKeyAside(privateKeyFile)
  }
  return made
}

const createWith = async (call: Parameters<typeof confirmed>[0], operator: Operator, wish: Omit<KeyWish, 'kind' | 'publicKey'>, pair: PreparedPair | null): Promise<Outcome<MadeKey>> => {
  const created = await withPair(pair?.privateKeyFile ?? null, () => confirmed(call, operator, (asks) => operator.keysCreate(pair === null ? { ...wish, kind: 'hmac' } : { ...wish, kind: pair.kind, publicKey: pair.publicKey }, asks)))
  if (created.ok) return done({ ...created.value, privateKeyFile: pair?.privateKeyFile ?? null, publicKey: pair?.publicKey ?? null })
  const waitsForSecret = pair === null && created.refused.code === 'awaitingApproval'
  return waitsForSecret ? { ok: false, refused: { ...created.refused, remedy: `${created.refused.remedy}\nIts secret is shown once they have approved it, once, within three days: ./bitting keys secret LABEL` } } : created
}

export const tellMade = (made: MadeKey, nowMs: number, paint: Paint): string => {
  const { key } = made
  const advice = key.preset === CANARY_PRESET
    ? ['A canary: plant it, with what signs for it, where a thief would look — an old .env, a backup, a wiki. It opens nothing, and whoever tries it raises the alarm: ./bitting alerts']
    : made.secretKey !== null
    ? ['This is the only time the secret is shown: it cannot be shown again. If it is lost, delete the key and make another.',
      'Keep it in an environment variable or a password manager, never in code, chats or screenshots.']
    : made.privateKeyFile !== null
      ? ['The private key was made here and has not left this machine. Only its owner can read the file (mode 0600).', 'Move it to where the program runs, and keep it out of version control.']
      : ['Bitting has your public key only; sign with the private half that you keep.']
  return [
    ...keyHead(key, nowMs, paint),
    facts([
      ['API key', paint('bold', key.apiKey)],
      ...(made.secretKey === null ? [] : [['secret key', paint('bold', made.secretKey)] as const]),
      ...(made.privateKeyFile === null ? [] : [['private key', made.privateKeyFile] as const]),
      ['id', key.id],
      ['account', `${harmless(key.accountEmail)} (${key.account}), ${key.environment}`],
    ], paint),
    '',
    ...[...advice, ...made.remarks].map(paragraph),
  ].join('\n')
}

export const keysCreate = command({
  name: 'keys create',
  summary: 'make a key; by default an Ed25519 pair made here, reading only',
  positionals: [],
  options: OPTIONS,
  notes: [
    'Whatever does more than read asks for two codes of somebody who may make it: one by mail, one of the authenticator. In a demo --demo-codes gives both.',
    `Rights: ${PERMISSION_TABLE.map(({ name, ed25519Only }) => ed25519Only ? `${name} (Ed25519 only)` : name).join(', ')}.`,
    LIMIT_HELP,
  ],
  examples: [
    './bitting keys create --label dashboard --allow 127.0.0.1',
    './bitting keys create --preset grid-bot --label grid-bot-btc --allow 203.0.113.45',
    './bitting keys create --label grid-bot-btc --kind hmac --rights reading,spotAndMarginTrading --allow 203.0.113.45 --expires-in-days 90 --demo-codes',
  ],
  run: (call) => {
    const { options, terminal } = call
    const wish = {
      label: labelOf(options), allowList: allowListOf(options),
      environment: readChoice('environment', options.environment ?? 'live', ['live', 'testnet']),
      ...(options.account !== undefined && { account: readWholeNumber('account', options.account, 0, Number.MAX_SAFE_INTEGER) }),
      ...(options['expires-in-days'] !== undefined && { expiresInDays: readWholeNumber('expires-in-days', options['expires-in-days'], 1, 36_500) }),
      ...(options.rights !== undefined && { permissions: readPermissions('rights', options.rights) }),
      ...(options.preset !== undefined && { preset: options.preset }),
      ...(options['period-days'] !== undefined && { periodDays: readWholeNumber('period-days', options['period-days'], 1, 3_650) }),
      ...(options['after-period'] !== undefined && { afterPeriod: readChoice<AfterPeriod>('after-period', options['after-period'], AFTER_PERIOD) }),
      ...(options.calls !== undefined && { calls: readWholeNumber('calls', options.calls, 1, 1_000_000) }),
      ...(options['replay-guard'] && { replayGuard: true }),
      ...(options.limit !== undefined && { guardRails: readLimits(options.limit) }),
    }
    const kind = kindOf(options)
    const publicKeyFile = options['public-key']
    const privateKeyFile = options['private-key-out']
    if (kind === 'hmac' && (publicKeyFile !== undefined || privateKeyFile !== undefined)) {
      throw new WrongUsage('An HMAC key has no public and private half.', 'Leave --public-key and --private-key-out out, or choose --kind ed25519.')
    }
    if (publicKeyFile !== undefined && privateKeyFile !== undefined) throw new WrongUsage('--public-key means that you keep the private key yourself.', 'Leave --private-key-out out.')
    return withOperator<MadeKey>(call, async (operator) => {
      if (kind === 'hmac') return createWith(call, operator, wish, null)
      const pair = publicKeyFile === undefined
        ? await preparePair(kind ?? 'ed25519', resolve(terminal.workingFolder, privateKeyFile ?? fileNameFor(wish.label)), options['step-up'] !== undefined)
        : await bringPublicKey(kind, resolve(terminal.workingFolder, publicKeyFile))
      return pair.ok ? createWith(call, operator, wish, pair.value) : pair
    }, (made, nowMs) => tellMade(made, nowMs, painter(terminal)))
  },
})
