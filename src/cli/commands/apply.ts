import { spawn } from 'node:child_process'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { PlannedChange } from '../../operations/key-file/plan.ts'
import type { CreatedKey, Operator } from '../../operations/operator.ts'
import { done, type Outcome, refused } from '../../operations/outcome.ts'
import { type CommandCall, command, STORE_OPTIONS } from '../command.ts'
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
  ...STORE_OPTIONS,
} as const

type Call = CommandCall<typeof OPTIONS>
type Creation = Extract<PlannedChange, { do: 'create' }>

const fileNameFor = (label: string): string => label.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'bitting'

interface Applied { readonly label: string; readonly did: PlannedChange['do']; readonly key: string; readonly secretIn: string | null }

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

/** Makes one key; its secret half is on the disk before the key exists, or its file is open before the secret is told. */
const create = async ({ label, wish, isDisabled }: Creation, operator: Operator, folder: string, shellCommand: string | undefined): Promise<Outcome<Applied>> => {
  const name = join(folder, fileNameFor(label))
  const made = async (created: Outcome<CreatedKey>, secretIn: string | null): Promise<Outcome<Applied>> => {
    if (!created.ok) return created
    if (isDisabled) {
      const disabled = await operator.keysDisable(created.value.key.id)
      if (!disabled.ok) return disabled
    }
    return done({ label, did: 'create', key: created.value.key.id, secretIn })
  }
  if (wish.kind !== 'hmac') {
    if (wish.publicKey !== undefined) return made(await operator.keysCreate(wish), null)
    if (shellCommand !== undefined) {
      const pair = await makeKeyPair(wish.kind)
      const created = await operator.keysCreate({ ...wish, publicKey: pair.publicKey })
      if (!created.ok) return created
      const handed = await handTo(shellCommand, { label, id: created.value.key.id, apiKey: created.value.key.apiKey, privateKey: pair.privateKey })
      return handed.ok ? made(created, 'the command') : handed
    }
    const publicKey = await pairAt(`${name}.private.pem`, wish.kind)
    return publicKey.ok ? made(await operator.keysCreate({ ...wish, publicKey: publicKey.value }), `${name}.private.pem`) : publicKey
  }
  if (shellCommand !== undefined) {
    const created = await operator.keysCreate(wish)
    if (!created.ok) return created
    const handed = await handTo(shellCommand, { label, id: created.value.key.id, apiKey: created.value.key.apiKey, secretKey: created.value.secretKey ?? '' })
    return handed.ok ? made(created, 'the command') : handed
  }
  const file = `${name}.env`
  const handle = await open(file, 'wx', 0o600).catch(() => undefined)
  if (!handle) return refused('fileExists', `${file} exists already or cannot be written; no key was made.`, 'Move it away, or choose another folder with --secrets-dir.')
  try {
    const created = await operator.keysCreate(wish)
    if (created.ok) {
      await handle.writeFile(`BITTING_API_KEY=${created.value.key.apiKey}\nBITTING_SECRET_KEY=${created.value.secretKey ?? ''}\n`)
      await handle.sync()
    } else await rm(file, { force: true })
    return made(created, file)
  } finally {
    await handle.close()
  }
}

const applyOne = async (change: PlannedChange, operator: Operator, folder: string, shellCommand: string | undefined): Promise<Outcome<Applied>> => {
  const told = (outcome: Outcome<unknown>): Outcome<Applied> => (outcome.ok ? done({ label: change.label, did: change.do, key: change.do === 'create' ? '' : change.key, secretIn: null }) : outcome)
  switch (change.do) {
    case 'create': return create(change, operator, folder, shellCommand)
    case 'edit': return told(await operator.keysEdit(change.key, change.change))
    case 'enable': return told(await operator.keysEnable(change.key))
    case 'disable': return told(await operator.keysDisable(change.key))
    case 'delete': return told(await operator.keysDelete(change.key))
  }
}

/** What only closes comes first: should something stop it half-way, nothing is wider than before. */
const ORDER: readonly PlannedChange['do'][] = ['disable', 'delete', 'edit', 'enable', 'create']

const applyAll = async (changes: readonly PlannedChange[], operator: Operator, call: Call): Promise<Outcome<readonly Applied[]>> => {
  const folder = resolve(call.terminal.workingFolder, call.options['secrets-dir'] ?? '.')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const applied: Applied[] = []
  for (const change of [...changes].sort((one, other) => ORDER.indexOf(one.do) - ORDER.indexOf(other.do))) {
    const one = await applyOne(change, operator, folder, call.options['secrets-command'])
    if (!one.ok) {
      const done_ = applied.length === 0 ? 'Nothing was changed.' : `Done before it: ${applied.map(({ did, label }) => `${did} ${label}`).join(', ')}. Applied again, the file goes on from there.`
      return { ok: false, refused: { ...one.refused, message: `${change.do} ${change.label}: ${one.refused.message}`, remedy: `${one.refused.remedy}\n${done_}` } }
    }
    applied.push(one.value)
  }
  return done(applied)
}

const page = (applied: readonly Applied[]): string => applied.length === 0 ? 'Nothing to change: the keys are as the file wants them.'
  : applied.map(({ label, did, key, secretIn }) => `${{ create: 'made', edit: 'changed', enable: 'enabled', disable: 'disabled', delete: 'deleted' }[did]} ${harmless(label)} (${key})${secretIn === null ? '' : `, its secret half in ${secretIn}`}`).join('\n')

export const apply = command({
  name: 'apply',
  summary: 'make the keys as a file says, after showing what changes',
  positionals: ['[FILE]'],
  options: OPTIONS,
  notes: ['Secrets go into files (mode 0600) or to a command, never to the terminal.', 'Interrupted, it goes on where it ended when it is run again.'],
  examples: ['./bitting apply --file keys.yaml --secrets-dir secrets', "./bitting apply --file keys.yaml --yes --secrets-command 'vault kv put secret/bot -'"],
  run: (call) => {
    const file = fileOf(call.options.file, call.positionals)
    const { terminal, options } = call
    return withOperator(call, async (operator): Promise<Outcome<readonly Applied[]>> => {
      const read = await readPlan(file, terminal, operator)
      if (!read.ok) return read
      const { plan } = read.value
      if (plan.changes.length === 0) return done([])
      if (!options.yes) {
        terminal.complain(planPage(plan, painter(terminal)))
        if (!terminal.isInteractive) return refused('notConfirmed', 'Nobody is there to agree to this.', 'Look at ./bitting plan, then add --yes.')
        if (!/^y(es)?$/i.test((await terminal.ask('Make these changes? [y/N] ')).trim())) return refused('notConfirmed', 'Nothing was changed.', 'Answer y to make the changes.')
      }
      return applyAll(plan.changes, operator, call)
    }, page)
  },
})

