import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Bytes that lie in this process's memory until somebody else moves: answers that callers have not taken yet, bodies that they have not
 * ended. Nobody can be made to: so what is held in all has a bound, and past it the connection goes that has held something for the longest.
 */
export class HeldBytes {
  readonly #mostBytes: number
  /** The one that has held something for the longest first. */
  readonly #held = new Map<Socket, number>()
  #bytes = 0
  /** Connections whose end is heard of. */
  readonly #watched = new WeakSet<Socket>()

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Notes an answer that was ended just now; nothing is held where the connection took it at once. */
  noteAnswer(response: ServerResponse, bytes: number): void {
    const { socket } = response.req
    // An answer without a socket waits for those before it on its connection.
    if (response.socket !== null && socket.writableLength === 0) return
    response.once('finish', () => this.letGo(socket, bytes))
    this.hold(socket, bytes)
  }

  /** Notes bytes that wait for the other end of this connection. */
  hold(socket: Socket, bytes: number): void {
    if (socket.destroyed) return
    this.#watch(socket)
    this.#held.set(socket, (this.#held.get(socket) ?? 0) + bytes)
    this.#bytes += bytes
    if (this.#bytes > this.#mostBytes) this.#makeRoom()
  }

  /** Notes that so many of them wait no longer. */
  letGo(socket: Socket, bytes: number): void {
    const held = this.#held.get(socket)
    if (held === undefined) return
    const gone = Math.min(held, bytes)
    this.#bytes -= gone
    if (gone === held) this.#held.delete(socket)
    else this.#held.set(socket, held - gone)
  }

  #watch(socket: Socket): void {
    if (this.#watched.has(socket)) return
    this.#watched.add(socket)
    socket.once('close', () => this.letGo(socket, Infinity))
  }

  #makeRoom(): void {
    for (const socket of this.#held.keys()) {
      if (this.#bytes <= this.#mostBytes) return
      this.letGo(socket, Infinity)
      socket.destroy()
    }
  }
}
