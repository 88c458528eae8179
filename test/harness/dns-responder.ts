import { createSocket, type Socket } from 'node:dgram'
import type { AddressInfo } from 'node:net'

const TYPE = { a: 1, aaaa: 28 } as const
const NAME_ERROR = 3

/** The name of a question, and where its type stands behind it. */
const nameOf = (query: Buffer): { readonly name: string; readonly end: number } => {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}

/** A name server on loopback over UDP (RFC 1035) that knows what `zone` knows: IPv4 addresses of names. */
export class DnsResponder {
  readonly zone = new Map<string, readonly string[]>()
  readonly asked: string[] = []
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', (query, from) => socket.send(this.#answer(query), from.port, from.address))
  }

  static async start(): Promise<DnsResponder> {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    return new DnsResponder(socket)
  }

  /** As a resolver takes it. */
  get server(): string {
    const { address, port }: AddressInfo = this.#socket.address()
    return `${address}:${port}`
  }

  stop(): void {
    this.#socket.close()
  }

  #answer(query: Buffer): Buffer {
    const { name, end } = nameOf(query)
    this.asked.push(name)
    const known = this.zone.get(name)
    const found = query.readUInt16BE(end) === TYPE.a ? known ?? [] : []
    const head = Buffer.from(query.subarray(0, end + 4))
    head.writeUInt16BE(0x8580 | (known ? 0 : NAME_ERROR), 2)
    head.writeUInt16BE(found.length, 6)
    head.writeUInt32BE(0, 8)
    const answers = found.map((address) => Buffer.from([0xc0, 12, 0, TYPE.a, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]))
    return Buffer.concat([head, ...answers])
  }
}
