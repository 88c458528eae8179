/** How parameter texts travel: `application/x-www-form-urlencoded` over UTF-8, a space as `+` or `%20`. */

/** Names whose values keep a literal `+`: mail addresses, which some clients send unencoded (`a+b@example.com`). */
const KEEPS_PLUS = /email$/i

/** Bytes above 127 that came unencoded, as the escapes that they should have been. */
const escapeHighBytes = (latin1: string): string => latin1.replace(/[\x80-\xff]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)

/** The text behind percent-encoded bytes (given as latin1); undefined when an escape is cut or the bytes are not UTF-8. */
export const percentDecode = (latin1: string): string | undefined => {
  try {
    return decodeURIComponent(escapeHighBytes(latin1))
  } catch {
    return undefined
  }
}

/** A name or value of a form, decoded; undefined when malformed. */
export const formDecode = (latin1: string, name = ''): string | undefined =>
  percentDecode(latin1.includes('+') && !KEEPS_PLUS.test(name) ? latin1.replaceAll('+', ' ') : latin1)

/** `encodeURIComponent`, which throws on half a surrogate pair; decoded UTF-8 never holds one. */
export const percentEncode = (text: string): string => encodeURIComponent(text)
