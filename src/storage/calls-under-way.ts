import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { type CallBatch, NUMBERS_PER_CALL } from './sqlite/call-messages.ts'

/** Length and checksum of what follows. */
const HEAD_BYTES = 8
/** With more than this under way the disk is what is slow: then calls are kept in memory alone. */
const MOST_BYTES = 32 * 1_048_576

/**
 * Batches of calls that are on their way to the log's file, in a file of their own beside it. It is written on the answering thread, in one step, before a batch
 * goes to the thread that writes rows: however late that thread is, a killed process loses none of them, for what was handed to the system is the system's. Emptied as soon as the
 * rows are written. Of a loss of power it saves nothing, and says so by the checksum.
 */
export class CallsUnderWay {
  readonly #file: number
  #bytes: number

  private constructor(file: number, bytes: number) {
    this.#file = file
    this.#bytes = bytes
  }

  /** @returns the file, and the batches that a killed process left in it, in the order in which they were kept */
  static open(path: string): { readonly underWay: CallsUnderWay; readonly left: readonly CallBatch[] } {
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
    const left: CallBatch[] = []
    let at = 0
    for (let one = batchAt(bytes, at); one; one = batchAt(bytes, at)) {
      left.push(one.batch)
      at = one.end
    }
    return { underWay: new CallsUnderWay(openSync(path, existsSync(path) ? 'r+' : 'wx+', 0o600), at), left }
  }

  keep(batch: CallBatch): void {
    if (this.#bytes > MOST_BYTES) return
    const body = serialize({ ...batch, numbers: batch.numbers.subarray(0, batch.count * NUMBERS_PER_CALL) })
    const bytes = Buffer.allocUnsafe(HEAD_BYTES + body.length)
    bytes.writeUInt32LE(body.length, 0)
    bytes.writeUInt32LE(crc32(body), 4)
    body.copy(bytes, HEAD_BYTES)
    try {
      writeSync(this.#file, bytes, 0, bytes.length, this.#bytes)
      this.#bytes += bytes.length
    } catch {
      // A full disk: then they are in memory alone, and no request fails for it.
    }
  }

  /** All of them are in the log's file, or are counted as lost. */
  settle(): void {
    if (this.#bytes === 0) return
    try {
      ftruncateSync(this.#file, 0)
      this.#bytes = 0
    } catch {
      // What is left in it is in the log already, and passed over at the next start.
    }
  }

  close(): void {
    this.settle()
    closeSync(this.#file)
  }
}

/** Undefined where none is whole: at the end, and where a kill or a loss of power cut one off. */
const batchAt = (bytes: Buffer, at: number): { readonly batch: CallBatch; readonly end: number } | undefined => {
  if (bytes.length < at + HEAD_BYTES) return undefined
  const end = at + HEAD_BYTES + bytes.readUInt32LE(at)
  const body = bytes.subarray(at + HEAD_BYTES, end)
  if (end > bytes.length || body.length === 0 || crc32(body) !== bytes.readUInt32LE(at + 4)) return undefined
  // Written by `keep`; the checksum guards it.
  const batch = deserialize(body) as CallBatch
  // A copy: its memory is handed to another thread.
  return { batch: { ...batch, numbers: Float64Array.from(batch.numbers) }, end }
}
