import type { ParameterScan } from './parameter-scan.ts'
import { percentEncode } from './percent-encoding.ts'

/**
 * What a client may have signed when it is not the bytes that it sent (spec: wire, signature): several sign one encoding and send
 * another. Each form keeps the order sent, leaves the signature out, and puts nothing between query and body.
 */

const joined = (scan: ParameterScan, pair: (name: string, value: string) => string): string => {
  let query = ''
  let body = ''
  for (let index = 0; index < scan.count; index += 1) {
    const name = scan.nameAt(index)
    if (name === 'signature') continue
    const text = pair(name, scan.valueAt(index))
    if (scan.isInQueryAt(index)) query += query === '' ? text : `&${text}`
    else body += body === '' ? text : `&${text}`
  }
  return query + body
}

/** Every value decoded and encoded again as `encodeURIComponent` does: what the official JavaScript clients sign. */
export const reencodedPayload = (scan: ParameterScan): string => joined(scan, (name, value) => `${percentEncode(name)}=${percentEncode(value)}`)

/** What could be read as a joint between parameters: a decoded form that holds it could be cut in two ways. */
const JOINTS = /[&=+\r\n]/

/** Every value decoded: what older clients sign. Undefined where a decoded value could pass for other parameters. */
export const decodedPayload = (scan: ParameterScan): string | undefined => {
  for (let index = 0; index < scan.count; index += 1) {
    const name = scan.nameAt(index)
    if (name !== 'signature' && (JOINTS.test(name) || JOINTS.test(scan.valueAt(index)))) return undefined
  }
  return joined(scan, (name, value) => `${name}=${value}`)
}

const SIGNATURE = /(^|&)signature=[^&]*/

const withoutSignature = (part: string): string => {
  const cut = part.replace(SIGNATURE, '')
  return part.startsWith('signature=') && cut.startsWith('&') ? cut.slice(1) : cut
}

/** The payload of the bytes as sent, as text: what is shown to an owner who asks why a signature was wrong. */
export const sentPayload = (query: string, body: string): string => withoutSignature(query) + withoutSignature(body)
