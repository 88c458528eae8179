import { once } from 'node:events'
import { WebSocket } from 'ws'

/** A socket whose messages are kept, so that a test asks, and waits for what it expects. */
export class FollowingSocket {
  readonly socket: WebSocket
  /** Read field by field. */
  readonly heard: any[] = []
  #asked = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => void this.heard.push(JSON.parse(String(data))))
  }

  static async open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<FollowingSocket> {
    const socket = new WebSocket(url, { headers })
    const following = new FollowingSocket(socket)
    await once(socket, 'open')
    return following
  }

  /** The first message for which there is something. */
  async until<Found>(find: (message: any) => Found | undefined): Promise<Found> {
    for (;;) {
      for (const message of this.heard) {
        const found = find(message)
        if (found !== undefined) return found
      }
      await once(this.socket, 'message')
    }
  }

  /** An event of an account, by its kind. */
  event(kind: string): Promise<any> {
    return this.until((message) => { const event = message.event ?? message.data ?? message; return event.e === kind ? event : undefined })
  }

  ask(method: string, params: object): Promise<any> {
    const id = this.#asked += 1
    this.socket.send(JSON.stringify({ id, method, params }))
    return this.until((message) => (message.id === id ? message : undefined))
  }

  /** What a connection is told whose session was cut off. */
  async askAfterTheEnd(method: string, params: object): Promise<any> {
    this.socket.send(JSON.stringify({ id: this.#asked += 1, method, params }))
    return this.until((message) => (message.error !== undefined ? message : undefined))
  }

  hangUp(): void {
    this.socket.terminate()
  }
}
