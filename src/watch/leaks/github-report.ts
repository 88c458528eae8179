import { createPublicKey, verify } from 'node:crypto'
import { isJsonObject } from '../../json-object.ts'

/**
 * What GitHub's secret scanning tells its partners, and how it is known to be theirs: ECDSA over NIST P-256 with SHA-256, of the body's raw bytes.
 * Source: https://docs.github.com/en/code-security/secret-scanning/secret-scanning-partnership-program/secret-scanning-partner-program
 */
export interface PublicReportKey {
  readonly id: string
  /** PEM. */
  readonly key: string
}

/** One thing that was found. */
export interface Sighting {
  readonly token: string
  /** The name under which its pattern was registered. */
  readonly type: string
  /** An https address, or '' where none was told. */
  readonly where: string
  /** `commit`, `issue_comment`, `npm` …; `unknown` where it was not told. */
  readonly source: string
}

/** What is sent back of one token. Only its digest: an answer stands in more logs than one. */
export interface Feedback {
  /** SHA-256 of the token, in hex. */
  readonly token_hash: string
  readonly token_type: string
  readonly label: 'true_positive' | 'false_positive'
}

const MOST_CHARACTERS = { address: 2_000, type: 200, signature: 200 } as const

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isP256 = (pem: string): boolean => {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem)
    return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}

/**
 * Reads `{"public_keys": [{"key_identifier", "key", "is_current"}]}` as GitHub serves it: the keys that are current, each of P-256.
 * Undefined where it is something else, or has no such key.
 */
export const readReportKeys = (text: string): readonly PublicReportKey[] | undefined => {
  const value = parsed(text)
  const rows: readonly unknown[] = isJsonObject(value) && Array.isArray(value['public_keys']) ? value['public_keys'] : []
  const keys = rows.flatMap((row): PublicReportKey[] => {
    if (!isJsonObject(row) || row['is_current'] !== true) return []
    const { key_identifier: id, key } = row
    return typeof id === 'string' && id !== '' && typeof key === 'string' && isP256(key) ? [{ id, key }] : []
  })
  return keys.length > 0 ? keys : undefined
}

/** Whether the bytes are signed so. @param signature base64 of the DER; whatever is none verifies nothing */
export const isReportSigned = ({ key }: PublicReportKey, bytes: Uint8Array, signature: string): boolean => {
  if (signature.length > MOST_CHARACTERS.signature || !/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false
  return verify('sha256', bytes, { key, dsaEncoding: 'der' }, Buffer.from(signature, 'base64'))
}

/** Only an address that can be opened is passed on, written so that it is one line of plain characters. */
const addressOf = (value: unknown): string => {
  const url = typeof value === 'string' && value.length <= MOST_CHARACTERS.address ? URL.parse(value) : null
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : ''
}

/** Reads a report, in its order; undefined where it is none. */
export const readReport = (text: string): readonly Sighting[] | undefined => {
  const value = parsed(text)
  if (!Array.isArray(value)) return undefined
  const sightings: Sighting[] = []
  for (const row of value) {
    if (!isJsonObject(row)) return undefined
    const { token, type, url, source } = row
    if (typeof token !== 'string' || typeof type !== 'string' || type.length > MOST_CHARACTERS.type) return undefined
    sightings.push({ token, type, where: addressOf(url), source: typeof source === 'string' && /^[a-z_]{1,40}$/i.test(source) ? source.toLowerCase() : 'unknown' })
  }
  return sightings
}
