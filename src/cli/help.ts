import type { Command } from './command.ts'
import type { Paint } from './paint.ts'
import { fold, untitled } from './table.ts'

const rows = (pairs: readonly (readonly [string, string])[], paint: Paint): string =>
  untitled([{}, { widest: 70 }], pairs, paint)

/** What `./bitting help` prints. */
export const helpOverview = (commands: readonly Command[], paint: Paint): string => [
  `${paint('bold', 'bitting')}: API keys that open only what they must`,
  '',
  rows([...commands.map((command): [string, string] => [[command.name, ...command.positionals].join(' '), command.summary]), ['help [COMMAND]', 'this list, or one command whole']], paint),
  '',
  '  Commands talk to the running server through its data folder; when none runs they open the store.',
  '  Exit codes: 0 done, 1 refused or failed, 2 wrong usage.',
].join('\n')

/** What `./bitting help COMMAND` prints. */
export const helpOf = (command: Command, paint: Paint): string => {
  const options = Object.entries(command.options).map(([name, row]): [string, string] => [row.value === undefined ? `--${name}` : `--${name} ${row.value}`, row.help])
  return [
    `${paint('bold', ['./bitting', command.name, ...command.positionals].join(' '))}  –  ${command.summary}`,
    '',
    rows(options, paint),
    ...(command.notes === undefined ? [] : ['', ...command.notes.flatMap((note) => fold(note, 96)).map((line) => `  ${line}`)]),
    '',
    ...command.examples.map((example) => `  ${paint('dim', '$')} ${example}`),
  ].join('\n')
}

/** What a group's name alone prints: `./bitting keys`. */
export const helpOfGroup = (commands: readonly Command[], paint: Paint): string =>
  rows(commands.map((command): [string, string] => [['./bitting', command.name, ...command.positionals].join(' '), command.summary]), paint)
