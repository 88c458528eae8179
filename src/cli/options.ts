import { parseArgs } from 'node:util'
import { nearest } from './nearest.ts'
import { WrongUsage } from './wrong-usage.ts'

/** One option of a command: all that is known of it. */
export interface OptionRow {
  readonly type: 'string' | 'boolean'
  /** How the value is written in the help: `--data DIR`. */
  readonly value?: string
  readonly help: string
  /** One letter that stands for it: `-f`. */
  readonly short?: string
  /** May be given several times. */
  readonly multiple?: true
}
export type OptionTable = Readonly<Record<string, OptionRow>>

type OptionValue<Row extends OptionRow> = Row['type'] extends 'boolean' ? true : Row extends { readonly multiple: true } ? readonly string[] : string
/** What was given on the line; absent options are absent. */
export type OptionValues<Table extends OptionTable> = { readonly [Name in keyof Table]?: OptionValue<Table[Name]> }

export interface ReadArguments<Table extends OptionTable> {
  readonly options: OptionValues<Table>
  readonly positionals: readonly string[]
}

const meantOption = (typed: string, table: OptionTable): string => {
  const guess = nearest(typed, Object.keys(table))
  return guess === undefined ? '' : ` Did you mean --${guess}?`
}

/** Reads the words after the command's name. Throws WrongUsage, which says what to type instead. */
export const readArguments = <Table extends OptionTable>(commandName: string, table: Table, words: readonly string[]): ReadArguments<Table> => {
  const help = `See: ./bitting help ${commandName}`
  const { tokens } = parseArgs({
    args: [...words], strict: false, allowPositionals: true, tokens: true,
    options: Object.fromEntries(Object.entries(table).map(([name, row]) => [name, { type: row.type, ...(row.short !== undefined && { short: row.short }) }])),
  })
  const options = new Map<string, true | string | string[]>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const row = Object.hasOwn(table, token.name) ? table[token.name] : undefined
    if (!row) throw new WrongUsage(`${token.rawName} is not an option of "${commandName}".${meantOption(token.name, table)}`, help)
    if (row.type === 'boolean') {
      if (token.value !== undefined) throw new WrongUsage(`--${token.name} takes no value.`, help)
      options.set(token.name, true)
      continue
    }
    // `--label --kind rsa` would otherwise make "--kind" the label.
    if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
      throw new WrongUsage(`--${token.name} needs a value: --${token.name} ${row.value ?? 'VALUE'}`, help)
    }
    const earlier = options.get(token.name)
    if (row.multiple) options.set(token.name, [...(Array.isArray(earlier) ? earlier : []), token.value])
    else if (earlier !== undefined) throw new WrongUsage(`--${token.name} was given twice.`, `Give it once. ${help}`)
    else options.set(token.name, token.value)
  }
  // The loop above put into each name exactly the type that its row tells.
  return { options: Object.fromEntries(options) as OptionValues<Table>, positionals }
}

/** A whole number between two bounds, as an option's value. */
export const readWholeNumber = (option: string, text: string, least: number, most: number): number => {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new WrongUsage(`--${option} is "${text}"; it must be a whole number from ${least} to ${most}.`, `Give --${option} a number in that range.`)
}

/** One word of a few. */
export const readChoice = <Choice extends string>(option: string, text: string, choices: readonly Choice[]): Choice => {
  const found = choices.find((choice) => choice === text.toLowerCase())
  if (found !== undefined) return found
  const guess = nearest(text, choices)
  throw new WrongUsage(`--${option} is "${text}"; it must be one of: ${choices.join(', ')}.`, guess === undefined ? `Choose one of them.` : `Did you mean ${guess}?`)
}

/** The entries of `a,b` given once or several times, without blanks. */
export const readList = (texts: readonly string[]): string[] => texts.flatMap((text) => text.split(',')).map((entry) => entry.trim()).filter((entry) => entry !== '')
