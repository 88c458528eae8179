import { type Passage, type Stop, stop } from '../passage.ts'

/** The row's own reading of its parameters. */
export const parametersSound = (passage: Passage): Stop | null => {
  const { route, scan, request } = passage
  if (!route || !scan) return null
  const parsed = route.endpoint.parseParameters(scan, request.method === 'WS')
  if (!parsed.ok) return stop('parameters', { reason: 'parameter', fault: parsed.fault })
  passage.parameters = parsed.value
  return null
}

/** Limits that the owner set on the key. A trading call that names no symbol cannot be told to be within them. */
export const withinGuardRails = ({ route, scan, entry }: Passage): Stop | null => {
  const symbols = entry?.key.guardRails.symbols
  if (symbols === undefined || route?.endpoint.security !== 'TRADE') return null
  const symbol = scan?.get('symbol')
  if (symbol !== undefined && symbols.includes(symbol)) return null
  return stop('parameters', { reason: 'guardRail', limit: 'symbols', text: `This key trades ${symbols.join(', ') || 'no symbol'} alone.` })
}
