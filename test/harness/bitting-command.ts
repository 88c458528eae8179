import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `bitting …` to its end. */
export const bitting = (...words: string[]): Promise<CommandResult> => runToEnd([process.execPath, 'src/cli/bitting.ts'], root, words)

/** Runs `bitting …` on a server's data, which must do what it was asked. @returns what it printed */
export const bittingOn = async ({ dataFolder }: { readonly dataFolder: string }, ...words: string[]): Promise<string> => {
  const { code, stdout, stderr } = await bitting(...words, '--data', dataFolder)
  assert.equal(code, 0, `${words.join(' ')}: ${stdout}${stderr}`)
  return stdout
}

/** Runs a program to its end. */
export const runToEnd = ([program = '', ...first]: readonly string[], cwd: string, words: readonly string[]): Promise<CommandResult> => new Promise((resolve, reject) => {
  const child = spawn(program, [...first, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString() })
  child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString() })
  child.once('error', reject)
  child.once('close', (code) => resolve({ code, stdout, stderr }))
})

/** A `bitting start …` whose flags the test gives itself, down to the last. */
export class StartedProgram {
  readonly #child: ChildProcess
  readonly #ended: Promise<number | NodeJS.Signals | null>
  output = ''

  constructor(...words: readonly string[]) {
    this.#child = spawn(process.execPath, ['src/cli/bitting.ts', 'start', ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#ended = new Promise((resolve) => this.#child.once('exit', (code, signal) => resolve(code ?? signal)))
    const onOutput = (chunk: Buffer): void => { this.output += chunk.toString() }
    this.#child.stdout?.on('data', onOutput)
    this.#child.stderr?.on('data', onOutput)
  }

  /** Waits until it says `ready`, and calls back in that very moment. Throws when it ends before. */
  async ready(atOnce: () => void = () => {}): Promise<void> {
    const heard = new Promise<void>((resolve, reject) => {
      this.#child.stdout?.on('data', () => {
        if (!/^ready\b/m.test(this.output)) return
        try {
          atOnce()
          resolve()
        } catch (error) {
          reject(error)
        }
      })
    })
    const ended = this.#ended.then((code) => { throw new Error(`it ended with ${code} before it was ready:\n${this.output}`) })
    await Promise.race([heard, ended])
  }

  /** @returns the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.#child.kill(signal)
    return this.#ended
  }
}
