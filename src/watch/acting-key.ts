import type { AccountId, ApiKeyId } from '../ids.ts'

export interface Acting {
  readonly keyId: ApiKeyId
  readonly accountId: AccountId
}

/** Which key acts in this very step: what the venue tells of its account now is its doing. With the step it is over, and what comes later is somebody else's. */
export class ActingKey {
  #acting: Acting | null = null

  get now(): Acting | null {
    return this.#acting
  }

  begins(acting: Acting): void {
    this.#acting = acting
    queueMicrotask(() => { this.#acting = null })
  }
}
