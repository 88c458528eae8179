import type { Call, Endpoint, Services } from '../../binance/endpoint.ts'
import type { SocketSession } from '../../binance/socket-session.ts'
import type { Admitted, Caller, Gate } from '../../gate/gate.ts'
import type { RawParameters } from '../../gate/raw-parameters.ts'
import type { RequestId } from '../../ids.ts'
import type { Clock, TimeUs } from '../../time.ts'
import type { Peer } from './peer.ts'

/** One admitted message, as its row's handler sees it. */
export class MessageCall implements Call<never> {
  readonly #parts: { readonly gate: Gate<Endpoint>; readonly clock: Clock }
  readonly #decision: Admitted<Endpoint>
  readonly services: Services
  readonly timeUnit: Peer['timeUnit']
  readonly session: SocketSession

  constructor(parts: { readonly gate: Gate<Endpoint>; readonly clock: Clock }, decision: Admitted<Endpoint>, services: Services, peer: Peer, session: SocketSession) {
    this.#parts = parts
    this.#decision = decision
    this.services = services
    this.timeUnit = peer.timeUnit
    this.session = session
  }

  get requestId(): RequestId {
    return this.#decision.request.id
  }

  get parameters(): never {
    // Each handler types them by its own row; the gate has what that row's parser made.
    return this.#decision.parameters as never
  }

  get raw(): RawParameters {
    return this.#decision.raw
  }

  get caller(): Caller {
    const { caller, endpoint } = this.#decision
    if (caller === null) throw new Error(`${endpoint.path} needs no key, so nobody is calling`)
    return caller
  }

  get address(): string {
    return this.#decision.request.address
  }

  get receivedAtUs(): TimeUs {
    return this.#decision.request.receivedAtUs
  }

  // Bound, because handlers take the call apart: `({ caller, isInTime }) => …`.
  readonly nowUs = (): TimeUs => this.#parts.clock.nowUs()

  readonly isInTime = (): boolean => this.#parts.gate.isInTime(this.#decision, this.nowUs())
}
