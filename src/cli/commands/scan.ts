import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { masked } from '../../watch/leaks/find-leaks.ts'
import { type CommandCall, command, STORE_OPTIONS } from '../command.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { fingerprintOf, lookedAtIn } from '../scan/looked-at.ts'
import { installHook } from '../scan/pre-commit-hook.ts'
import { sarifOf } from '../scan/sarif.ts'
import { isRepository, scanHistory } from '../scan/scan-history.ts'
import { scanTree } from '../scan/scan-tree.ts'
import type { FoundLeak } from '../scan/scanned-place.ts'
import type { ToldLeak } from '../scan/told-leak.ts'
import { table } from '../table.ts'
import { dataFolderOf, tellRefusal } from '../with-operator.ts'

const OPTIONS = {
  history: { type: 'boolean', help: 'every version that the Git repository ever had, too' },
  sarif: { type: 'boolean', help: 'SARIF 2.1.0 on stdout, for code hosts and editors' },
  'install-hook': { type: 'boolean', help: 'let Git run this before each commit' },
  ...STORE_OPTIONS,
} as const

type Call = CommandCall<typeof OPTIONS>

const WORDS = { key: 'API key', secret: 'SECRET KEY', privateKey: 'PRIVATE KEY' } as const

/** One leak once: a version that still stands in the working tree is told there. */
const distinct = (leaks: readonly FoundLeak[]): readonly FoundLeak[] => {
  const inTree = new Set(leaks.filter(({ commit }) => commit === null).map(({ path, leak }) => `${path} ${leak.text}`))
  return leaks.filter(({ commit, path, leak }) => commit === null || !inTree.has(`${path} ${leak.text}`))
}

/** Whose the leaks are, as far as the store at hand knows. A private key that no key here belongs to is somebody else's business. */
const told = async (leaks: readonly FoundLeak[], call: Call): Promise<readonly ToldLeak[] | 1> => {
  const folder = dataFolderOf(call)
  // Opening a store makes one where there is none: a scan leaves nothing behind.
  if (leaks.length === 0 || !existsSync(folder)) return leaks.filter(({ leak }) => leak.kind !== 'privateKey').map((found) => ({ found, owner: null, isOfLivingKey: false }))
  const opened = await call.house.openOperator(folder)
  if (!opened.ok) return tellRefusal(opened.refused, call.options.json ?? false, call.terminal)
  try {
    const owners = await opened.value.operator.leaksIdentify(leaks.map(({ leak: { kind, text } }) => ({ kind, text })))
    if (!owners.ok) return tellRefusal(owners.refused, call.options.json ?? false, call.terminal)
    return leaks.flatMap((found, index) => {
      const owner = owners.value[index] ?? null
      return found.leak.kind === 'privateKey' && owner === null ? [] : [{ found, owner: owner === null ? null : `${owner.label} (${owner.id}, ${owner.state})`, isOfLivingKey: owner !== null && owner.state !== 'deleted' }]
    })
  } finally {
    await opened.value.close()
  }
}

const pageOf = (leaks: readonly ToldLeak[], what: string, closing: readonly string[], paint: Paint): string => {
  if (leaks.length === 0) return [`Nothing found in ${what}.`, ...closing].join(' ')
  const rows = leaks.map(({ found, owner }) => [
    found.leak.kind === 'key' ? WORDS.key : paint('red', WORDS[found.leak.kind]), masked(found.leak),
    harmless(`${found.path}:${found.line}${found.commit === null ? '' : ` in ${found.commit.slice(0, 12)}`}`), harmless(owner ?? 'not a key of the store here'),
  ])
  return [
    table([{ title: 'what' }, { title: 'text' }, { title: 'where' }, { title: 'whose' }], rows, paint), '',
    'A secret that was committed or shared is known: close its key first (./bitting lockdown KEY, or keys disable), then make another (keys rotate). Deleting the line is not enough.',
    'An example that opens nothing is written into .bittingignore, a line each: its fingerprint, as --json tells it, and why.',
    ...closing,
  ].join('\n')
}

export const scan = command({
  name: 'scan',
  summary: 'find leaked keys and secrets in files and Git history',
  positionals: ['[PATH]'],
  options: OPTIONS,
  notes: [
    'Keys and secrets are known by their checksum, so that there are no false alarms; private keys by their public half, where the data folder at hand knows it.',
    'That data folder itself is left out: its store keeps its keys there. A copy of it elsewhere is not.',
    'Examples that open nothing are passed over where .bittingignore in PATH, or at the top of its repository, has a line for them: their fingerprint, a space, and why. A fingerprint is of one text and hides no other; what is of a key that the data folder at hand has, and that was not deleted, is told all the same.',
    'Exit code 1 when something was found.',
  ],
  examples: ['./bitting scan', './bitting scan ../bots --history', './bitting scan --sarif > leaks.sarif', './bitting scan --install-hook'],
  run: async (call) => {
    const path = resolve(call.terminal.workingFolder, call.positionals[0] ?? '.')
    if (!existsSync(path)) return tellRefusal({ code: 'noSuchPath', message: `There is nothing at ${path}.`, remedy: 'Give a file or a folder: ./bitting scan PATH' }, call.options.json ?? false, call.terminal)
    if (call.options['install-hook']) return installHook(path, call.terminal)
    if (call.options.history && !isRepository(path)) return tellRefusal({ code: 'noRepository', message: `${path} is in no Git repository (or git is not installed), so it has no history.`, remedy: 'Leave --history out, or name a folder of the repository.' }, call.options.json ?? false, call.terminal)
    const folder = dataFolderOf(call)
    const tree = scanTree(path, folder)
    for (const one of tree.unread) call.terminal.complain(`not read: ${one}`)
    const lookedAt = lookedAtIn(path)
    for (const one of lookedAt.faults) call.terminal.complain(one)
    const found = await told(distinct([...tree.leaks, ...(call.options.history ? await scanHistory(path) : [])]), call)
    if (found === 1) return 1
    const leaks = found.filter(({ found: { leak }, isOfLivingKey }) => isOfLivingKey || !lookedAt.fingerprints.has(fingerprintOf(leak)))
    const passedOver = found.length - leaks.length
    const json = leaks.map(({ found: { leak, ...where }, owner }) => ({ kind: leak.kind, text: masked(leak), fingerprint: fingerprintOf(leak), ...where, owner }))
    if (call.options.sarif) call.terminal.print(JSON.stringify(sarifOf(leaks, call.house.version()), null, 2))
    else if (call.options.json) call.terminal.print(JSON.stringify({ files: tree.files, bytes: tree.bytes, passedOver, leaks: json }, null, 2))
    else call.terminal.print(pageOf(leaks, `${tree.files.toLocaleString('en-US')} files${call.options.history ? ' and all their history' : ''}`, [
      ...(passedOver === 0 ? [] : [`Passed over: ${passedOver} that ${lookedAt.file} names.`]), ...(tree.hasLeftOut ? [`Left out: ${folder}, where this store keeps its own keys.`] : []),
    ], painter(call.terminal)))
    return leaks.length === 0 ? 0 : 1
  },
})
