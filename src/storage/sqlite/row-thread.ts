/** Reads the rows of one query ahead of the thread that uses them, and hands them over in packs. */
import type { SQLOutputValue } from 'node:sqlite'
import { workerData } from 'node:worker_threads'
import { openForReading } from './connection.ts'
import { HANDED_OVER, TAKEN } from './row-messages.ts'
import type { FromRowThread, RowThreadData } from './row-messages.ts'
import { packRows } from './row-pack.ts'
import { messageOf, sqliteResult } from './sqlite-fault.ts'

const ROWS_PER_PACK = 500
/** Packs that may wait to be taken: a bound for memory. */
const PACKS_AHEAD = 64

const readAhead = ({ file, sql, parameters, kinds, port, counters }: RowThreadData): void => {
  const handOver = (message: FromRowThread): void => {
    port.postMessage(message, message.kind === 'rows' ? [message.pack.numbers.buffer, message.pack.bytes.buffer] : [])
    Atomics.add(counters, HANDED_OVER, 1)
    Atomics.notify(counters, HANDED_OVER)
    let taken = Atomics.load(counters, TAKEN)
    while (Atomics.load(counters, HANDED_OVER) - taken >= PACKS_AHEAD) {
      Atomics.wait(counters, TAKEN, taken)
      taken = Atomics.load(counters, TAKEN)
    }
  }
  try {
    const database = openForReading(file)
    let rows: SQLOutputValue[][] = []
    for (const row of database.prepare(sql, { returnArrays: true }).iterate(...parameters)) {
      // returnArrays makes an array of each row.
      rows.push(row as unknown as SQLOutputValue[])
      if (rows.length < ROWS_PER_PACK) continue
      handOver({ kind: 'rows', pack: packRows(rows, kinds) })
      rows = []
    }
    handOver({ kind: 'rows', pack: packRows(rows, kinds) })
    database.close()
    handOver({ kind: 'end' })
  } catch (error) {
    handOver({ kind: 'failed', happened: messageOf(error), result: sqliteResult(error) })
  }
  port.close()
}

// Started by readAheadOf alone, with these data.
readAhead(workerData as RowThreadData)
