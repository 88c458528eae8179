import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from '../authority/key-text.ts'

const TOKEN_BYTES = 32

/** An opaque token of 256 random bits. Only its hash is kept. */
export const newToken = (randomBytes: RandomBytes, prefix = ''): string => prefix + Buffer.from(randomBytes(TOKEN_BYTES)).toString('base64url')

/** SHA-256, hex: enough for what has 256 random bits. */
export const hashOfToken = (token: string): string => hash('sha256', token, 'hex')

/** Compares in constant time; texts of other lengths differ. */
export const isSameText = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The token that a form of this session must carry: derived, so that it needs no store and changes with the session's token. */
export const csrfTokenOf = (sessionToken: string): string => createHmac('sha256', sessionToken).update('bitting csrf v1').digest('base64url')

/** Whether a request that came with `sessionToken` also came from a page of that session. */
export const isCsrfToken = (sessionToken: string, presented: string): boolean => isSameText(csrfTokenOf(sessionToken), presented)
