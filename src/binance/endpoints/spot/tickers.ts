import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { DAY, HOUR, MINUTE, MS } from '../../../time.ts'
import { type Endpoint, endpoint } from '../../endpoint.ts'
import { oneOf, type ParameterType, tickerType, withDefault } from '../../parameter-types.ts'
import { presentBookTicker, presentDayTicker, presentMiniWindow, presentPriceTicker, presentWindow } from '../../present/ticker.ts'
import { timeZone } from '../../time-zone.ts'
import { answerSelected, oneOrAHundred, oneWayOnly, SELECTION } from './ticker-selection.ts'

/** How many symbols a JSON array names, told by its quotes: the weight is due before the array is read. */
const symbolCount = (raw: RawParameters): number => Math.max(1, Math.floor((raw.get('symbols') ?? '').split('"').length / 2))

const dayWeight = (raw: RawParameters): number => {
  if (raw.has('symbol')) return 2
  if (!raw.has('symbols')) return 80
  const count = symbolCount(raw)
  return count > 100 ? 80 : count > 20 ? 40 : 2
}

const perSymbolWeight = (raw: RawParameters): number => Math.min(200, 4 * symbolCount(raw))
const oneOrManyWeight = (raw: RawParameters): number => (raw.has('symbol') ? 2 : 4)

const day = endpoint({
  method: 'GET', path: '/api/v3/ticker/24hr', socketMethods: ['ticker.24hr'], formerPaths: ['/api/v1/ticker/24hr'], security: 'NONE', permission: 'none', weight: dayWeight,
  parameters: { ...SELECTION, type: withDefault(tickerType, 'FULL') },
  check: oneWayOnly,
  summary: 'Statistics of the last 24 hours.',
  answer: ({ parameters, timeUnit, services: { venue } }) => {
    const nowUs = venue.nowUs()
    const { market } = venue.view
    return answerSelected(venue.view, parameters, ({ name }) => {
      // Statistics go by whole minutes; the times that are told are 24 hours apart, as on Binance.
      const window = { ...market.window(name, DAY, nowUs), openTimeUs: nowUs - DAY, closeTimeUs: nowUs }
      return parameters.type === 'MINI' ? presentMiniWindow(window, timeUnit) : presentDayTicker(window, market.depth(name, 1), timeUnit)
    })
  },
})

const tradingDay = endpoint({
  method: 'GET', path: '/api/v3/ticker/tradingDay', socketMethods: ['ticker.tradingDay'], security: 'NONE', permission: 'none', weight: perSymbolWeight,
  parameters: { ...SELECTION, timeZone: withDefault(timeZone, 0), type: withDefault(tickerType, 'FULL') },
  check: oneOrAHundred,
  summary: 'Statistics of the trading day, which begins at midnight of a time zone.',
  answer: ({ parameters, timeUnit, services: { venue } }) => {
    const nowUs = venue.nowUs()
    const startUs = Math.floor((nowUs + parameters.timeZone) / DAY) * DAY - parameters.timeZone
    const present = parameters.type === 'MINI' ? presentMiniWindow : presentWindow
    return answerSelected(venue.view, parameters, ({ name }) => present(venue.view.market.since(name, startUs, nowUs), timeUnit, startUs + DAY - MS))
  },
})

const WINDOW_SIZES = [
  ...Array.from({ length: 59 }, (_, index) => `${index + 1}m`), ...Array.from({ length: 23 }, (_, index) => `${index + 1}h`), ...Array.from({ length: 7 }, (_, index) => `${index + 1}d`),
]
const UNIT_US = { m: MINUTE, h: HOUR, d: DAY } as const
const sizeNames = oneOf(WINDOW_SIZES)

/** A window's size in µs: `1m` to `59m`, `1h` to `23h`, `1d` to `7d`. */
const windowSize: ParameterType<number> = {
  kind: 'ENUM: 1m … 59m, 1h … 23h, 1d … 7d',
  parse: (text, name) => {
    const known = sizeNames.parse(text, name)
    // The name is one of the list, whose last letters are these three.
    return known.ok ? { ok: true, value: Number(text.slice(0, -1)) * UNIT_US[text.slice(-1) as keyof typeof UNIT_US] } : known
  },
}

const rolling = endpoint({
  method: 'GET', path: '/api/v3/ticker', socketMethods: ['ticker'], security: 'NONE', permission: 'none', weight: perSymbolWeight,
  parameters: { ...SELECTION, windowSize: withDefault(windowSize, DAY, '1d'), type: withDefault(tickerType, 'FULL') },
  check: oneOrAHundred,
  summary: 'Statistics of a rolling window, which begins on a whole minute.',
  answer: ({ parameters, timeUnit, services: { venue } }) => {
    const nowUs = venue.nowUs()
    const startUs = Math.floor((nowUs - parameters.windowSize) / MINUTE) * MINUTE
    const present = parameters.type === 'MINI' ? presentMiniWindow : presentWindow
    return answerSelected(venue.view, parameters, ({ name }) => present(venue.view.market.since(name, startUs, nowUs), timeUnit))
  },
})

const price = endpoint({
  method: 'GET', path: '/api/v3/ticker/price', socketMethods: ['ticker.price'], security: 'NONE', permission: 'none', weight: oneOrManyWeight,
  parameters: SELECTION, check: oneWayOnly,
  summary: 'Last prices.',
  answer: ({ parameters, services: { venue: { view } } }) => answerSelected(view, parameters, ({ name }) => presentPriceTicker(name, view.market.lastPrice(name))),
})

const book = endpoint({
  method: 'GET', path: '/api/v3/ticker/bookTicker', socketMethods: ['ticker.book'], security: 'NONE', permission: 'none', weight: oneOrManyWeight,
  parameters: SELECTION, check: oneWayOnly,
  summary: 'Best prices of the book and what stands there.',
  answer: ({ parameters, services: { venue: { view } } }) => answerSelected(view, parameters, ({ name }) => presentBookTicker(name, view.market.depth(name, 1))),
})

export const tickerEndpoints: readonly Endpoint[] = [day, tradingDay, price, book, rolling]
