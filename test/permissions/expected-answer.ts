import type { Permission } from '../../src/permission.ts'
import { BOUND_ROUTES, type ExpectedRow } from './expected-rights.ts'

/** One call, told in the words of the rules and not in the program's own. */
export interface Situation {
  readonly row: ExpectedRow
  /** Whose key calls; a sub-account's where it says so. */
  readonly caller?: 'main' | 'sub'
  /** A special key: the margin wallet that it is bound to. */
  readonly boundTo?: 'crossMargin' | 'isolatedMargin:BTCUSDT'
  readonly header: 'none' | 'malformed' | 'present'
  readonly key: 'known' | 'unknown' | 'ofOtherEnvironment'
  readonly state: 'enabled' | 'disabled' | 'expired' | 'deleted'
  readonly rights: readonly Permission[]
  readonly address: 'allowed' | 'other'
  /** Where the call comes from, as futures tell it; the usual address of that kind where nothing is said. */
  readonly from?: string
  readonly signature: 'good' | 'bad' | 'absent'
  readonly time: 'now' | 'tooOld' | 'ahead' | 'absent'
}

export const ADDRESSES = { allowed: '127.0.0.1', other: '198.51.100.7' } as const

/** What has to come: let in, or exactly this refusal. */
export type Expected = 'let in' | { readonly status: number; readonly code: number; readonly msg: string }

const refusal = (status: number, code: number, msg: string): Expected => ({ status, code, msg })

const BAD_FORMAT = refusal(401, -2014, 'API-key format invalid.')
const REJECTED_KEY = refusal(401, -2015, 'Invalid API-key, IP, or permissions for action.')
/** Futures name the address. */
const rejectedFrom = (row: ExpectedRow, address: string): Expected => (/ \/(fapi|futures|ws-fapi)\//.test(row.route) ? refusal(401, -2015, `Invalid API-key, IP, or permissions for action, request ip: ${address}`) : REJECTED_KEY)
const NOT_AUTHORIZED = refusal(400, -1002, 'You are not authorized to execute this request.')
const missing = (name: string): Expected => refusal(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)
const TOO_OLD = refusal(400, -1021, 'Timestamp for this request is outside of the recvWindow.')
const AHEAD = refusal(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.")
const BAD_SIGNATURE = refusal(400, -1022, 'Signature for this request is not valid.')

/** The rules once more, in the plainest form; the order of the lines decides which refusal wins. */
export const expectedAnswer = ({ row, caller = 'main', boundTo, header, key, state, rights, address, from = ADDRESSES[address], signature, time }: Situation): Expected => {
  if (row.asks === 'open') return 'let in'
  if (header !== 'present') return BAD_FORMAT
  if (row.asks === 'signed') {
    if (time === 'absent') return missing('timestamp')
    if (signature === 'absent') return missing('signature')
    if (time === 'tooOld') return TOO_OLD
    if (time === 'ahead') return AHEAD
  }
  if (key !== 'known' || state !== 'enabled' || address === 'other') return rejectedFrom(row, from)
  if (row.asks === 'signed' && signature === 'bad') return BAD_SIGNATURE
  const isLacking = (right: ExpectedRow['right']): boolean => right !== 'anyKey' && right !== 'none' && !rights.includes(right)
  if (boundTo !== undefined && !BOUND_ROUTES.has(row.route)) return row.route.includes(' /sapi/') ? NOT_AUTHORIZED : rejectedFrom(row, from)
  if (row.callers !== undefined && row.callers !== caller) return NOT_AUTHORIZED
  if (isLacking(row.right) || (row.further !== undefined && isLacking(row.further))) return row.route.includes(' /sapi/') ? NOT_AUTHORIZED : rejectedFrom(row, from)
  return 'let in'
}
