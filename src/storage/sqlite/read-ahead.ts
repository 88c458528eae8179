import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads'
import { HANDED_OVER, TAKEN } from './row-messages.ts'
import type { FromRowThread, RowThreadData } from './row-messages.ts'
import { unpackRows } from './row-pack.ts'
import { asStoreError } from './sqlite-fault.ts'

/** A thread that says nothing for so long is gone. */
const SILENCE_MS = 60_000

/**
 * The rows of one query as arrays, read by a thread of its own while this one uses those before: worth its start (some
 * 50 ms) for hundreds of thousands of rows. Waits without leaving the caller's turn, as any iteration does.
 */
export function* readAheadOf(query: Omit<RowThreadData, 'port' | 'counters'>): Iterable<unknown[]> {
  const { port1, port2 } = new MessageChannel()
  const counters = new Int32Array(new SharedArrayBuffer(8))
  const workerData: RowThreadData = { ...query, port: port2, counters }
  const worker = new Worker(new URL('./row-thread.ts', import.meta.url), { workerData, transferList: [port2], execArgv: [], name: 'bitting-rows' })
  worker.unref()
  try {
    for (;;) {
      const message = nextMessage(port1, counters)
      if (message.kind === 'end') return
      if (message.kind === 'failed') throw asStoreError(Object.assign(new Error(message.happened), { errcode: message.result }), query.file)
      yield* unpackRows(message.pack, query.kinds)
    }
  } finally {
    port1.close()
    void worker.terminate()
  }
}

const nextMessage = (port: Parameters<typeof receiveMessageOnPort>[0], counters: Int32Array): FromRowThread => {
  for (;;) {
    const handedOver = Atomics.load(counters, HANDED_OVER)
    const received = receiveMessageOnPort(port)
    if (received) {
      Atomics.add(counters, TAKEN, 1)
      Atomics.notify(counters, TAKEN)
      // The thread posts these messages only.
      return received.message as FromRowThread
    }
    if (Atomics.wait(counters, HANDED_OVER, handedOver, SILENCE_MS) === 'timed-out') throw new Error('the thread that reads rows fell silent')
  }
}
