import { hash } from 'node:crypto'

/** Base 58 as Bitcoin counts it, and as the XRP Ledger does. */
const BITCOIN_ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
export const RIPPLE_ALPHABET = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz'

const CHECKSUM_BYTES = 4

export const encodeBase58 = (bytes: Uint8Array, alphabet = BITCOIN_ALPHABET): string => {
  let value = bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; value > 0n; value /= 58n) text = alphabet[Number(value % 58n)] + text
  for (const byte of bytes) {
    if (byte !== 0) break
    text = alphabet[0] + text
  }
  return text
}

/** @returns the bytes, or null where a character is not of the alphabet. */
export const decodeBase58 = (text: string, alphabet = BITCOIN_ALPHABET): Uint8Array | null => {
  let value = 0n
  for (const character of text) {
    const digit = alphabet.indexOf(character)
    if (digit < 0) return null
    value = value * 58n + BigInt(digit)
  }
  let zeros = 0
  while (zeros < text.length && text[zeros] === alphabet[0]) zeros += 1
  const hex = value === 0n ? '' : value.toString(16)
  const body = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.alloc(zeros), body])
}

const checksumOf = (bytes: Uint8Array): Uint8Array => hash('sha256', hash('sha256', bytes, 'buffer'), 'buffer').subarray(0, CHECKSUM_BYTES)

/** Version byte and payload with the four bytes of checksum that Bitcoin, Tron, Dogecoin, Litecoin and the XRP Ledger append. */
export const encodeBase58Check = (version: number, payload: Uint8Array, alphabet = BITCOIN_ALPHABET): string => {
  const body = Buffer.concat([Buffer.of(version), payload])
  return encodeBase58(Buffer.concat([body, checksumOf(body)]), alphabet)
}

/** @returns version and payload, or null where the text is not such a thing or its checksum fails. */
export const decodeBase58Check = (text: string, alphabet = BITCOIN_ALPHABET): { readonly version: number; readonly payload: Uint8Array } | null => {
  const bytes = decodeBase58(text, alphabet)
  if (!bytes || bytes.length <= CHECKSUM_BYTES) return null
  const body = bytes.subarray(0, -CHECKSUM_BYTES)
  if (!Buffer.from(checksumOf(body)).equals(bytes.subarray(-CHECKSUM_BYTES))) return null
  return { version: body[0]!, payload: body.subarray(1) }
}
