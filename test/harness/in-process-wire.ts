import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Account } from '../../src/accounts/account.ts'
import type { ApiKey } from '../../src/authority/api-key.ts'
import { KeyDirectory } from '../../src/authority/key-directory.ts'
import { makeKeyText, makeSecretText } from '../../src/authority/key-text.ts'
import { Sealer } from '../../src/authority/sealing.ts'
import { ENDPOINT_TABLE } from '../../src/binance/endpoint-table.ts'
import type { Endpoint, SocketFamily } from '../../src/binance/endpoint.ts'
import { railFactsOf } from '../../src/binance/rail-facts.ts'
import { futuresStreams } from '../../src/binance/streams/futures-streams.ts'
import { spotStreams } from '../../src/binance/streams/spot-streams.ts'
import { createGate } from '../../src/gate/create-gate.ts'
import type { Decision, Gate, GateRequest } from '../../src/gate/gate.ts'
import { Spending } from '../../src/gate/guard-rails/spending.ts'
import type { RateLimitSettings } from '../../src/gate/rate-limits/settings.ts'
import { apiKeyId, requestId } from '../../src/ids.ts'
import { ApiConnection } from '../../src/server/sockets/api-connection.ts'
import { EnvironmentStreams } from '../../src/server/sockets/environment-streams.ts'
import type { Peer } from '../../src/server/sockets/peer.ts'
import { wireHandler, type WireParts } from '../../src/server/wire-handler.ts'
import type { CallRecord } from '../../src/watch/call-log.ts'
import { aKey } from './in-process.ts'
import { aWorld, type World } from './world.ts'

export interface WireRequest {
  readonly method: string
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly address?: string
}

export interface WireReply {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
  readonly decision: Decision<Endpoint>
}

/** An answer of the socket API. */
export interface SocketAnswer {
  readonly id: string | number | null
  readonly status: number
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly msg: string; readonly data?: unknown }
  readonly rateLimits?: readonly { readonly rateLimitType: string; readonly count: number; readonly limit: number }[]
}

export interface SecretKey {
  readonly apiKey: string
  readonly secretKey: string
  readonly key: ApiKey
}

/** Bytes that look random and are the same in every run. */
export const seededBytes = (seed: number): ((length: number) => Uint8Array) => {
  let state = seed >>> 0
  return (length) => Uint8Array.from({ length }, () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return (state ^ (state >>> 13)) & 0xff
  })
}

/** A request to become a socket, as the gate is asked. */
export const aHandshake = ({ world: { clock } }: InProcessWire, address: string): GateRequest =>
  ({ id: requestId('a-handshake'), receivedAtUs: clock.nowUs(), environment: 'live', method: 'GET', path: '/ws', query: '', body: '', apiKey: undefined, address })

/**
 * The real handler of the wire over the real gate, key directory, endpoint table and exchange, in one process and without
 * sockets or disk: what HTTP would do a hundred times slower. The clock stands still.
 */
export class InProcessWire {
  readonly world: World
  readonly directory: KeyDirectory
  readonly spending: Spending
  /** The authority's, moved where a test moves it. */
  readonly calendar = { offsetUs: 0 }
  readonly gate: Gate<Endpoint>
  readonly calls: CallRecord[] = []
  keepsCalls = false
  /** How often the gate looked for a key. */
  lookUps = 0
  /** How often a use of a key was noted. */
  uses = 0
  #address = '127.0.0.1'
  #streams: EnvironmentStreams | undefined
  #decision: Decision<Endpoint> | undefined
  readonly #sealer: Sealer
  readonly #randomBytes = seededBytes(20_260_115)
  readonly parts: WireParts
  readonly #handle: (request: IncomingMessage, response: ServerResponse) => void

  constructor(accounts: readonly Account[], { rateLimits = 'off', spending = new Spending() }: { readonly rateLimits?: RateLimitSettings | 'off'; readonly spending?: Spending } = {}) {
    this.spending = spending
    this.world = aWorld(accounts)
    this.#sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32).fill(7)]]) }, this.#randomBytes)
    this.directory = new KeyDirectory({ sealer: this.#sealer })
    const keys = {
      find: (text: string) => {
        this.lookUps += 1
        return this.directory.find(text)
      },
    }
    const byId = (id: number): Account | undefined => accounts.find((account) => account.id === id)
    const facts = railFactsOf(this.world.venue)
    this.gate = createGate({ endpoints: ENDPOINT_TABLE, keys, accounts: { byId }, rateLimits, formerProcessEndedByUs: null, railFacts: { live: facts, testnet: facts }, spending, calendar: this.calendar })
    const { gate } = this
    this.parts = {
      gate: {
        ...gate,
        admit: (request) => this.#decision = gate.admit(request) as Decision<Endpoint>,
      },
      services: { live: this.world.services, testnet: this.world.services },
      callLog: {
        record: (call) => { if (this.keepsCalls) this.calls.push(call) },
        trace: () => Promise.resolve(undefined), refusals: () => Promise.resolve([]), calls: () => Promise.resolve([]), rates: () => Promise.resolve([]), uses: () => Promise.resolve([]), programs: () => Promise.resolve([]), gaps: () => Promise.resolve([]), hear: () => () => {}, hearBatches: () => () => {}, usage: () => Promise.resolve([]), flush: () => Promise.resolve(),
      },
      clock: this.world.clock,
      addressOf: () => this.#address,
      failure: () => undefined,
      noteUse: () => { this.uses += 1 },
      consoleUrl: () => 'http://localhost:8081',
    }
    this.#handle = wireHandler(this.parts)
  }

  /** A new HMAC key with a secret of its own. */
  addKey(account: Account, further: Partial<ApiKey> = {}): SecretKey {
    const text = makeKeyText(this.#randomBytes)
    const secretKey = makeSecretText(this.#randomBytes)
    const id = apiKeyId(`k_${text.slice(4, 16)}`)
    const key = aKey(account, { id, text, credential: { kind: 'hmac', secret: this.#sealer.seal(Buffer.from(secretKey), id) }, ...further })
    this.directory.put(key)
    return { apiKey: text, secretKey, key }
  }

  /** A connection to the socket API from that address; what it is sent is handed to `hear`. */
  connect(hear: (text: string) => void, { address = '127.0.0.1', environment = 'live', showsRateLimits = false, family = 'api' }: { readonly address?: string; readonly environment?: 'live' | 'testnet'; readonly showsRateLimits?: boolean; readonly family?: SocketFamily } = {}): ApiConnection {
    const peer: Peer = { environment, address, client: undefined, connectedAtUs: this.world.clock.nowUs(), timeUnit: 'MILLISECOND', send: hear, sendFrame: () => {}, close: () => {}, drop: () => hear('') }
    const streams = this.streams
    return new ApiConnection({ ...this.parts, userStreams: { live: streams.user, testnet: streams.user } }, peer, { family, returnsRateLimits: showsRateLimits })
  }

  /** What the world tells by itself. */
  get streams(): EnvironmentStreams {
    const { world: { venue, services, clock }, gate } = this
    return this.#streams ??= new EnvironmentStreams({ environment: 'live', venue, catalogues: { spot: spotStreams(venue), futures: futuresStreams(venue) }, listenKeys: services.listenKeys, gate, clock })
  }

  /** One message over a connection of its own. @returns its answer, and what the gate decided */
  message(text: string, from: { readonly address?: string; readonly environment?: 'live' | 'testnet'; readonly family?: SocketFamily } = {}): { readonly answer: SocketAnswer; readonly decision: Decision<Endpoint> } {
    let heard = ''
    this.#decision = undefined
    const connection = this.connect((sent) => { heard ||= sent }, from)
    connection.onText(text)
    connection.onClosed()
    const decision = this.#decision
    if (!decision) throw new Error(`${text} was answered without a decision`)
    // The socket API answers with an object of this form.
    return { answer: JSON.parse(heard) as SocketAnswer, decision }
  }

  send({ method, target, headers = {}, address = '127.0.0.1' }: WireRequest): Promise<WireReply> {
    return new Promise((resolve) => {
      this.#address = address
      this.#decision = undefined
      let status = 0
      let names: readonly string[] = []
      let decision: Decision<Endpoint> | undefined
      // As much of node's request and response as the handler touches for calls without a body.
      const request = { method, url: target, rawHeaders: Object.entries(headers).flat(), headers: {}, socket: { writableLength: 0 } } as unknown as IncomingMessage
      const response = {
        headersSent: false, shouldKeepAlive: true, req: request, socket: request.socket,
        writeHead: (code: number, list: readonly string[]) => {
          status = code
          names = list
          decision = this.#decision
        },
        end: (body?: string) => {
          if (!decision) throw new Error(`${method} ${target} was answered without a decision`)
          resolve({ status, headers: names, body: body ?? '', decision })
        },
        destroy: () => { throw new Error(`${method} ${target} was cut off`) },
      } as unknown as ServerResponse
      this.#handle(request, response)
    })
  }
}
