import { connect, type Socket } from 'node:net'

/** One answer, read byte by byte: nothing decoded, merged or repaired on the way, as an HTTP client would. */
export interface RawAnswer {
  readonly status: number
  /** Names in lower case, in the order they came. */
  readonly headerNames: readonly string[]
  header(name: string): string | undefined
  readonly body: Buffer<ArrayBuffer>
}

export interface ErrorBody {
  readonly code: number
  readonly msg: string
}

/** The error in an answer; code 0 where the body is none of Binance's errors. */
export const errorOf = (answer: { readonly body: Buffer }): ErrorBody => {
  try {
    const value: unknown = JSON.parse(answer.body.toString())
    if (typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'number' && 'msg' in value && typeof value.msg === 'string') return { code: value.code, msg: value.msg }
  } catch {
    // Not JSON: no error of Binance's either.
  }
  return { code: 0, msg: '' }
}

const HEAD_END = Buffer.from('\r\n\r\n')

/** A bare TCP connection on which a test says exactly which bytes are sent, and when. */
export class RawConnection {
  readonly #socket: Socket
  #pending: Buffer = Buffer.alloc(0)
  #isEnded = false
  #wake: (() => void) | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
      this.#wake?.()
    })
    const end = (): void => {
      this.#isEnded = true
      this.#wake?.()
    }
    socket.on('end', end)
    socket.on('close', end)
    socket.on('error', end)
  }

  /** Connects to the host and port of `url`; `from` is the local address to come from, such as 127.0.0.2. */
  static open(url: string, from?: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url)
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), ...(from !== undefined && { localAddress: from }) })
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new RawConnection(socket))
      })
      socket.once('error', reject)
    })
  }

  write(bytes: string | Buffer): void {
    this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  }

  get isClosed(): boolean {
    return this.#isEnded
  }

  /** The next answer, or undefined when the server ended the connection before a whole one came. */
  async next({ isHead = false } = {}): Promise<RawAnswer | undefined> {
    for (;;) {
      const answer = this.#takeAnswer(isHead)
      if (answer) return answer
      if (this.#isEnded) return undefined
      await new Promise<void>((resolve) => { this.#wake = resolve })
      this.#wake = undefined
    }
  }

  /** Waits until the server ends the connection; what came until then. */
  async rest(): Promise<Buffer> {
    while (!this.#isEnded) {
      await new Promise<void>((resolve) => { this.#wake = resolve })
      this.#wake = undefined
    }
    return this.#pending
  }

  hangUp(): void {
    this.#socket.destroy()
  }

  #takeAnswer(isHead: boolean): RawAnswer | undefined {
    const at = this.#pending.indexOf(HEAD_END)
    if (at === -1) return undefined
    const [statusLine = '', ...lines] = this.#pending.toString('latin1', 0, at).split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? Number.NaN)
    const headers = lines.map((line): readonly [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    })
    const header = (name: string): string | undefined => headers.find(([known]) => known === name)?.[1]
    const hasBody = !isHead && status >= 200 && status !== 204 && status !== 304
    if (hasBody && header('content-length') === undefined) throw new Error(`an answer without Content-Length: ${statusLine}`)
    const length = hasBody ? Number(header('content-length')) : 0
    const from = at + HEAD_END.length
    if (this.#pending.length < from + length) return undefined
    const body = Buffer.from(this.#pending.subarray(from, from + length))
    this.#pending = this.#pending.subarray(from + length)
    return { status, headerNames: headers.map(([name]) => name), header, body }
  }
}

/** A request as bytes. `Host` is put in by itself; `Content-Length` where there is a body. */
export const rawRequest = (method: string, target: string, { headers = {}, body = '' }: { headers?: Readonly<Record<string, string>>; body?: string } = {}): string => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const length = body === '' ? '' : `Content-Length: ${Buffer.byteLength(body, 'latin1')}\r\n`
  return `${method} ${target} HTTP/1.1\r\nHost: localhost\r\n${lines}${length}\r\n${body}`
}
