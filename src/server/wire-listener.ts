import { readFileSync } from 'node:fs'
import http, { type IncomingMessage, type RequestListener, type Server, STATUS_CODES } from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { RequestId } from '../ids.ts'

export interface ListenerOptions {
  readonly host: string
  readonly port: number
  readonly tls?: { readonly certFile: string; readonly keyFile: string }
}

export interface Listener {
  readonly url: string
  /** Stops taking connections, lets running requests end, and closes what is left after the grace. */
  close(graceMs: number): Promise<void>
}

/** Limits on slow and large senders; a request line and its headers fit 16 KiB. */
const LIMITS = { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 75_000, connectionsCheckingInterval: 5_000 }

/** A connection on which a request or its answer has not moved for so long is cut. */
const SILENCE_MS = 30_000

/** Another protocol may be wished for and not be had (RFC 9110 §7.8): Java's own client asks for HTTP/2 on its first call. */
const shouldUpgradeCallback = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket'

/** Takes a request that asks to become a socket. */
export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** Hears of what could not be read as a request, before it is answered. @returns the id that the answer carries */
export type UnreadListener = (socket: Socket, status: number) => RequestId

/** Serves `handler` over HTTP, or HTTPS where a certificate is given. Rejects with what to do when the port is taken. */
export const listen = async (options: ListenerOptions, handler: RequestListener, upgrade?: UpgradeListener, unread?: UnreadListener): Promise<Listener> => {
  const settings = upgrade ? { ...LIMITS, shouldUpgradeCallback } : LIMITS
  const server: Server = options.tls
    ? https.createServer({ ...settings, cert: readFileSync(options.tls.certFile), key: readFileSync(options.tls.keyFile) }, handler)
    : http.createServer(settings, handler)
  server.setTimeout(SILENCE_MS)
  if (upgrade) server.on('upgrade', upgrade)
  // Whoever expects something else than a 100 gets an answer all the same.
  server.on('checkExpectation', handler)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
    // The listener speaks TCP or TLS: both are sockets.
    const id = unread?.(socket as Socket, status)
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${id === undefined ? '' : `x-mbx-uuid: ${id}\r\n`}Content-Length: 0\r\nConnection: close\r\n\r\n`)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, options)))
    server.listen(options.port, options.host, () => resolve())
  })
  // An address of a listening TCP server is always an AddressInfo.
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return { url: `${options.tls ? 'https' : 'http'}://${host}:${port}`, close: (graceMs) => drain(server, graceMs) }
}

const explained = (error: NodeJS.ErrnoException, { host, port }: ListenerOptions): Error =>
  error.code === 'EADDRINUSE' ? new Error(`Port ${port} on ${host} is taken by another program. Choose another with --port and --console-port, or stop that program.`)
    : error.code === 'EACCES' ? new Error(`This user may not listen on port ${port}. Choose one above 1023 with --port.`)
      : error

const drain = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
