/** The process dies here, as far as the rooms under test can see. */
export class Died extends Error {}

/** Lets so many effects through, then ends everything: before or after the effect that it stops at. */
export class Fuse {
  #left = Infinity
  #dropsLast = false
  #isBurnt = false

  set(effects: number, dropsLast: boolean): void {
    this.#left = effects
    this.#dropsLast = dropsLast
    this.#isBurnt = false
  }

  get isLit(): boolean {
    return this.#left !== Infinity
  }

  get isBurnt(): boolean {
    return this.#isBurnt
  }

  guard<Result>(effect: () => Result): Result {
    if (this.#isBurnt) throw new Died()
    this.#left -= 1
    if (this.#left > 0) return effect()
    this.#isBurnt = true
    if (!this.#dropsLast) effect()
    throw new Died()
  }

  async guardAsync<Result>(effect: () => Promise<Result>): Promise<Result> {
    if (this.#isBurnt) throw new Died()
    this.#left -= 1
    if (this.#left > 0) return effect()
    this.#isBurnt = true
    if (!this.#dropsLast) await effect()
    throw new Died()
  }
}

/** A port whose writes burn the fuse. */
export const fused = <Port extends object>(port: Port, writes: ReadonlySet<string>, fuse: Fuse): Port => new Proxy(port, {
  get: (target, name) => {
    const member: unknown = Reflect.get(target, name, target)
    if (typeof member !== 'function') return member
    // The proxy hands each call on as it came.
    return writes.has(String(name)) ? (...list: unknown[]) => fuse.guardAsync(() => Reflect.apply(member, target, list) as Promise<unknown>) : (...list: unknown[]) => Reflect.apply(member, target, list) as unknown
  },
})
