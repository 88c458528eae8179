import { isJsonObject } from '../../json-object.ts'
import { idText, type MessageId } from './api-message.ts'

const METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'] as const

/** What somebody asks of a stream connection. */
export type ControlMessage =
  | { readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE'; readonly id: MessageId; readonly streams: readonly string[] }
  | { readonly method: 'LIST_SUBSCRIPTIONS'; readonly id: MessageId }
  | { readonly method: 'SET_PROPERTY'; readonly id: MessageId; readonly isCombined: boolean }
  | { readonly method: 'GET_PROPERTY'; readonly id: MessageId }

export interface ControlFault {
  readonly code: 0 | 1 | 2 | 3
  readonly msg: string
  readonly id?: MessageId
}

const invalid = (msg: string, id?: MessageId): ControlFault => ({ code: 2, msg: `Invalid request: ${msg}`, ...(id !== undefined && { id }) })

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const ALPHANUMERIC = /^[A-Za-z0-9_-]{1,36}$/

const isId = (value: unknown): value is MessageId =>
  value === null || (typeof value === 'number' && Number.isInteger(value)) || (typeof value === 'string' && ALPHANUMERIC.test(value))

/** Reads one text frame of a stream connection; texts of faults are Binance's (web-socket-streams.md, "Error Messages"). */
export const readControl = (text: string): ControlMessage | ControlFault => {
  const sent = parse(text)
  if (sent === undefined) return { code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' }
  if (!isJsonObject(sent)) return invalid('expected an object')
  const { method, params, id } = sent
  if (method === undefined) return invalid(`missing field \`method\` at line 1 column ${text.length}`)
  const known = METHODS.find((one) => one === method)
  if (known === undefined) return invalid(`unknown variant \`${String(method).slice(0, 36)}\`, expected one of ${METHODS.map((one) => `\`${one}\``).join(', ')} at line 1 column ${text.length}`)
  if (!isId(id)) return invalid('request ID must be an unsigned integer')
  if (params !== undefined && params !== null && !Array.isArray(params)) return invalid('params must be an array', id)
  const list: readonly unknown[] = Array.isArray(params) ? params : []
  switch (known) {
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE': return list.every((one) => typeof one === 'string') ? { method: known, id, streams: list } : invalid('stream names must be strings', id)
    case 'LIST_SUBSCRIPTIONS': return list.length > 0 ? invalid('too many parameters', id) : { method: known, id }
    case 'GET_PROPERTY': return propertyFault(list, 1, id) ?? { method: known, id }
    case 'SET_PROPERTY': return propertyFault(list, 2, id) ?? (typeof list[1] === 'boolean' ? { method: known, id, isCombined: list[1] } : { code: 1, msg: 'Invalid value type: expected Boolean', id })
  }
}

const propertyFault = (list: readonly unknown[], most: number, id: MessageId): ControlFault | undefined => {
  if (list.length > most) return invalid('too many parameters', id)
  if (typeof list[0] !== 'string') return invalid('property name must be a string', id)
  return list[0] === 'combined' ? undefined : { code: 0, msg: 'Unknown property', id }
}

export const isFault = (message: ControlMessage | ControlFault): message is ControlFault => 'code' in message

export const faultText = ({ code, msg, id }: ControlFault): string => `{"code":${code},"msg":${JSON.stringify(msg)}${id === undefined ? '' : `,"id":${idText(id)}`}}`

export const resultText = (result: unknown, id: MessageId): string => `{"result":${JSON.stringify(result)},"id":${idText(id)}}`
