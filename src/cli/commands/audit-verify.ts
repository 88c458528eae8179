import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { readPublicKeys, verifyExport } from '../../audit/export-lines.ts'
import type { AuditReport } from '../../operations/operator.ts'
import { done, type Outcome, refused } from '../../operations/outcome.ts'
import { auditReportOf } from '../../operations/record/verify.ts'
import { type CommandCall, command, STORE_OPTIONS } from '../command.ts'
import { dateAndTime } from '../time-words.ts'
import { tellRefusal, withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const OPTIONS = {
  file: { type: 'string', value: 'FILE', help: 'an exported record (JSON lines), checked by itself' },
  store: { type: 'string', value: 'FILE', help: 'a copy of bitting.db (a backup), checked by itself' },
  'public-key': { type: 'string', value: 'FILE', help: 'the public keys to trust (default audit-signing.pub in the data folder)' },
  ...STORE_OPTIONS,
} as const

type Call = CommandCall<typeof OPTIONS>

/** The public half of what signs a store; it lies beside the store. */
const PUBLIC_KEY_FILE = 'audit-signing.pub'

const tell = ({ rows, head, checkpoints, newestCheckpoint, fault }: AuditReport): string => fault !== null
  ? `The audit chain has ${rows} good ${rows === 1 ? 'row' : 'rows'}; its head reads ${head}.`
  : `The audit chain is whole: ${rows} ${rows === 1 ? 'row' : 'rows'}, head ${head}.${newestCheckpoint === null ? ' No checkpoint attests it yet.'
    : ` ${checkpoints} signed ${checkpoints === 1 ? 'checkpoint attests' : 'checkpoints attest'} it up to row ${newestCheckpoint.sequence}, ${dateAndTime(newestCheckpoint.at)}.`}`

const textOf = async (file: string, terminal: Call['terminal']): Promise<Outcome<string>> => {
  try {
    return done(await readFile(resolve(terminal.workingFolder, file), 'utf8'))
  } catch (error) {
    return refused('fileNotRead', `${file} could not be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}).`, 'Check the path; the public keys of a store are in its data folder, audit-signing.pub, or where --public-key says.')
  }
}

/** Checks what needs no store and no server: a file, and the public keys that its reader trusts. */
const verifyFile = async ({ options, terminal, house }: Call, file: string, isExport: boolean): Promise<Outcome<AuditReport>> => {
  const beside = join(dirname(resolve(terminal.workingFolder, file)), PUBLIC_KEY_FILE)
  const keys = await textOf(options['public-key'] ?? (options.data === undefined ? beside : join(options.data, PUBLIC_KEY_FILE)), terminal)
  if (!keys.ok) return keys
  if (!isExport) return house.verifyCopy(resolve(terminal.workingFolder, file), keys.value)
  const text = await textOf(file, terminal)
  if (!text.ok) return text
  const read = verifyExport(text.value.split('\n'), readPublicKeys(keys.value))
  return read.ok ? done(auditReportOf(read.verification)) : refused('notARecord', read.text, 'Give a file that ./bitting audit export wrote.')
}

export const auditVerify = command({
  name: 'audit verify',
  summary: 'prove that no row of the audit chain was changed or removed',
  positionals: [],
  options: OPTIONS,
  notes: ['An exported file, or a copy of the store, needs no server: the public key alone.'],
  examples: ['./bitting audit verify', './bitting audit verify --file record.jsonl --public-key audit-signing.pub'],
  run: async (call) => {
    const { file, store } = call.options
    if (file !== undefined && store !== undefined) throw new WrongUsage('--file and --store exclude each other.', 'Give one of them.')
    const isJson = call.options.json ?? false
    let report: AuditReport | undefined
    if (file !== undefined || store !== undefined) {
      const verified = await verifyFile(call, file ?? store ?? '', file !== undefined)
      if (!verified.ok) return tellRefusal(verified.refused, isJson, call.terminal)
      report = verified.value
      call.terminal.print(isJson ? JSON.stringify(report, null, 2) : tell(report))
    } else {
      const code = await withOperator(call, async (operator) => {
        const outcome = await operator.auditVerify()
        if (outcome.ok) report = outcome.value
        return outcome
      }, tell)
      if (code !== 0 || !report) return code
    }
    return report.fault === null ? 0 : tellRefusal({ code: 'auditChainBroken', message: report.fault, remedy: 'Keep this data folder as it is, and compare it with a backup or an export from before.' }, false, call.terminal)
  },
})
