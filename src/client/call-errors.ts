interface Called {
  readonly method: string
  readonly path: string
}

/** The server answered, and refused. Nothing was done. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  /** Binance's code (`-2015`); null where the answer was none of its errors. */
  readonly code: number | null
  /** What `bitting explain` is asked with; null where the server sent none. */
  readonly requestId: string | null
  /** How long the server wants to be left alone; null where it did not say. */
  readonly retryAfterMs: number | null
  /** What a refusal carries besides its code and text. */
  readonly body: unknown

  constructor({ method, path }: Called, answer: { readonly status: number; readonly code: number | null; readonly text: string; readonly requestId: string | null; readonly retryAfterMs: number | null; readonly body: unknown }) {
    super(`${method} ${path} was refused: ${answer.text}${answer.code === null ? '' : ` (${answer.code})`}${answer.requestId === null ? '' : `; request ${answer.requestId}`}`)
    this.status = answer.status
    this.code = answer.code
    this.requestId = answer.requestId
    this.retryAfterMs = answer.retryAfterMs
    this.body = answer.body
  }
}

/** The call never left: nothing was done. */
export class NotSent extends Error {
  override readonly name = 'NotSent'
  /** When it may be tried again, in milliseconds; null where that is not known. */
  readonly retryAfterMs: number | null

  constructor({ method, path }: Called, why: string, retryAfterMs: number | null = null, cause?: unknown) {
    super(`${method} ${path} was not sent: ${why}`, { cause })
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * The call left and no answer told what came of it: an order may stand. It is never repeated by itself. Ask for it by its `newClientOrderId`
 * (`GET /api/v3/order` with `origClientOrderId`) before anything is done anew.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'

  constructor({ method, path }: Called, why: string, cause?: unknown) {
    super(`What came of ${method} ${path} is not known: ${why}. Look before it is repeated.`, { cause })
  }
}
