import { createInterface } from 'node:readline/promises'

/** What a command may touch of the world around it; tests give their own. */
export interface Terminal {
  /** A line (or lines) of the answer, on stdout. */
  print(text: string): void
  /** A line (or lines) for the person only, on stderr. */
  complain(text: string): void
  /** Whether somebody is there to answer a question. */
  readonly isInteractive: boolean
  readonly hasColour: boolean
  /** Asks on stderr and gives the line that was typed. */
  ask(question: string): Promise<string>
  readonly workingFolder: string
  nowMs(): number
}

export const processTerminal = (): Terminal => ({
  print: (text) => void process.stdout.write(text + '\n'),
  complain: (text) => void process.stderr.write(text + '\n'),
  isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
  hasColour: process.stdout.isTTY === true && !process.env['NO_COLOR'],
  ask: async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    try {
      // Ctrl-C and Ctrl-D close the question without an answer.
      const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
      return await Promise.race([lines.question(question), closed])
    } finally {
      lines.close()
    }
  },
  workingFolder: process.cwd(),
  nowMs: () => Date.now(),
})
