import type { Command, House } from './command.ts'
import { COMMANDS } from './commands.ts'
import { helpOf, helpOfGroup, helpOverview } from './help.ts'
import { nearest } from './nearest.ts'
import { readArguments } from './options.ts'
import { painter } from './paint.ts'
import type { Terminal } from './terminal.ts'
import { WrongUsage } from './wrong-usage.ts'

const COMMAND_NAMES = COMMANDS.map((command) => command.name)
const NAMES = [...new Set([...COMMAND_NAMES, ...COMMAND_NAMES.map((name) => name.split(' ')[0] ?? name), 'help'])]

interface FoundCommand { readonly command: Command; readonly rest: readonly string[] }

/** The command whose name the first words are. */
const findCommand = (words: readonly string[]): FoundCommand | undefined => {
  for (const length of [2, 1]) {
    const command = COMMANDS.find(({ name }) => name === words.slice(0, length).join(' '))
    if (command) return { command, rest: words.slice(length) }
  }
  return undefined
}

const groupOf = (word: string | undefined): readonly Command[] => word === undefined ? [] : COMMANDS.filter(({ name }) => name.startsWith(`${word} `))

/** Who leaves out the first word of a command means one of these: `advice` is `keys advice`. */
const endingIn = (word: string | undefined): readonly string[] => COMMAND_NAMES.filter((name) => word !== undefined && name.endsWith(` ${word}`))

const unknownCommand = (words: readonly string[]): WrongUsage => {
  // What follows an option is its value.
  const firstOption = words.findIndex((word) => word.startsWith('-'))
  const typed = words.slice(0, firstOption === -1 ? 2 : Math.min(2, firstOption))
  const group = groupOf(typed[0])
  const meant = group.length > 0 ? [] : endingIn(typed[0])
  if (meant.length > 0) return new WrongUsage(`"${typed[0] ?? ''}" is not a command. Did you mean: ${meant.map((name) => `./bitting ${name}`).join(', ')}`, 'All commands: ./bitting help')
  const guess = group.length > 0 && typed[1] !== undefined
    ? nearest(typed[1], group.map(({ name }) => name.slice(name.indexOf(' ') + 1)))
    : nearest(typed.join(' '), NAMES) ?? nearest(typed[0] ?? '', NAMES)
  const name = guess === undefined ? undefined : group.length > 0 ? `${typed[0] ?? ''} ${guess}` : guess
  return new WrongUsage(`"${typed.join(' ') || words.join(' ')}" is not a command.${name === undefined ? '' : ` Did you mean: ./bitting ${name}`}`, 'All commands: ./bitting help')
}

const checkPositionals = (command: Command, given: readonly string[]): void => {
  const needed = command.positionals.filter((name) => !name.startsWith('['))
  const missing = needed[given.length]
  const usage = `Usage: ./bitting ${[command.name, ...command.positionals].join(' ')}`
  if (missing !== undefined) throw new WrongUsage(`"${command.name}" needs ${missing}.`, usage)
  // `[KEY …]` takes as many as there are.
  const tooMany = command.positionals.at(-1)?.endsWith('…]') ? undefined : given[command.positionals.length]
  const further = groupOf(command.name).map(({ name }) => name)
  if (tooMany !== undefined) throw new WrongUsage(`"${command.name}" does not take "${tooMany}".`, further.length === 0 ? usage : `${usage}, and: ${further.join(', ')}`)
}

const help = (words: readonly string[], terminal: Terminal): number => {
  const paint = painter(terminal)
  const found = findCommand(words)
  const group = groupOf(words[0])
  if (words.length === 0) terminal.print(helpOverview(COMMANDS, paint))
  else if (found) terminal.print(helpOf(found.command, paint))
  else if (group.length > 0 && words.length === 1) terminal.print(helpOfGroup(group, paint))
  else throw unknownCommand(words)
  return 0
}

const dispatch = async (words: readonly string[], terminal: Terminal, house: House): Promise<number> => {
  const [first] = words
  if (first === undefined || first === '--help' || first === '-h') return help([], terminal)
  if (first === 'help') return help(words.slice(1), terminal)
  const found = findCommand(first === '--version' ? ['version', ...words.slice(1)] : words)
  if (!found) {
    const group = groupOf(first)
    if (group.length > 0 && (words[1] === undefined || words[1] === '--help')) {
      terminal.complain(helpOfGroup(group, painter(terminal)))
      return words[1] === undefined ? 2 : 0
    }
    throw unknownCommand(words)
  }
  const { command, rest } = found
  if (rest.includes('--help') || rest.includes('-h')) return help(command.name.split(' '), terminal)
  const { options, positionals } = readArguments(command.name, command.options, rest)
  checkPositionals(command, positionals)
  return command.run({ options, positionals, terminal, house })
}

/**
 * Does what one command line says.
 * @param words what follows `bitting` @returns the exit code: 0 done, 1 refused or failed, 2 wrong usage
 */
export const runCommandLine = async (words: readonly string[], terminal: Terminal, house: House): Promise<number> => {
  try {
    return await dispatch(words, terminal, house)
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error
    terminal.complain(`${error.message}\n${error.remedy}`)
    return 2
  }
}
