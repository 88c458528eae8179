import { createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { insideAddressOf } from '../authority/public-address.ts'
import type { Sealer } from '../authority/sealing.ts'
import { webhookSealId } from '../operations/alerts/alert-parts.ts'
import { type Clock, DAY, HOUR, SECOND } from '../time.ts'
import type { AlertStore, WebhookDelivery } from '../watch/alerts/alert.ts'
import type { AlertSettingsStore } from '../watch/alerts/alert-settings.ts'
import { guardedLookup } from './guarded-lookup.ts'

export interface WebhookParts {
  readonly alerts: Pick<AlertStore, 'waitingDeliveries' | 'updateDelivery'>
  readonly settings: AlertSettingsStore
  readonly sealer: () => Pick<Sealer, 'open'>
  readonly wallClock: Clock
  /** Whether what is posted may stay inside the network: then over plain HTTP, too. */
  readonly allowsPrivate: boolean
}

const TIMEOUT_MS = 10_000
const FIRST_WAIT_US = 5 * SECOND
const LONGEST_WAIT_US = HOUR
const LONGEST_TRIED_US = DAY
const LOOKS_EVERY_MS = 5_000

/** `t=…,v1=…`: HMAC-SHA256 of the time (seconds), a dot and the body, so that an old message cannot be sent again as a new one. */
const webhookSignature = (secret: Uint8Array, body: string, timeS: number): string => `t=${timeS},v1=${createHmac('sha256', secret).update(`${timeS}.${body}`).digest('hex')}`

/** Posts; follows no redirection. Rejects where it was not taken (any 2xx). */
const post = (url: URL, body: string, headers: Readonly<Record<string, string>>, allowsPrivate: boolean): Promise<void> => new Promise((resolve, reject) => {
  if (!allowsPrivate && url.protocol !== 'https:') return reject(new Error('only https:// is posted to'))
  // An address in the URL itself is looked up by nobody.
  const inside = allowsPrivate ? null : insideAddressOf(url)
  if (inside !== null) return reject(new Error(`${inside} is no address of the internet`))
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: 'POST', lookup: guardedLookup(allowsPrivate), signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), 'user-agent': 'bitting-webhook', ...headers },
  }, (response) => {
    response.resume()
    const { statusCode = 0 } = response
    if (statusCode >= 200 && statusCode < 300) resolve()
    else reject(new Error(`it answered ${statusCode}`))
  })
  request.once('error', reject)
  request.end(body)
})

/** Takes what waits to the webhooks, again and again for a day where it is not taken. Each message carries its id, so that a second try is known as one. */
export class WebhookPoster {
  readonly #parts: WebhookParts
  #round: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(parts: WebhookParts) {
    this.#parts = parts
  }

  start(): void {
    this.nudge()
    this.#timer = setInterval(() => this.nudge(), LOOKS_EVERY_MS).unref()
  }

  /** Something waits. */
  nudge(): void {
    if (this.#isClosed) return
    // What fails here is the store, and the store tells it itself.
    this.#round ??= this.deliver().catch(() => {}).finally(() => { this.#round = undefined })
  }

  /** One round: everything whose time has come. */
  async deliver(): Promise<void> {
    const { alerts, wallClock } = this.#parts
    const due = alerts.waitingDeliveries().filter(({ nextTryAtUs }) => nextTryAtUs <= wallClock.nowUs())
    await Promise.all(due.map((delivery) => this.#deliverOne(delivery)))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#timer)
    await this.#round
  }

  async #deliverOne(delivery: WebhookDelivery): Promise<void> {
    const { alerts, wallClock } = this.#parts
    const attempts = delivery.attempts + 1
    try {
      await this.#post(delivery)
      await alerts.updateDelivery({ ...delivery, version: delivery.version + 1, attempts, state: 'sent', fault: null })
    } catch (error) {
      const nowUs = wallClock.nowUs()
      const isOver = nowUs - delivery.createdAtUs >= LONGEST_TRIED_US
      await alerts.updateDelivery({
        ...delivery, version: delivery.version + 1, attempts, state: isOver ? 'failed' : 'waiting', nextTryAtUs: nowUs + Math.min(FIRST_WAIT_US * 2 ** (attempts - 1), LONGEST_WAIT_US),
        fault: error instanceof Error ? error.message : String(error),
      })
    }
  }

  async #post({ id, accountId, body }: WebhookDelivery): Promise<void> {
    const { settings, sealer, wallClock, allowsPrivate } = this.#parts
    const kept = settings.of(accountId)
    if (!kept?.webhookSecret || kept.settings.webhookUrl === null) throw new Error('the account has no webhook any more')
    const opened = sealer().open(kept.webhookSecret, webhookSealId(accountId))
    if (!opened.ok) throw new Error('the secret that signs does not open with the sealing keys at hand')
    const signature = webhookSignature(opened.secret, body, Math.floor(wallClock.nowUs() / SECOND))
    await post(new URL(kept.settings.webhookUrl), body, { 'bitting-signature': signature, 'idempotency-key': id }, allowsPrivate)
  }
}
