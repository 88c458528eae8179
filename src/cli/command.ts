import type { AuditReport, Operator } from '../operations/operator.ts'
import type { Outcome } from '../operations/outcome.ts'
import type { OptionTable, OptionValues } from './options.ts'
import type { StartOptions } from './start-options.ts'
import type { Terminal } from './terminal.ts'

/** What the commands reach of the house; `bitting.ts` binds it to the running server or to the store. */
export interface House {
  /** Serves until it is told to stop. */
  start(options: StartOptions, terminal: Terminal): Promise<void>
  /** The running server where there is one, else the store itself. */
  openOperator(dataFolder: string): Promise<Outcome<OpenOperator>>
  /** Puts a backup in place of an empty or missing store; only while no server runs. */
  restore(dataFolder: string, file: string): Promise<Outcome<{ readonly dataFolder: string; readonly bytes: number }>>
  /** Checks the audit record in a copy of a store's main file, with these public keys (PEM). */
  verifyCopy(file: string, publicKeys: string): Promise<Outcome<AuditReport>>
  version(): string
}

export interface OpenOperator {
  readonly operator: Operator
  close(): Promise<void>
}

export interface CommandCall<Table extends OptionTable> {
  readonly options: OptionValues<Table>
  readonly positionals: readonly string[]
  readonly terminal: Terminal
  readonly house: House
}

/** One row is all that is known of a command: the help, the parser and the dispatcher read it. */
export interface CommandRow<Table extends OptionTable> {
  /** As typed: `keys create`. */
  readonly name: string
  readonly summary: string
  /** Names of the words that follow; one in brackets may be left out: `['KEY']`, `['[COMMAND …]']`. */
  readonly positionals: readonly string[]
  readonly options: Table
  /** What the help says besides. */
  readonly notes?: readonly string[]
  readonly examples: readonly string[]
  /** @returns the exit code: 0 done, 1 refused or failed. Wrong usage throws. */
  run(call: CommandCall<Table>): Promise<number>
}

/** A row whose options are its own business. */
export type Command = CommandRow<OptionTable>

/** Checks a row against its own options and forgets their names. */
export const command = <const Table extends OptionTable>(row: CommandRow<Table>): Command =>
  // The dispatcher gives a row only what readArguments made from the row's own table.
  row as unknown as Command

/** Options that every command on a store has. */
export const STORE_OPTIONS = {
  data: { type: 'string', value: 'DIR', help: 'the data folder (default .bitting)' },
  json: { type: 'boolean', help: 'plain JSON on stdout' },
} as const satisfies OptionTable
