import { createHouse } from './house.ts'
import { runCommandLine } from './run-command-line.ts'
import { isLoggedAsJson, logFault } from '../system-log.ts'
import { processTerminal } from './terminal.ts'

/** What is heavy is loaded only by the command that needs it. */
const house = createHouse({
  start: async (options, terminal) => (await import('./start.ts')).start(options, terminal),
  openOperator: async (dataFolder) => (await import('../main.ts')).openOperator(dataFolder),
  restore: async (dataFolder, file) => (await import('../storage/sqlite/backup.ts')).restoreBackup(file, dataFolder, Date.now() * 1_000),
  verifyCopy: async (file, publicKeys) => (await import('../operations/record/verify.ts')).auditReportOf(await (await import('../storage/audit-store.ts')).verifyCopy(file, publicKeys)),
})

/** Errors that the runtime makes are faults of this program, and their place matters; those made in words are for people. */
const isProgramFault = (error: unknown): boolean => [TypeError, ReferenceError, RangeError, SyntaxError].some((kind) => error instanceof kind)

const tellFault = (error: unknown): void => {
  if (isLoggedAsJson()) return logFault('The program ended', error)
  const text = error instanceof Error ? (isProgramFault(error) ? error.stack ?? error.message : error.message) : String(error)
  process.stderr.write(`${text}\n`)
}

/** The command line of this process: its words, its terminal, its exit code. */
export const commandLine = async (): Promise<void> => {
  // Whoever reads only the beginning (`bitting keys list | head`) closes the pipe: that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

  try {
    // The exit code alone, not process.exit: what is still on its way to a pipe must arrive.
    process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal(), house)
  } catch (error) {
    tellFault(error)
    process.exitCode = 1
  }
}
