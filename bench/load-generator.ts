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
      socket.on('data', (chunk: Buffer) => {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
        const end = rest.indexOf(HEADERS_END)
        if (end === -1) return
        const head = rest.toString('latin1', 0, end)
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
        if (rest.length < end + 4 + length) return
        if (isCounting) {
          answered += 1
          latencies.push(performance.now() - sentAt)
          if (!head.startsWith('HTTP/1.1 200')) notOk += 1
        }
        rest = rest.subarray(end + 4 + length)
        send()
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
