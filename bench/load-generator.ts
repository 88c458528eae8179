/**
 * Sends the same prepared requests over keep-alive connections, one at a time on each, and counts whole answers.
 * Runs in a process of its own so that it does not share the server's thread; speaks plain sockets so that it is not
 * the slower end. Told by its parent's messages, answers by message.
 */
import net from 'node:net'

export interface LoadOrder {
  readonly host: string
  readonly port: number
  readonly connections: number
  /** Whole HTTP requests as latin1 text; connection n begins with the n-th and goes round. */
  readonly requests: readonly string[]
  readonly warmUpMs: number
  readonly measureMs: number
}

export interface LoadResult {
  readonly perSecond: number
  readonly notOk: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

const HEADERS_END = Buffer.from('\r\n\r\n')
/** Where the first digit of the status stands in `HTTP/1.1 200 OK`. */
const STATUS_AT = 9
const TWO = 0x32

/** Bytes of the answer that begins here, headers and body; undefined while its headers are not complete. */
const lengthOfAnswer = (bytes: Buffer): number | undefined => {
  const end = bytes.indexOf(HEADERS_END)
  if (end === -1) return undefined
  return end + HEADERS_END.length + Number(/content-length: (\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1] ?? 0)
}

const drive = ({ host, port, connections, requests, warmUpMs, measureMs }: LoadOrder): Promise<LoadResult> =>
  new Promise((resolve, reject) => {
    const bytes = requests.map((text) => Buffer.from(text, 'latin1'))
    const latencies: number[] = []
    let next = 0
    let isCounting = false
    let answered = 0
    let notOk = 0
    let startedAt = 0
    const sockets: net.Socket[] = []
    const wholeLengths = new Set<number>()
    for (let index = 0; index < connections; index += 1) {
      let sentAt = 0
      let rest: Buffer = Buffer.alloc(0)
      const socket = net.connect({ host, port, noDelay: true })
      const send = (): void => {
        sentAt = performance.now()
        socket.write(bytes[next++ % bytes.length] ?? Buffer.alloc(0))
      }
      socket.on('connect', send)
      socket.on('error', reject)
      const answeredWith = (answer: Buffer): void => {
        if (isCounting) {
          answered += 1
          latencies.push(performance.now() - sentAt)
          if (answer[STATUS_AT] !== TWO) notOk += 1
        }
        send()
      }
      socket.on('data', (chunk: Buffer) => {
        // Nearly every answer comes in one piece, as long as one seen before: those need no reading.
        if (rest.length === 0 && wholeLengths.has(chunk.length) && chunk[STATUS_AT] === TWO) return answeredWith(chunk)
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
        const length = lengthOfAnswer(rest)
        if (length === undefined || rest.length < length) return
        if (rest.length === length) wholeLengths.add(length)
        const answer = rest
        rest = rest.subarray(length)
        answeredWith(answer)
      })
      sockets.push(socket)
    }
    setTimeout(() => {
      isCounting = true
      startedAt = performance.now()
    }, warmUpMs)
    setTimeout(() => {
      const seconds = (performance.now() - startedAt) / 1_000
      for (const socket of sockets) socket.destroy()
      latencies.sort((a, b) => a - b)
      resolve({ perSecond: answered / seconds, notOk, p50: latencies[latencies.length >> 1] ?? Number.NaN, p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN })
    }, warmUpMs + measureMs)
  })

process.on('message', (order: LoadOrder) => {
  drive(order).then((result) => process.send?.(result), (error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})
