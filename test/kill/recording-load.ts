/**
 * Sends the same signed requests over keep-alive connections, one at a time on each, until the server is gone, and tells which answers came: by the ids in
 * their headers, in the order in which they came. In a process of its own, so that it does not take the test's thread for the load's.
 */
import net from 'node:net'

export interface RecordingOrder {
  readonly port: number
  readonly connections: number
  /** Whole HTTP requests. */
  readonly requests: readonly string[]
}

export type RecordingMessage =
  /** So many answers have come. */
  | { readonly kind: 'answered'; readonly count: number }
  /** The server is gone; these were all. */
  | { readonly kind: 'over'; readonly ids: readonly string[]; readonly notOk: number }

const HEADERS_END = '\r\n\r\n'
const TOLD_EVERY = 1_000

process.once('message', ({ port, connections, requests }: RecordingOrder) => {
  const ids: string[] = []
  let [next, open, notOk] = [0, connections, 0]
  const tell = (message: RecordingMessage): void => void process.send?.(message)
  for (let index = 0; index < connections; index += 1) {
    const socket = net.connect({ host: '127.0.0.1', port, noDelay: true })
    const send = (): void => void socket.write(requests[next++ % requests.length] ?? '')
    let rest = ''
    socket.setEncoding('latin1')
    socket.on('connect', send)
    socket.on('error', () => {})
    socket.on('close', () => {
      open -= 1
      if (open === 0) tell({ kind: 'over', ids, notOk })
    })
    socket.on('data', (text: string) => {
      rest += text
      const head = rest.indexOf(HEADERS_END)
      if (head === -1) return
      const length = head + HEADERS_END.length + Number(/content-length: (\d+)/i.exec(rest)?.[1] ?? 0)
      if (rest.length < length) return
      if (!rest.startsWith('HTTP/1.1 200')) notOk += 1
      ids.push(/x-mbx-uuid: (\S+)/i.exec(rest)?.[1] ?? '')
      rest = rest.slice(length)
      if (ids.length % TOLD_EVERY === 0) tell({ kind: 'answered', count: ids.length })
      send()
    })
  }
})
