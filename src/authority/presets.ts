import type { Permission } from '../permission.ts'
import type { AfterPeriod } from './key-life.ts'

/**
 * The user types and what each is recommended: the smallest rights for the work, how many addresses it is used from, and how long the
 * key lives until it is extended or rotated. One row is all that is known of a preset.
 */
export interface PresetRow {
  readonly name: string
  readonly title: string
  /** What a key of this preset carries unless less is asked for. */
  readonly rights: readonly Permission[]
  /** What may be asked for besides. */
  readonly furtherRights: readonly Permission[]
  /** How many entries its allow list has. */
  readonly entries: { readonly least: number; readonly most: number }
  readonly periodDays: number
  readonly afterPeriod: AfterPeriod
  /** Several people approve what it grants. */
  readonly needsApproval: boolean
  /** For people: what it is for. */
  readonly sentence: string
}

const READ: readonly Permission[] = ['reading']
const READ_AND_TRADE: readonly Permission[] = ['reading', 'spotAndMarginTrading']

const row = (name: string, title: string, rights: readonly Permission[], most: number, periodDays: number, sentence: string, further: Partial<PresetRow> = {}) =>
  ({ name, title, rights, furtherRights: [], entries: { least: 1, most }, periodDays, afterPeriod: 'expire', needsApproval: false, sentence, ...further }) as const satisfies PresetRow

/** A key for a script that runs once. */
export const ONE_TIME_PRESET = 'one-time-script'

/** A key that does nothing but raise the alarm. */
export const CANARY_PRESET = 'canary'

export const PRESETS: readonly PresetRow[] = [
  row('dashboard', 'Dashboard', READ, 1, 180, 'Shows balances, positions and history on one machine; it never places an order.'),
  row('grid-bot', 'Grid bot', READ_AND_TRADE, 1, 90, 'One bot on one machine that places and cancels spot orders.'),
  row('market-maker', 'Market maker', READ_AND_TRADE, 3, 60, 'Quotes both sides around the clock from one to three machines.'),
  row('arbitrage', 'Cross-exchange arbitrage', READ_AND_TRADE, 2, 60, 'Trades here and elsewhere, from a machine and its stand-in.', { entries: { least: 1, most: 2 } }),
  row('custody-settlement', 'Enterprise custody settlement', READ_AND_TRADE, 1, 30, 'Settles for clients from one gateway; withdrawals only where they are needed, and several people approve them.',
    { furtherRights: ['withdrawals'], needsApproval: true }),
  row(ONE_TIME_PRESET, 'One-time script', READ_AND_TRADE, 1, 1, 'A script that runs once; its key is deleted an hour after its last call, and after a day in any case.', { afterPeriod: 'delete' }),
  row('tax-records', 'Tax records', READ, 1, 30, 'Reads trades and transfers for a tax return, and is done.'),
  row('portfolio-tracker', 'Portfolio tracker', READ, 1, 180, 'Lets a tracker show what you hold, among other accounts of yours.'),
  row('data-analysis', 'Data analysis', READ, 1, 180, 'Reads your own orders, trades and balances for research.'),
  row(CANARY_PRESET, 'Canary', [], 0, 365, 'Opens nothing, from nowhere. Leave it where a thief would look: whoever tries it raises the alarm.', { entries: { least: 0, most: 0 }, afterPeriod: 'warn' }),
]

export const presetNamed = (name: string): PresetRow | undefined => PRESETS.find((preset) => preset.name === name)
