import { chmod, rm, rmdir } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { actOfPath } from '../operations/acts.ts'
import type { Operator } from '../operations/operator.ts'
import { type Outcome, refused } from '../operations/outcome.ts'
import { areArgumentsOf } from './control-arguments.ts'
import { claimControlAddress } from './control-address.ts'

const MOST_BODY_BYTES = 1_048_576
/** An act that runs may take this long after the server was told to stop. */
const DRAIN_MS = 2_000

/** Reads the arguments of an act: a JSON array. */
const readArgumentList = async (request: IncomingMessage): Promise<readonly unknown[] | undefined> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    // Without an encoding set, a request gives Buffers.
    const piece = chunk as Buffer
    bytes += piece.length
    if (bytes > MOST_BODY_BYTES) return undefined
    chunks.push(piece)
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

const answer = (response: ServerResponse, status: number, outcome: Outcome<unknown>): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(outcome))
}

const perform = async (operator: Operator, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const act = request.method === 'POST' ? actOfPath(request.url ?? '') : undefined
  if (act === undefined) {
    return answer(response, 404, refused('unknownAct', 'The running server does not know this command.', 'It may be of another version: restart it with the version of this command line.'))
  }
  const list = await readArgumentList(request)
  if (list === undefined || !areArgumentsOf(act, list)) {
    return answer(response, 400, refused('wrongInput', 'The running server does not understand this command.', 'It may be of another version: restart it with the version of this command line.'))
  }
  // areArgumentsOf has just held the list against the act's own table.
  const method = operator[act] as (...list: unknown[]) => Promise<Outcome<unknown>>
  const outcome = await method.apply(operator, [...list])
  answer(response, 200, outcome)
}

export interface ControlSocket {
  /** The Unix socket's path, or the named pipe. */
  readonly address: string
  close(): Promise<void>
}

/**
 * Opens the door of the command line: `POST /<act>` with a JSON array of arguments, answered with an Outcome.
 * Who may open the data folder may use it; nobody else. Call it only while holding the store: it takes over what a killed server left.
 * @param tellFault is told of what an act threw; the caller hears only that it failed
 */
export const openControlSocket = async (dataFolder: string, operator: Operator, tellFault: (error: unknown) => void): Promise<ControlSocket> => {
  const { path: address, ownFolder } = await claimControlAddress(dataFolder)
  const server = createServer((request, response) => {
    perform(operator, request, response).catch((error: unknown) => {
      tellFault(error)
      if (response.headersSent) return response.destroy()
      answer(response, 500, refused('failed', `The server failed at it: ${error instanceof Error ? error.message : String(error)}`, 'Nothing else is affected. The server\'s own output tells more.'))
      return undefined
    })
  })
  const isFile = process.platform !== 'win32'
  if (isFile) await rm(address, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // The socket is made inside listen, and must never be there with more rights than it keeps.
    const usual = isFile ? process.umask(0o177) : 0
    server.listen(address, () => {
      server.off('error', reject)
      resolve()
    })
    if (isFile) process.umask(usual)
  })
  if (isFile) await chmod(address, 0o600)
  return {
    address,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref()
      })
      if (isFile) await rm(address, { force: true })
      if (ownFolder !== null) await rmdir(ownFolder).catch(() => {})
    },
  }
}
