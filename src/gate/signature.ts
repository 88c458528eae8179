import { hash, verify } from 'node:crypto'
import type { Verifier } from '../authority/verifier.ts'
import type { ParameterScan } from './parameter-scan.ts'
import { BLOCK_BYTES, type RequestBytes } from './request-bytes.ts'
import { decodedPayload, reencodedPayload } from './signed-payload.ts'

/** Whether a call was signed by the key's holder: HMAC-SHA256 in hex, or Ed25519 / RSASSA-PKCS1-v1_5 with SHA-256 in base64. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * HMAC-SHA256 of the payload in `request`, as hex. Two one-shot hashes over prepared key blocks give the same bytes as
 * `createHmac`, in less than half of its time; the inner digest travels as latin1, which spares a buffer.
 */
export const hmacHex = (request: RequestBytes, length: number, key: Verifier & { kind: 'hmac' }): string => {
  request.bytes.set(key.innerBlock, 0)
  key.outer.write(hash('sha256', request.blockAndPayload(length), 'latin1'), BLOCK_BYTES, 'latin1')
  return hash('sha256', key.outer, 'hex')
}

/** The bytes of a base64 text that is written the one right way; undefined otherwise, so that one signature has one text. */
const decodeBase64 = (text: string): Buffer | undefined => {
  if (!BASE64.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

/** What was proved: a digest of the very payload that the signature fits, in whichever of its forms; null when it fits none. */
export type Proof = string | null

const proofOf = (request: RequestBytes, length: number, key: Verifier, signature: Buffer | undefined): Proof => {
  if (key.kind === 'hmac') {
    const hex = hmacHex(request, length, key)
    return request.isSignatureHex(hex) ? hex : null
  }
  if (!signature) return null
  const payload = request.payload(length)
  const fits = verify(key.kind === 'ed25519' ? null : 'sha256', payload, key.publicKey, signature)
  return fits ? hash('sha256', payload, 'hex') : null
}

/** Checks the signature over the bytes as sent; then over the forms that clients sign without sending them. An empty payload proves nothing. */
export const verifySignature = (request: RequestBytes, scan: ParameterScan, key: Verifier): Proof => {
  const length = request.gatherPayload()
  if (length === 0) return null
  const signature = key.kind === 'hmac' ? undefined : decodeBase64(scan.signatureText() ?? '')
  if (key.kind !== 'hmac' && !signature) return null
  return proofOf(request, length, key, signature) ?? proofOfOtherForms(request, scan, key, signature)
}

const proofOfOtherForms = (request: RequestBytes, scan: ParameterScan, key: Verifier, signature: Buffer | undefined): Proof => {
  if (scan.hasIdleJoints()) return null
  // The signature lies among the bytes that another form is about to take the place of.
  request.keepSignature()
  const reencoded = reencodedPayload(scan)
  const decoded = decodedPayload(scan)
  return proofOf(request, request.replacePayload(reencoded), key, signature) ??
    (decoded === undefined || decoded === reencoded ? null : proofOf(request, request.replacePayload(decoded), key, signature))
}
