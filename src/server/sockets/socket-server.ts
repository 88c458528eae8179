import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer, type RawData } from 'ws'
import { SOCKET_APIS } from '../../binance/endpoint-table.ts'
import type { Endpoint } from '../../binance/endpoint.ts'
import { refusalAnswer } from '../../binance/errors.ts'
import { returnsRateLimits, type SocketRoute } from '../../binance/streams/socket-paths.ts'
import type { TimeUnit } from '../../binance/wire-time.ts'
import type { Environment } from '../../environment.ts'
import type { Refused } from '../../gate/gate.ts'
import { DAY, SECOND, type TimeUs } from '../../time.ts'
import { CallRecords } from '../call-records.ts'
import type { WireParts } from '../wire-handler.ts'
import { ApiConnection } from './api-connection.ts'
import type { EnvironmentStreams } from './environment-streams.ts'
import { type Handshake, handshakeName, type HandshakeRefusal, openingOf, readHandshake, refuseHandshake } from './handshake.ts'
import { CLOSE, type Peer, type SocketConnection } from './peer.ts'
import { StreamConnection } from './stream-connection.ts'
import { textFrame } from './text-frame.ts'

export interface SocketParts extends Omit<WireParts, 'consoleUrl'> {
  readonly streams: Readonly<Record<Environment, EnvironmentStreams>>
  /** Whether limits on connections and messages hold. */
  readonly isLimited: boolean
}

const PING_EVERY_US = 20 * SECOND
const PONG_WITHIN_US = 60 * SECOND
const LIFE_US = DAY
/** Messages that a stream connection may send in a second, by product. */
const MESSAGES_PER_SECOND = { spot: 5, futures: 10 } as const
/** No message of this wire is longer. */
const MOST_MESSAGE_BYTES = 64 * 1024
/** What one connection may leave untaken, and all together: whoever reads too slowly is dropped, for the memory is everybody's. */
const MOST_UNTAKEN_BYTES = 2 * 1024 * 1024
const MOST_UNTAKEN_IN_ALL_BYTES = 128 * 1024 * 1024
const UNAVAILABLE = { status: 503, code: -1016, message: 'This service is no longer available.' } as const
/** How long the other end may take to say goodbye. */
const GOODBYE_MS = 1_000

/** One open socket: the peer that its connection sees. */
class OpenSocket implements Peer {
  readonly environment: Environment
  readonly address: string
  readonly client: string | undefined
  readonly connectedAtUs: TimeUs
  readonly timeUnit: TimeUnit
  readonly isOfStreams: boolean
  connection: SocketConnection | undefined
  lastPingUs: TimeUs
  lastPongUs: TimeUs
  readonly #webSocket: WebSocket
  readonly #socket: Duplex

  constructor(webSocket: WebSocket, socket: Duplex, { environment, address, client, nowUs, timeUnit, isOfStreams }: { readonly environment: Environment; readonly address: string; readonly client: string | undefined; readonly nowUs: TimeUs; readonly timeUnit: TimeUnit; readonly isOfStreams: boolean }) {
    this.#webSocket = webSocket
    this.#socket = socket
    this.environment = environment
    this.address = address
    this.client = client
    this.connectedAtUs = this.lastPingUs = this.lastPongUs = nowUs
    this.timeUnit = timeUnit
    this.isOfStreams = isOfStreams
  }

  get untakenBytes(): number {
    return this.#socket.writableLength
  }

  send(text: string): void {
    this.sendFrame(textFrame(text))
  }

  /**
   * Whole frames go straight to the socket: `ws` would build the head anew for each of a thousand listeners. It writes its own frames (pings,
   * pongs, the close) whole and at once too, since nothing is compressed here, so that neither comes between the other's bytes.
   */
  sendFrame(frame: Buffer): void {
    if (this.#webSocket.readyState !== WebSocket.OPEN) return
    if (this.#socket.writableLength > MOST_UNTAKEN_BYTES) return this.drop()
    this.#socket.write(frame)
  }

  ping(nowUs: TimeUs): void {
    this.lastPingUs = nowUs
    if (this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.ping()
  }

  close(code: number, reason: string): void {
    this.#webSocket.close(code, reason)
  }

  drop(): void {
    this.#webSocket.terminate()
  }
}

/** Everything that is spoken over sockets: who may open one, what each is for, and when it is over. */
export class SocketServer {
  readonly #parts: SocketParts
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES, perMessageDeflate: false, clientTracking: false })
  readonly #open = new Set<OpenSocket>()
  readonly #records: CallRecords
  #isDraining = false
  #onEmpty: (() => void) | undefined

  constructor(parts: SocketParts) {
    this.#parts = parts
    this.#records = new CallRecords(parts)
    for (const streams of Object.values(parts.streams)) {
      streams.onRestored(() => {
        for (const one of this.#open) if (one.isOfStreams && one.environment === streams.environment) one.close(CLOSE.restart, 'the venue goes on from another state')
      })
    }
  }

  /** Sockets that are open. */
  get size(): number {
    return this.#open.size
  }

  /** Takes an HTTP request that asks to become a socket. */
  readonly upgrade = (message: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy())
    const handshake = readHandshake(message, socket, this.#parts)
    const { request, timeUnit } = handshake
    if (this.#isDraining || this.#parts.failure() !== undefined) return this.#fail(socket, handshake, UNAVAILABLE, 'unavailable')
    const route = handshake.route && this.#isServed(handshake.route, request.environment) ? handshake.route : undefined
    const refused = this.#parts.gate.welcome(request, route && openingOf(route, timeUnit))
    if (refused) return this.#refuse(socket, handshake, refused)
    // The gate lets nobody in who asked for what is none; the compiler cannot see that.
    if (route === undefined || timeUnit === undefined) throw new Error(`the gate opened ${request.path}, where no socket opens`)
    // `ws` tells in this very step what is wrong with the handshake itself: its method, its key, its version.
    const onFault = ({ message: fault }: Error): void => this.#fail(socket, handshake, { status: 400, code: -1020, message: fault, headers: { 'Sec-WebSocket-Version': 13 } }, 'unreadable')
    this.#server.once('wsClientError', onFault)
    this.#server.handleUpgrade(message, socket, head, (webSocket) => {
      const one = new OpenSocket(webSocket, socket, { environment: request.environment, address: request.address, client: handshake.client, nowUs: request.receivedAtUs, timeUnit, isOfStreams: route.kind === 'streams' })
      this.#attend(webSocket, one, () => this.#connectionFor(route, one, handshake.query))
    })
    this.#server.off('wsClientError', onFault)
  }

  #refuse(socket: Duplex, handshake: Handshake, refused: Refused<Endpoint>): void {
    const { request, route } = handshake
    const { status, code, message } = refusalAnswer(refused.refusal, route ? openingOf(route, handshake.timeUnit).family : 'api', request.address)
    refuseHandshake(socket, handshake, { status, code, message, ...(refused.retryAfterMs !== null && { headers: { 'Retry-After': Math.ceil(refused.retryAfterMs / 1_000) } }) })
    this.#records.refused(refused, status, code, this.#parts.clock.nowUs(), handshakeName(handshake))
  }

  /** What no gate decided. */
  #fail(socket: Duplex, handshake: Handshake, answer: HandshakeRefusal, reason: 'unavailable' | 'unreadable'): void {
    if (reason === 'unreadable') this.#parts.tally?.refused(undefined, handshake.request, reason, null)
    else this.#parts.tally?.failed(undefined, handshake.request)
    refuseHandshake(socket, handshake, answer)
    this.#records.failed(handshake.request, answer, reason, handshakeName(handshake))
  }

  #isServed(route: SocketRoute, environment: Environment): boolean {
    return route.kind === 'api' ? SOCKET_APIS.has(route.family) : this.#parts.streams[environment].hubs.has(route.product)
  }

  #connectionFor(route: SocketRoute, peer: Peer, query: string): SocketConnection {
    const { streams, isLimited, clock } = this.#parts
    if (route.kind === 'api') return new ApiConnection({ ...this.#parts, userStreams: { live: streams.live.user, testnet: streams.testnet.user } }, peer, { family: route.family, returnsRateLimits: returnsRateLimits(query) })
    const { hubs, user, listenKeys } = streams[peer.environment]
    const hub = hubs.get(route.product)
    if (!hub) throw new Error(`no streams of ${route.product} are served`)
    const accounts = { listenKey: (text: string) => listenKeys.find(text, clock.nowUs()), streams: user }
    return new StreamConnection({ clock, hub, accounts, messagesPerSecond: isLimited ? MESSAGES_PER_SECOND[route.product] : null }, peer, route)
  }

  #attend(webSocket: WebSocket, one: OpenSocket, connect: () => SocketConnection): void {
    this.#open.add(one)
    // What is no frame, or too long, or no UTF-8: `ws` closes with the right code, and tells it here too.
    webSocket.on('error', () => {})
    webSocket.on('close', () => {
      this.#open.delete(one)
      one.connection?.onClosed()
      if (this.#open.size === 0) this.#onEmpty?.()
    })
    const connection = one.connection = connect()
    webSocket.on('message', (data: RawData, isBinary: boolean) => {
      if (isBinary) return one.close(CLOSE.unsupported, 'Only text is understood here')
      // A text message is one buffer: `ws` hands over fragments in other types only when it is told to.
      if (webSocket.readyState === WebSocket.OPEN) connection.onText((data as Buffer).toString('utf8'))
    })
    webSocket.on('ping', () => {
      connection.onControl?.()
      // Each ping is answered with a pong: who does not take them is a slow reader too.
      if (one.untakenBytes > MOST_UNTAKEN_BYTES) one.drop()
    })
    webSocket.on('pong', () => {
      one.lastPongUs = this.#parts.clock.nowUs()
      connection.onControl?.()
    })
  }

  /** Once a second: pings, the end of those who do not answer, of those that are a day old, and of the slowest when too much lies here untaken. */
  look(): void {
    const nowUs = this.#parts.clock.nowUs()
    let untaken = 0
    for (const one of this.#open) {
      untaken += one.untakenBytes
      if (nowUs - one.lastPongUs > PONG_WITHIN_US) one.drop()
      else if (nowUs - one.connectedAtUs > LIFE_US) one.close(CLOSE.goingAway, 'A connection lives for 24 hours')
      else if (nowUs - one.lastPingUs >= PING_EVERY_US) one.ping(nowUs)
    }
    if (untaken > MOST_UNTAKEN_IN_ALL_BYTES) this.#makeRoom(untaken)
    for (const streams of Object.values(this.#parts.streams)) streams.recheck()
  }

  #makeRoom(untaken: number): void {
    let left = untaken
    for (const one of [...this.#open].sort((a, b) => b.untakenBytes - a.untakenBytes)) {
      if (left <= MOST_UNTAKEN_IN_ALL_BYTES) return
      left -= one.untakenBytes
      one.drop()
    }
  }

  /** Tells everybody that it is over, closes, and waits a moment for their goodbyes. */
  async drain(): Promise<void> {
    this.#isDraining = true
    if (this.#open.size === 0) return
    const empty = new Promise<void>((resolve) => { this.#onEmpty = resolve })
    for (const one of this.#open) {
      one.connection?.onDrain()
      one.close(CLOSE.goingAway, 'the server stops')
    }
    const cut = setTimeout(() => { for (const one of this.#open) one.drop() }, GOODBYE_MS)
    await empty
    clearTimeout(cut)
  }
}
