import { command } from '../command.ts'
import { readStartOptions, START_OPTIONS } from '../start-options.ts'

export const start = command({
  name: 'start',
  summary: 'serve the wire; with --demo a sandbox with accounts, funds and keys',
  positionals: [],
  options: START_OPTIONS,
  notes: ['It stops within 5 s on SIGTERM or Ctrl-C, with every acknowledged order kept.'],
  examples: ['./bitting start --demo', './bitting start --port 8080 --data /var/lib/bitting'],
  run: async ({ options, terminal, house }) => {
    await house.start(readStartOptions(options, terminal.workingFolder), terminal)
    return 0
  },
})
