import { type GuardRails, isRailName, RAIL_NAMES, railFaults, type RailName } from '../authority/guard-rails.ts'
import { nearest } from './nearest.ts'
import { WrongUsage } from './wrong-usage.ts'

type Read = (text: string) => unknown

const listed: Read = (text) => text.split(',').map((one) => one.trim())
const number: Read = (text) => Number(text)
const asIs: Read = (text) => text
/** `5000/24h` */
const rolling: Read = (text) => {
  const [, amount, hours] = /^([^/]+)\/(\d+)h$/.exec(text) ?? []
  return { amount, hours: Number(hours) }
}
/** `08:00-18:30` or `08:00-18:30@Europe/Berlin` */
const daily: Read = (text) => {
  const [, from, until, zone] = /^([\d:]+)-([\d:]+)(?:@(.+))?$/.exec(text) ?? []
  return { from, until, ...(zone !== undefined && { zone }) }
}

/** How the value of each limit is written on a command line, and an example of it. */
const WRITTEN: { readonly [Name in RailName]-?: readonly [Read, string] } = {
  symbols: [listed, 'BTCUSDT,ETHUSDT'], sides: [listed, 'BUY'], orderTypes: [listed, 'LIMIT,LIMIT_MAKER'], priceBandPercent: [number, '5'], notionalPerOrder: [asIs, '500'], notionalPerWindow: [rolling, '5000/24h'],
  openOrders: [number, '10'], hours: [daily, '08:00-18:30@Europe/Berlin'], withdrawalAddresses: [listed, '0x71C7…976F'], withdrawalAmount: [asIs, '100'], withdrawalPerWindow: [rolling, '500/24h'],
}

const nameOf = (option: string, text: string): RailName => {
  if (isRailName(text)) return text
  const guess = nearest(text, RAIL_NAMES)
  throw new WrongUsage(`--${option}: "${text}" is not a limit.${guess === undefined ? '' : ` Did you mean ${guess}?`}`, `The limits are: ${RAIL_NAMES.join(', ')}.`)
}

export const LIMIT_HELP = `Limits (amounts in USDT): ${RAIL_NAMES.map((name) => `${name}=${WRITTEN[name][1]}`).join('  ')}`

/** Reads limits, each as `NAME=VALUE`. Throws WrongUsage. */
export const readLimits = (texts: readonly string[]): GuardRails => {
  const limits: Record<string, unknown> = {}
  for (const text of texts) {
    const at = text.indexOf('=')
    const name = nameOf('limit', at === -1 ? text : text.slice(0, at))
    const [read, example] = WRITTEN[name]
    if (Object.hasOwn(limits, name)) throw new WrongUsage(`--limit ${name} is given twice.`, 'Give each limit once; a list has its entries parted by commas.')
    limits[name] = read(at === -1 ? '' : text.slice(at + 1))
    // What was read is looked at by the room of keys, as everybody's wish is.
    const [fault] = railFaults({ [name]: limits[name] })
    if (fault !== undefined) throw new WrongUsage(`--limit ${text}: ${fault}`, `For instance --limit ${name}=${example}`)
  }
  // Each of them has just been found to be one.
  return limits as GuardRails
}

/** Reads names of limits to be taken away. Throws WrongUsage. */
export const readLimitNames = (texts: readonly string[]): Readonly<Partial<Record<RailName, null>>> => Object.fromEntries(texts.flatMap((text) => text.split(',')).map((name) => [nameOf('no-limit', name.trim()), null]))
