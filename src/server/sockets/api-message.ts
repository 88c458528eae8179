import { percentEncode } from '../../gate/percent-encoding.ts'

export type MessageId = number | bigint | string | null

/** A message as the gate takes it: its parameters as a query, sorted by name, which is what its holder signed. */
export interface ApiMessage {
  readonly id: MessageId
  readonly method: string
  readonly query: string
  readonly apiKey: string | undefined
  readonly returnsRateLimits: boolean | undefined
}

export type ReadMessage = { readonly ok: true; readonly message: ApiMessage } | { readonly ok: false; readonly id: MessageId; readonly fault: string }

/** A number keeps the text that it was sent as: `0.10` is signed as `0.10`. */
class SentNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toJSON(): number {
    return Number(this.text)
  }
}

/** @see https://tc39.es/proposal-json-parse-with-source/ which TypeScript's library does not know yet: `JSON.parse` is told that it is a plain reviver. */
type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

const keepNumbers: SourceReviver = (_, value, { source }) => (typeof value === 'number' && source !== undefined ? new SentNumber(source) : value)

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text, keepNumbers as (key: string, value: unknown) => unknown)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof SentNumber)

const INTEGER = /^-?\d{1,19}$/
const MAX_ID_LENGTH = 36

const idOf = (value: unknown): MessageId | undefined => {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value.length <= MAX_ID_LENGTH ? value : undefined
  if (!(value instanceof SentNumber) || !INTEGER.test(value.text)) return undefined
  const number = Number(value.text)
  return Number.isSafeInteger(number) ? number : BigInt(value.text)
}

/** A parameter's value as text: what `String` makes of it, and of lists their JSON, as the query of a REST call carries them. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value
    : value instanceof SentNumber ? value.text
      : value === null ? ''
        : typeof value === 'boolean' ? String(value)
          : JSON.stringify(value)

const METHOD = /^(?:v\d+\/)?[A-Za-z0-9.]{1,64}$/

const refused = (id: MessageId, fault: string): ReadMessage => ({ ok: false, id, fault })

/** Reads one text frame of the socket API. */
export const readMessage = (text: string): ReadMessage => {
  const sent = parseJson(text)
  if (!isObject(sent)) return refused(null, 'Invalid JSON Request')
  const id = idOf(sent.id)
  if (id === undefined) return refused(null, "Invalid 'id' in JSON request; expected an integer, a string of at most 36 characters, or null.")
  const method = typeof sent.method === 'string' ? METHOD.exec(sent.method)?.[0] : undefined
  if (method === undefined) return refused(id, "Invalid 'method' in JSON request; expected a string.")
  const { params } = sent
  if (params !== undefined && params !== null && !isObject(params)) return refused(id, "Invalid 'params' in JSON request; expected an object.")
  const pairs = Object.entries(params ?? {}).map(([name, value]) => [name, textOf(value)] as const).sort(([one], [other]) => (one < other ? -1 : 1))
  // Half a surrogate pair is no text that anybody could have signed.
  if (!pairs.every(([name, value]) => name.isWellFormed() && value.isWellFormed())) return refused(id, 'Invalid JSON Request')
  const find = (wanted: string): string | undefined => pairs.find(([name]) => name === wanted)?.[1]
  const returnRateLimits = find('returnRateLimits')
  return {
    ok: true,
    message: {
      id, method, query: pairs.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&'),
      apiKey: find('apiKey'), returnsRateLimits: returnRateLimits === undefined ? undefined : returnRateLimits === 'true',
    },
  }
}

/** JSON of an id as it came: larger ones than a double holds too. */
export const idText = (id: MessageId): string => (typeof id === 'bigint' ? String(id) : JSON.stringify(id))
