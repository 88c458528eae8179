/** The calls of one use, on their way into one order with those of others. */
export interface Stream {
  /** Where its next call stands, or no call of it stands before: the lowest comes first. */
  order: number
  readonly use: number
  /** Sequences that were read and not taken, the next one last; null = none was read yet. */
  ahead: number[] | null
  /** From where on it is read further; null = that was all. */
  next: number | null
}

/** Streams by their order, the lowest first: a binary heap. */
export class StreamMerge {
  readonly #heap: Stream[]

  constructor(streams: Stream[]) {
    // What is sorted is a heap.
    this.#heap = streams.sort((one, other) => one.order - other.order)
  }

  get first(): Stream | undefined {
    return this.#heap[0]
  }

  /** Gives the first one another order. */
  moveFirst(order: number): void {
    const first = this.#heap[0]
    if (!first) return
    first.order = order
    this.#sink()
  }

  dropFirst(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#sink()
  }

  #sink(): void {
    const heap = this.#heap
    for (let at = 0; ;) {
      const [here, left, right] = [heap[at], heap[2 * at + 1], heap[2 * at + 2]]
      if (!here || !left) return
      const [least, place] = right && right.order < left.order ? [right, 2 * at + 2] : [left, 2 * at + 1]
      if (here.order <= least.order) return
      heap[at] = least
      heap[place] = here
      at = place
    }
  }
}
