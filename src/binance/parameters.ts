import type { ParameterFault } from '../gate/endpoint-shape.ts'
import type { RawParameters } from '../gate/raw-parameters.ts'

/** How one parameter is read from its text. */
export interface Parameter<Value> {
  readonly isMandatory: boolean
  /** What the reference page says of it: `DECIMAL`, `ENUM: BUY, SELL` … */
  readonly kind: string
  /** The value, or why the text is none. */
  readonly parse: (text: string, name: string) => { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: ParameterFault }
  /** What stands for a parameter that was not sent. */
  readonly absent: Value
}

export type ParameterSet = Readonly<Record<string, Parameter<unknown>>>
export type ParametersOf<Set extends ParameterSet> = { readonly [Name in keyof Set]: Set[Name] extends Parameter<infer Value> ? Value : never }

const SIGNING = ['timestamp', 'signature', 'recvWindow']
/** What any message over a socket may carry besides. */
const OF_MESSAGES = ['apiKey', 'returnRateLimits']
const SIGNING_AND_OF_MESSAGES = [...SIGNING, ...OF_MESSAGES]
const NOTHING: readonly string[] = []

const commonNames = (isSigned: boolean, isMessage: boolean): readonly string[] =>
  isMessage ? (isSigned ? SIGNING_AND_OF_MESSAGES : OF_MESSAGES) : isSigned ? SIGNING : NOTHING

/**
 * Reads a whole set in its own order; the first fault wins. Where the family refuses what nobody asked for, more
 * parameters than the row has are -1101, and any other stranger -1104; the signing parameters count on both sides.
 * @param passesEmptyWords where the family takes an empty text or word that may be left out as one that was: numbers that are empty are -1105 everywhere
 */
export const parseParameters = <Set extends ParameterSet>(
  set: Set, raw: RawParameters, { isSigned, refusesUnknown, isMessage = false, passesEmptyWords = false }: { isSigned: boolean; refusesUnknown: boolean; isMessage?: boolean; passesEmptyWords?: boolean },
): { readonly ok: true; readonly value: ParametersOf<Set> } | { readonly ok: false; readonly fault: ParameterFault } => {
  const values: Record<string, unknown> = {}
  let read = 0
  for (const name in set) {
    const parameter = set[name] as Parameter<unknown> // it is a name of the set
    const text = raw.get(name)
    if (text === undefined || (text === '' && passesEmptyWords && !parameter.isMandatory && isWord(parameter))) {
      if (parameter.isMandatory) return { ok: false, fault: { fault: 'missing', name } }
      values[name] = parameter.absent
      continue
    }
    read += 1
    if (text === '') return { ok: false, fault: parameter.isMandatory ? { fault: 'missing', name } : { fault: 'empty', name } }
    const parsed = parameter.parse(text, name)
    if (!parsed.ok) return parsed
    values[name] = parsed.value
  }
  if (refusesUnknown) {
    const strangers = strangersAmong(set, raw, commonNames(isSigned, isMessage), read)
    if (strangers) return { ok: false, fault: strangers }
  }
  return { ok: true, value: values as ParametersOf<Set> } // each was read by the parameter of its name
}

const isWord = ({ kind }: Parameter<unknown>): boolean => kind.startsWith('STRING') || kind.startsWith('ENUM')

const strangersAmong = (set: ParameterSet, raw: RawParameters, common: readonly string[], readOfSet: number): ParameterFault | undefined => {
  const sent = raw.names().length
  if (sent === readOfSet) return undefined
  const read = readOfSet + common.reduce((count, name) => (raw.has(name) ? count + 1 : count), 0)
  if (sent === read) return undefined
  const expected = Object.keys(set).length + common.length
  return sent > expected
    ? { fault: 'coded', code: -1101, message: `Too many parameters; expected '${expected}' and received '${sent}'.` }
    : { fault: 'unread', read, sent }
}
