import { createHouse } from './house.ts'
import { runCommandLine } from './run-command-line.ts'
import { processTerminal } from './terminal.ts'

/** The command line's entry. What is heavy is loaded only by the command that needs it. */
const house = createHouse({
  start: async (options, terminal) => (await import('./start.ts')).start(options, terminal),
  openOperator: async (dataFolder) => (await import('../main.ts')).openOperator(dataFolder),
  restore: async (dataFolder, file) => (await import('../storage/sqlite/backup.ts')).restoreBackup(file, dataFolder, Date.now() * 1_000),
})

const tellFault = (error: unknown): void => {
  const isForPeople = error instanceof Error && 'remedy' in error
  process.stderr.write(`${isForPeople ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
}

try {
  // The exit code alone, not process.exit: what is still on its way to a pipe must arrive.
  process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal(), house)
} catch (error) {
  tellFault(error)
  process.exitCode = 1
}
