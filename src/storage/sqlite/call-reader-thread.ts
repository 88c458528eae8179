/** Answers questions about the call log, on a thread of its own, so that neither requests nor what is being written wait for them. */
import { parentPort, workerData } from 'node:worker_threads'
import type { CallAnswer, CallQuestion } from './call-messages.ts'
import { CallSearch } from './call-search.ts'
import { openForReading } from './connection.ts'
import { messageOf } from './sqlite-fault.ts'

const serve = (port: NonNullable<typeof parentPort>): void => {
  // The main thread starts this file with the name of the call log's file, and sends questions only.
  const database = openForReading(workerData as string)
  const search = new CallSearch(database)
  const rowsOf = (question: CallQuestion): (CallAnswer & { ok: true })['rows'] => {
    switch (question.kind) {
      case 'calls': return search.find(question.query)
      case 'usage': return search.usage(question.query)
      // Copied, because SQLite's rows have no prototype.
      case 'rows': return database.prepare(question.sql).all(...question.parameters).map((row) => ({ ...row }))
    }
  }

  port.on('message', (message: { readonly id: number; readonly question: CallQuestion } | 'close') => {
    if (message === 'close') {
      database.close()
      port.close()
      return
    }
    let answer: CallAnswer
    try {
      answer = { ok: true, rows: rowsOf(message.question) }
    } catch (error) {
      answer = { ok: false, happened: messageOf(error) }
    }
    port.postMessage({ id: message.id, answer })
  })
}

if (parentPort) serve(parentPort)
