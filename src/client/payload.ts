export type ParameterValue = string | number | bigint | boolean | readonly (string | number)[]
/** Parameters of a call; those that are undefined are not sent. */
export type Parameters = Readonly<Record<string, ParameterValue | undefined>>

/** RFC 3986 leaves these to be escaped too; some servers decode and encode again before they check a signature. */
const escaped = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

const textOf = (name: string, value: ParameterValue): string => {
  if (typeof value !== 'number') return typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) throw new RangeError(`Parameter ${name} is ${value}, which is no number that can be sent.`)
  // 1e-7 is no decimal on this wire, and whoever means an exact amount writes it as text.
  return /e/i.test(String(value)) ? value.toFixed(20).replace(/\.?0+$/, '') : String(value)
}

/** `a=1&b=%5B%22X%22%5D`: in the order given, each value percent-encoded, lists as JSON. */
export const encodeParameters = (parameters: Parameters): string =>
  Object.entries(parameters).filter((entry): entry is [string, ParameterValue] => entry[1] !== undefined).map(([name, value]) => `${escaped(name)}=${escaped(textOf(name, value))}`).join('&')
