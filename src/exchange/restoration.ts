import type { TimeUs } from '../time.ts'
import type { Exchange } from './exchange.ts'
import type { StateValue } from './market-port.ts'
import { newExchange } from './new-exchange.ts'

/**
 * What puts a whole venue back to a state that it, or another one, was in: the state as `Exchange.toState` gave it, as text.
 * It is journaled like a command, so that a replay comes to the same end; no exchange executes it, a new one takes its place.
 */
export interface Restoration {
  readonly kind: 'restoreState'
  readonly state: string
}

/**
 * An exchange in the restored state, to go on as the next step of a journal.
 * Ids, books and balances are exactly those of the state. The sequence goes on, and time never goes behind the state's own.
 * @throws when the text is not the state of an exchange of this version.
 */
export const restoredExchange = ({ state }: Restoration, sequence: number, timeUs: TimeUs): Exchange => {
  const value: unknown = JSON.parse(state)
  if (!isExchangeState(value)) throw new Error('this is not the state of a sandbox')
  const exchange = newExchange()
  exchange.restore({ ...value, sequence, timeUs: Math.max(value.timeUs, timeUs) })
  return exchange
}

const isExchangeState = (value: unknown): value is { readonly [name: string]: StateValue } & { readonly timeUs: number } =>
  typeof value === 'object' && value !== null && 'timeUs' in value && typeof value.timeUs === 'number' && 'ledger' in value && 'traders' in value
