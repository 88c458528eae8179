/** Then a stream ends and the browser asks again: whoever was signed out meanwhile hears no more. */
export const LONGEST_STREAM_MS = 60_000

const bytes = new TextEncoder()

/** How soon the browser asks again. */
export const STREAM_OPENING = bytes.encode('retry: 1000\n\n')

/** One server-sent event. */
export const streamEvent = (name: string, data: unknown): Uint8Array => bytes.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
