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

