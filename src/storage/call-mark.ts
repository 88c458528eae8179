import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'

/** Written ahead at once: so many calls need one write. */
const AHEAD = 256
const DIGITS = 16

/**
 * How far calls may have been recorded, in a small file beside the log: a number that is written *before* the calls up to it are recorded. After a process was killed, what
 * lies between the newest row and this number is the most that can be missing. Its bytes need not reach the disk for that: those of a killed process are the
 * system's. After a loss of power it may be behind the rows, and then says nothing.
 */
export class CallMark {
  readonly #file: number
  #reached = 0

  private constructor(file: number) {
    this.#file = file
  }

  /** @returns the mark, and what it said before; 0 where there was none */
  static open(path: string): { readonly mark: CallMark; readonly before: number } {
    const before = existsSync(path) ? Number.parseInt(readFileSync(path, 'latin1'), 10) || 0 : 0
    return { mark: new CallMark(openSync(path, existsSync(path) ? 'r+' : 'wx+', 0o600)), before }
  }

  /** Before the call of this sequence is recorded. One call more may be answered and not recorded at any moment. */
  reach(sequence: number): void {
    if (sequence < this.#reached) return
    this.#write(sequence + AHEAD)
  }

  /** Nothing but these is recorded now, and but for one call that may be on its way nothing was answered. */
  settle(newest: number): void {
    if (this.#reached !== newest + 1) this.#write(newest + 1)
  }

  /** The log was closed: nothing is missing. */
  close(newest: number): void {
    this.#write(newest)
    closeSync(this.#file)
  }

  #write(reached: number): void {
    this.#reached = reached
    try {
      writeSync(this.#file, String(reached).padStart(DIGITS, '0'), 0, 'latin1')
    } catch {
      // A full disk: then the mark says too little after a crash, and no request fails for it.
    }
  }
}
