/** Writes the call log's file and keeps it within bounds; on a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { type CallThreadData, type FromCallThread, NUMBER, type ToCallThread } from './call-messages.ts'
import { CallWriter } from './call-writer.ts'
import { messageOf } from './sqlite-fault.ts'

/** How long counts may wait in memory, and what is too old in the file, when nothing else is to be done. */
const IDLE_MS = 2_000

const serve = (port: NonNullable<typeof parentPort>): void => {
  // The main thread starts this file with these data, and sends these messages only.
  const writer = new CallWriter(workerData as CallThreadData)
  const answer = (message: FromCallThread): void => port.postMessage(message)
  let idle: NodeJS.Timeout | undefined

  /** What fails of it is tried again later: no call is lost by it. */
  const tidy = (): void => {
    idle = undefined
    try {
      writer.count()
      if (writer.sweep()) setImmediate(tidy)
    } catch {
      later()
    }
  }
  const later = (): void => { idle ??= setTimeout(tidy, IDLE_MS) }

  const write = ({ batch, gaps }: Extract<ToCallThread, { kind: 'batch' }>): void => {
    try {
      writer.write(batch, gaps)
    } catch (error) {
      return answer({ kind: 'lost', rows: batch.count, first: batch.first, timeUs: batch.numbers[NUMBER.timeUs] ?? 0, gaps, happened: messageOf(error) })
    }
    answer({ kind: 'written', rows: batch.count })
    try {
      writer.afterBatch(batch)
    } catch {
      // The next batch tries again.
    }
    later()
  }

  port.on('message', (message: ToCallThread) => {
    switch (message.kind) {
      case 'batch': return write(message)
      case 'count': {
        try {
          writer.count()
          return answer({ kind: 'counted', id: message.id, happened: null })
        } catch (error) {
          return answer({ kind: 'counted', id: message.id, happened: messageOf(error) })
        }
      }
      case 'close': {
        clearTimeout(idle)
        try {
          writer.close(message.gaps)
        } finally {
          port.close()
        }
      }
    }
  })
  answer({ kind: 'ready', newest: writer.newest })
}

if (parentPort) serve(parentPort)
