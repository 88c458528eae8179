import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 16_384

/**
 * Random bytes drawn from the system in large portions, as `crypto.randomUUID` does: a draw for every order's id would cost more
 * than the id. For ids only; keys and secrets are drawn each by itself.
 */
export class RandomPool {
  readonly #pool = Buffer.alloc(POOL_BYTES)
  #used = POOL_BYTES

  /** @param length at most a few hundred; the bytes are the caller's for the moment of the call */
  readonly bytes = (length: number): Uint8Array => {
    if (this.#used + length > POOL_BYTES) {
      randomFillSync(this.#pool)
      this.#used = 0
    }
    this.#used += length
    return this.#pool.subarray(this.#used - length, this.#used)
  }
}
