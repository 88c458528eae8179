/**
 * A process that holds many open sockets and tells its parent when a message has come to every one of them. It reads frames itself and
 * nothing of what they say: what is measured is the sender.
 */
import { connect, type Socket } from 'node:net'

interface Order { readonly port: number; readonly path: string; readonly count: number }

/** Bytes of the unmasked frame that begins there; undefined while its head is not whole. */
const frameLength = (bytes: Buffer, at: number): number | undefined => {
  if (bytes.length - at < 4) return undefined
  const short = (bytes[at + 1] ?? 0) & 0x7f
  return short < 126 ? 2 + short : 4 + bytes.readUInt16BE(at + 2)
}

let received: number[] = []
let total = 0
let sockets: Socket[] = []

const note = (index: number): void => {
  const message = received[index] ?? 0
  received[index] = message + 1
  arrivals[message] = (arrivals[message] ?? 0) + 1
  if (arrivals[message] === total) process.send?.({ message, atMs: performance.timeOrigin + performance.now() })
}
let arrivals: number[] = []

const open = (port: number, path: string, index: number): Promise<void> => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  let rest: Buffer = Buffer.alloc(0)
  let isOpen = false
  socket.on('data', (chunk: Buffer) => {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    if (!isOpen) {
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1) { rest = bytes; return }
      isOpen = true
      resolve()
      bytes = bytes.subarray(end + 4)
    }
    let at = 0
    for (let length = frameLength(bytes, at); length !== undefined && at + length <= bytes.length; length = frameLength(bytes, at)) {
      note(index)
      at += length
    }
    rest = bytes.subarray(at)
  })
  socket.on('error', () => {})
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`)
})

process.on('message', (order: Order | 'close') => {
  if (order === 'close') {
    for (const socket of sockets) socket.destroy()
    sockets = []
    process.send?.({ closed: true })
    return
  }
  received = []
  arrivals = []
  total = order.count
  const opening = Array.from({ length: order.count }, (_, index) => open(order.port, order.path, index))
  void Promise.all(opening).then(() => process.send?.({ opened: true }))
})
