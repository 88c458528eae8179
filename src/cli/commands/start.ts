import { command } from '../command.ts'
import { readStartOptions, START_OPTIONS } from '../start-options.ts'

export const start = command({
  name: 'start',
  summary: 'serve the wire; with --demo a sandbox with accounts, funds and keys',
  positionals: [],
  options: START_OPTIONS,
  notes: [
    'Mail goes out by SMTP where BITTING_SMTP_URL and BITTING_MAIL_FROM are set, SMS to BITTING_SMS_URL (BITTING_SMS_TOKEN); without, letters wait in the outbox (./bitting outbox).',
    '/metrics on the console port answers this machine alone; with BITTING_METRICS_TOKEN set, whoever sends it as Authorization: Bearer.',
    'It stops within 5 s on SIGTERM or Ctrl-C, with every acknowledged order kept.',
  ],
  examples: ['./bitting start --demo', './bitting start --port 8080 --data /var/lib/bitting'],
  run: async ({ options, terminal, house }) => {
    await house.start(readStartOptions(options, terminal.workingFolder, process.env), terminal)
    return 0
  },
})
