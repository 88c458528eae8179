import assert from 'node:assert/strict'
import { once } from 'node:events'
import { WebSocket } from 'ws'

/** What a server is started with, so that its memory can be looked into. */
export const INSPECTED = { NODE_OPTIONS: '--inspect=127.0.0.1:0' } as const

/** Read field by field: the inspector's protocol (https://chromedevtools.github.io/devtools-protocol/v8/) has no types here. */
type Message = any

/** A conversation with the inspector of a process, and through it with the inspectors of its workers. */
class Inspector {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (result: Message) => void>()
  readonly workers: string[] = []
  #asked = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => this.#hear(JSON.parse(String(data))))
  }

  static async open(url: string): Promise<Inspector> {
    const socket = new WebSocket(url)
    await once(socket, 'open')
    return new Inspector(socket)
  }

  /** Asks the main thread, or the worker of that session. */
  ask(method: string, params: object = {}, worker?: string): Promise<Message> {
    const id = this.#asked += 1
    const message = { id, method, params }
    this.#socket.send(JSON.stringify(worker === undefined ? message : { id: this.#asked += 1, method: 'NodeWorker.sendMessageToWorker', params: { sessionId: worker, message: JSON.stringify(message) } }))
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  #hear(message: Message): void {
    if (message.method === 'NodeWorker.attachedToWorker') this.workers.push(message.params.sessionId)
    else if (message.method === 'NodeWorker.receivedMessageFromWorker') this.#hear(JSON.parse(message.params.message))
    else this.#waiting.get(message.id)?.(message.result)
  }

  close(): void {
    this.#socket.close()
  }
}

/**
 * What a server that was started `INSPECTED` still reaches after its garbage was collected, on the main thread and on every worker.
 * How much garbage lies about depends on how busy the machine is; this does not.
 * @returns MB
 */
export const reachableMb = async ({ output }: { readonly output: string }): Promise<number> => {
  const inspector = await Inspector.open(/ws:\/\/\S+/.exec(/^Debugger listening on .*$/m.exec(output)?.[0] ?? '')?.[0] ?? assert.fail(output))
  try {
    await inspector.ask('NodeWorker.enable', { waitForDebuggerOnStart: false })
    let bytes = 0
    for (const thread of [undefined, ...inspector.workers]) {
      await inspector.ask('HeapProfiler.collectGarbage', {}, thread)
      const { result } = await inspector.ask('Runtime.evaluate', { expression: 'process.memoryUsage().heapUsed + process.memoryUsage().external' }, thread)
      bytes += result.value
    }
    return bytes / 1_048_576
  } finally {
    inspector.close()
  }
}
