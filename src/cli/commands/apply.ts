import { spawn } from 'node:child_process'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { PlannedChange } from '../../operations/key-file/plan.ts'
import type { AskedOfKeys, Asks, CreatedKey, KeyWish, Operator } from '../../operations/operator.ts'
import { done, type OperationRefused, type Outcome, refused } from '../../operations/outcome.ts'
import { type CommandCall, command, STORE_OPTIONS } from '../command.ts'
import { confirmedSet, CONFIRMING } from '../confirming.ts'
import { keepPrivateKey, makeKeyPair } from '../local-key-pair.ts'
import { harmless, painter } from '../paint.ts'
import { planPage } from '../plan-page.ts'
import { withOperator } from '../with-operator.ts'
import { FILE_OPTION, fileOf, readPlan } from './plan.ts'

const OPTIONS = {
  ...FILE_OPTION,
  'secrets-dir': { type: 'string', value: 'DIR', help: 'where private keys and secrets go, each in a file of its own, mode 0600 (default .)' },
  'secrets-command': { type: 'string', value: 'COMMAND', help: 'instead: run for each new key, with its JSON on standard input' },
  yes: { type: 'boolean', help: 'do not ask before it is done' },
  ...CONFIRMING,
  ...STORE_OPTIONS,
} as const

type Call = CommandCall<typeof OPTIONS>
type Creation = Extract<PlannedChange, { do: 'create' }>

const fileNameFor = (label: string): string => label.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'bitting'

interface Applied { readonly label: string; readonly did: PlannedChange['do'] | 'wait' | 'secret'; readonly key: string; readonly secretIn: string | null }

/** A private key that lies there already was made for this very key by a run that was interrupted: its public half is used. */
const pairAt = async (file: string, kind: 'ed25519' | 'rsa'): Promise<Outcome<string>> => {
  if (existsSync(file)) {
    if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) return refused('fileExists', `${file} exists and can be read by others.`, 'Move it away, or make it private (chmod 600) if it is the key’s.')
    try {
      const key = createPrivateKey(await readFile(file, 'utf8'))
      if (key.asymmetricKeyType === kind) return done(createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString())
    } catch {
      // Told below: whatever it is, it is not overwritten.
    }
    return refused('fileExists', `${file} exists and is no ${kind} private key.`, 'Move it away, or choose another folder with --secrets-dir.')
  }
  const pair = await makeKeyPair(kind)
  const kept = await keepPrivateKey(file, pair.privateKey)
  return kept.ok ? done(pair.publicKey) : kept
}

/** Hands a secret to a command's standard input: it is in no argument list and in no history. */
const handTo = (shellCommand: string, secret: Readonly<Record<string, string>>): Promise<Outcome<null>> => new Promise((settle) => {
  const child = spawn(shellCommand, { shell: true, stdio: ['pipe', 'ignore', 'inherit'] })
  child.on('error', (error) => settle(refused('secretsCommandFailed', `The command for secrets could not be run (${error.message}).`, 'The key exists and its secret was lost: rotate it.')))
  child.on('close', (code) => settle(code === 0 ? done(null) : refused('secretsCommandFailed', `The command for secrets ended with ${String(code)}.`, 'The key exists, and whether its secret was kept only that command knows: rotate the key if it was not.')))
  // A command that reads nothing closes the pipe.
  child.stdin.on('error', () => {})
  child.stdin.end(`${JSON.stringify(secret)}\n`)
})

/** A key that is to be made, with the half that is known before it is: what is confirmed names the very public key. */
interface Prepared { readonly change: Creation; readonly wish: KeyWish; readonly privateKey: string | null; readonly secretIn: string | null }

/** Makes or takes up the pair; its private half is on the disk before the key exists, unless a command takes it. */
const prepare = async (change: Creation, folder: string, shellCommand: string | undefined): Promise<Outcome<Prepared>> => {
  const { wish, label } = change
  if (wish.kind === 'hmac' || wish.publicKey !== undefined) return done({ change, wish, privateKey: null, secretIn: null })
  if (shellCommand !== undefined) {
    const pair = await makeKeyPair(wish.kind)
    return done({ change, wish: { ...wish, publicKey: pair.publicKey }, privateKey: pair.privateKey, secretIn: 'the command' })
  }
  const file = `${join(folder, fileNameFor(label))}.private.pem`
  const publicKey = await pairAt(file, wish.kind)
  return publicKey.ok ? done({ change, wish: { ...wish, publicKey: publicKey.value }, privateKey: null, secretIn: file }) : publicKey
}

/** Makes one key; the file for its secret is open before the secret is told. */
const create = async ({ change: { label, isDisabled }, wish, privateKey, secretIn }: Prepared, operator: Operator, asks: Asks, folder: string, shellCommand: string | undefined): Promise<Outcome<Applied>> => {
  const made = async (created: Outcome<CreatedKey>, keptIn: string | null): Promise<Outcome<Applied>> => {
    if (!created.ok) return created
    if (isDisabled) {
      const disabled = await operator.keysDisable(created.value.key.id)
      if (!disabled.ok) return disabled
    }
    return done({ label, did: 'create', key: created.value.key.id, secretIn: keptIn })
  }
  if (wish.kind !== 'hmac' && privateKey === null) return made(await operator.keysCreate(wish, asks), secretIn)
  if (shellCommand !== undefined) {
    const created = await operator.keysCreate(wish, asks)
    if (!created.ok) {
      // What waits for approval is made with this very pair: its private half is handed over now, or never.
      const handed = privateKey !== null && created.refused.code === 'awaitingApproval' ? await handTo(shellCommand, { label, privateKey }) : done(null)
      return handed.ok ? created : handed
    }
    const { id, apiKey } = created.value.key
    const handed = await handTo(shellCommand, { label, id, apiKey, ...(privateKey === null ? { secretKey: created.value.secretKey ?? '' } : { privateKey }) })
    return handed.ok ? made(created, 'the command') : handed
  }
  const file = `${join(folder, fileNameFor(label))}.env`
  const handle = await open(file, 'wx', 0o600).catch(() => undefined)
  if (!handle) return refused('fileExists', `${file} exists already or cannot be written; no key was made.`, 'Move it away, or choose another folder with --secrets-dir.')
  try {
    const created = await operator.keysCreate(wish, asks)
    if (created.ok) {
      await handle.writeFile(`BITTING_API_KEY=${created.value.key.apiKey}\nBITTING_SECRET_KEY=${created.value.secretKey ?? ''}\n`)
      await handle.sync()
    } else await rm(file, { force: true })
    return made(created, file)
  } finally {
    await handle.close()
  }
}

/** One change with what it needs: what only closes needs nobody's codes. */
interface Step { readonly change: PlannedChange; readonly asked: AskedOfKeys | null; readonly act: (asks: Asks) => Promise<Outcome<Applied>> }

const stepOf = async (change: PlannedChange, operator: Operator, folder: string, shellCommand: string | undefined): Promise<Outcome<Step>> => {
  const { label } = change
  if (change.do === 'create') {
    const prepared = await prepare(change, folder, shellCommand)
    return prepared.ok ? done({ change, asked: { act: 'create', wish: prepared.value.wish }, act: (asks) => create(prepared.value, operator, asks, folder, shellCommand) }) : prepared
  }
  const { key } = change
  const told = async (outcome: Promise<Outcome<unknown>>): Promise<Outcome<Applied>> => {
    const known = await outcome
    return known.ok ? done({ label, did: change.do, key, secretIn: null }) : known
  }
  switch (change.do) {
    case 'edit': return done({ change, asked: { act: 'edit', wish: { key, change: change.change } }, act: (asks) => told(operator.keysEdit(key, change.change, asks)) })
    case 'enable': return done({ change, asked: { act: 'enable', wish: { key } }, act: (asks) => told(operator.keysEnable(key, asks)) })
    case 'disable': return done({ change, asked: null, act: () => told(operator.keysDisable(key)) })
    case 'delete': return done({ change, asked: null, act: () => told(operator.keysDelete(key)) })
  }
}

/** What only closes comes first: should something stop it half-way, nothing is wider than before. */
const ORDER: readonly PlannedChange['do'][] = ['disable', 'delete', 'edit', 'enable', 'create']
/** So many changes are confirmed together at most. */
const MOST_AT_ONCE = 50

/** The changes in the sets that are confirmed together. A key that is changed and then opened is opened after the rest: what is confirmed then is the key as it is then. */
const roundsOf = (changes: readonly PlannedChange[]): readonly (readonly PlannedChange[])[] => {
  const sorted = [...changes].sort((one, other) => ORDER.indexOf(one.do) - ORDER.indexOf(other.do))
  const edited = new Set(changes.flatMap((change) => (change.do === 'edit' ? [change.key] : [])))
  const isLater = (change: PlannedChange): boolean => change.do === 'enable' && edited.has(change.key)
  const closing = sorted.filter(({ do: what }) => what === 'disable' || what === 'delete')
  const rest = sorted.filter((change) => !closing.includes(change) && !isLater(change))
  const chunks = Array.from({ length: Math.ceil(rest.length / MOST_AT_ONCE) }, (_, index) => rest.slice(index * MOST_AT_ONCE, (index + 1) * MOST_AT_ONCE))
  return [closing, ...chunks, sorted.filter(isLater)].filter((round) => round.length > 0)
}

/** Labels under which a key waits to be made. */
const waitingKeys = async (operator: Operator, account: number): Promise<Outcome<ReadonlySet<string>>> => {
  const approvals = await operator.approvalsList({ account })
  if (!approvals.ok) return approvals
  return done(new Set(approvals.value.flatMap(({ operation, state, details }) => (operation === 'keys.create' && state === 'waiting' && typeof details === 'object' && details !== null && 'label' in details && typeof details.label === 'string' ? [details.label] : []))))
}

/** A key is known by its label: where one waits to be made, another of that label could not be made behind it. Other changes that wait, the server knows by what they would do. */
const waitsAlready = (change: PlannedChange, waiting: ReadonlySet<string>): boolean => change.do === 'create' && waiting.has(change.label)

const applyAll = async (changes: readonly PlannedChange[], operator: Operator, call: Call): Promise<Outcome<readonly Applied[]>> => {
  const folder = resolve(call.terminal.workingFolder, call.options['secrets-dir'] ?? '.')
  const shellCommand = call.options['secrets-command']
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const applied: Applied[] = []
  const stopped = (refusal: OperationRefused, at: string): Outcome<never> => {
    const before = applied.length === 0 ? 'Nothing was changed.' : `Done before it: ${applied.map(({ did, label }) => `${did} ${label}`).join(', ')}. Applied again, the file goes on from there.`
    return { ok: false, refused: { ...refusal, message: `${at}${refusal.message}`, remedy: `${refusal.remedy}\n${before}` } }
  }
  // What was given on the command line confirms the first set alone.
  let confirming: Parameters<typeof confirmedSet>[0] = call
  for (const round of roundsOf(changes)) {
    if (shellCommand !== undefined && confirming.options['step-up'] !== undefined && round.some((change) => change.do === 'create' && change.wish.kind !== 'hmac' && change.wish.publicKey === undefined)) {
      return stopped(refused('pairGone', 'The pairs that were confirmed were in the memory of the run that ended.', 'Give the codes at a terminal, or let private keys go to files: --secrets-dir DIR instead of --secrets-command.').refused, '')
    }
    const steps: Step[] = []
    for (const change of round) {
      const step = await stepOf(change, operator, folder, shellCommand)
      if (!step.ok) return stopped(step.refused, `${change.do} ${change.label}: `)
      steps.push(step.value)
    }
    const set = steps.flatMap(({ asked }) => (asked === null ? [] : [asked]))
    const asks = set.length === 0 ? done({ as: null, stepUp: null }) : await confirmedSet(confirming, operator, set)
    if (!asks.ok) return stopped(asks.refused, '')
    if (set.length > 0) confirming = { terminal: call.terminal, options: { ...(call.options.as !== undefined && { as: call.options.as }), ...(call.options['demo-codes'] && { 'demo-codes': true }) } }
    for (const { change, act } of steps) {
      const one = await act(asks.value)
      if (one.ok) applied.push(one.value)
      else if (one.refused.code === 'awaitingApproval') applied.push({ label: change.label, did: 'wait', key: change.do === 'create' ? '' : change.key, secretIn: null })
      else return stopped(one.refused, `${change.do} ${change.label}: `)
    }
  }
  return done(applied)
}

const page = (applied: readonly Applied[]): string => applied.length === 0 ? 'Nothing to change: the keys are as the file wants them.'
  : applied.map(({ label, did, key, secretIn }) => `${{ create: 'made', edit: 'changed', enable: 'enabled', disable: 'disabled', delete: 'deleted', wait: 'waits for approval:', secret: 'its secret waits to be shown once, by ./bitting keys secret:' }[did]} ${harmless(label)}${key === '' ? '' : ` (${key})`}${secretIn === null ? '' : `, its secret half in ${secretIn}`}`).join('\n')

export const apply = command({
  name: 'apply',
  summary: 'make the keys as a file says, after showing what changes',
  positionals: ['[FILE]'],
  options: OPTIONS,
  notes: ['What waits for approval already is told, and not asked for again.', 'All of it is confirmed once, as one set. What only closes a key comes first and asks for no codes.', 'Secrets go into files (mode 0600) or to a command, never to the terminal.', 'Interrupted, it goes on where it ended when it is run again.'],
  examples: ['./bitting apply --file keys.yaml --secrets-dir secrets', "./bitting apply --file keys.yaml --yes --secrets-command 'vault kv put secret/bot -'"],
  run: (call) => {
    const file = fileOf(call.options.file, call.positionals)
    const { terminal, options } = call
    return withOperator(call, async (operator): Promise<Outcome<readonly Applied[]>> => {
      const read = await readPlan(file, terminal, operator)
      if (!read.ok) return read
      const { plan, account } = read.value
      const secrets = plan.secretsWaiting.map(({ label, key }): Applied => ({ label, did: 'secret', key, secretIn: null }))
      const asked = await waitingKeys(operator, account)
      if (!asked.ok) return asked
      const waits = plan.changes.flatMap((change): readonly Applied[] => waitsAlready(change, asked.value) ? [{ label: change.label, did: 'wait', key: '', secretIn: null }] : [])
      const changes = plan.changes.filter((change) => !waitsAlready(change, asked.value))
      if (changes.length === 0) return done([...waits, ...secrets])
      if (!options.yes) {
        terminal.complain(planPage({ ...plan, changes }, painter(terminal)))
        if (!terminal.isInteractive) return refused('notConfirmed', 'Nobody is there to agree to this.', 'Look at ./bitting plan, then add --yes.')
        if (!/^y(es)?$/i.test((await terminal.ask('Make these changes? [y/N] ')).trim())) return refused('notConfirmed', 'Nothing was changed.', 'Answer y to make the changes.')
      }
      const applied = await applyAll(changes, operator, call)
      return applied.ok ? done([...waits, ...applied.value, ...secrets]) : applied
    }, page)
  },
})

