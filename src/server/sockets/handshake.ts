import { randomUUIDv7 } from 'node:crypto'
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type SocketRoute, socketPath, socketRoute, timeUnitOf } from '../../binance/streams/socket-paths.ts'
import type { TimeUnit } from '../../binance/wire-time.ts'
import type { GateRequest, Opening } from '../../gate/gate.ts'
import { requestId } from '../../ids.ts'
import { readWireHeaders } from '../request-headers.ts'
import type { WireParts } from '../wire-handler.ts'

/** An HTTP request that asks to become a socket. */
export interface Handshake {
  readonly request: GateRequest
  /** Undefined where no socket opens. */
  readonly route: SocketRoute | undefined
  readonly query: string
  /** Undefined where it asks for a unit that is none. */
  readonly timeUnit: TimeUnit | undefined
  /** What the program calls itself. */
  readonly client: string | undefined
}

/** Weight of a connection to the socket API. */
const CONNECTING_WEIGHT = 2

/** Names of streams are the caller's, and a listenKey may be among them: nothing keeps more of the path than what it opens. */
export const readHandshake = (message: IncomingMessage, socket: Duplex, { addressOf, clock }: Pick<WireParts, 'addressOf' | 'clock'>): Handshake => {
  const url = message.url ?? '/'
  const mark = url.indexOf('?')
  const whole = mark === -1 ? url : url.slice(0, mark)
  const query = mark === -1 ? '' : url.slice(mark + 1)
  const environment = whole.startsWith('/testnet/') ? 'testnet' : 'live'
  const path = environment === 'testnet' ? whole.slice('/testnet'.length) : whole
  const route = socketRoute(path, query)
  const headers = readWireHeaders(message)
  return {
    // The listener speaks TCP or TLS: both are sockets.
    request: { id: requestId(randomUUIDv7()), receivedAtUs: clock.nowUs(), environment, method: 'GET', path: route ? socketPath(route) : path, query: '', body: '', apiKey: headers.apiKey, address: addressOf(socket as Socket, headers) },
    route, query, timeUnit: timeUnitOf(query), client: headers.userAgent,
  }
}

const BAD_TIME_UNIT = { fault: 'coded', code: -1194, message: 'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.' } as const

/** What the gate is asked for. */
export const openingOf = (route: SocketRoute, timeUnit: TimeUnit | undefined): Opening => ({
  ...(route.kind === 'api' ? { kind: route.kind, family: route.family, weight: CONNECTING_WEIGHT } : { kind: route.kind, family: route.product === 'spot' ? 'api' : 'fapi', weight: 0 }),
  ...(timeUnit === undefined && { fault: BAD_TIME_UNIT }),
})

/** As the call log names it. */
export const handshakeName = ({ request, route }: Handshake): string | undefined => route && `${request.method} ${request.path}`

export interface HandshakeRefusal {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly headers?: Readonly<Record<string, string | number>>
}

/** Answers a request that becomes no socket, in the way of the wire. */
export const refuseHandshake = (socket: Duplex, { request }: Handshake, { status, code, message, headers = {} }: HandshakeRefusal): void => {
  const body = JSON.stringify({ code, msg: message })
  const lines = Object.entries({ 'Content-Type': 'application/json;charset=UTF-8', 'x-mbx-uuid': request.id, 'Content-Length': Buffer.byteLength(body), Connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
}
