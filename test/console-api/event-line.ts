import assert from 'node:assert/strict'
import type { Browser } from './browser.ts'

/** A line of server-sent events, read as it comes. */
export class EventLine {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #waiting: string[] = []
  #rest = ''

  private constructor(reader: ReadableStreamDefaultReader<Uint8Array>) {
    this.#reader = reader
  }

  static async open({ cookieHeader }: Pick<Browser, 'cookieHeader'>, url: string): Promise<EventLine> {
    const response = await fetch(url, { headers: { cookie: cookieHeader } })
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'text/event-stream'])
    return new EventLine(response.body?.getReader() ?? assert.fail('no stream'))
  }

  /** The name of the next event; null once the line is over. */
  async next(): Promise<string | null> {
    for (;;) {
      const name = this.#waiting.shift()
      if (name !== undefined) return name
      const { done, value } = await this.#reader.read()
      if (done) return null
      const blocks = (this.#rest + Buffer.from(value).toString()).split('\n\n')
      this.#rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const found = /^event: (.*)$/m.exec(block)?.[1]
        if (found !== undefined) this.#waiting.push(found)
      }
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel()
  }
}
