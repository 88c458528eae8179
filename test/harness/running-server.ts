import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface DemoKeyFile {
  readonly apiKey: string
  readonly secretKey?: string
  readonly privateKey?: string
  readonly permissions: readonly string[]
}

/** The demo file, as scripts read it. */
export interface DemoFile {
  readonly rest: string
  readonly ws: string
  readonly console: string
  readonly testnet: { readonly rest: string }
  readonly owner: { readonly email: string }
  readonly keys: Readonly<Record<'read' | 'trade' | 'margin' | 'futures' | 'transfer' | 'withdraw' | 'all' | 'tradeOnly' | 'otherAddress' | 'unrestricted' | 'testnet' | 'ed25519' | 'rsa' | 'sub1', DemoKeyFile>>
}

/** The real program in a process of its own, on free ports and a temporary folder. */
export class RunningServer {
  readonly dataFolder: string
  readonly #ownsFolder: boolean
  readonly #options: readonly string[]
  readonly #environment: Readonly<Record<string, string>>
  #process: ChildProcess | undefined
  #output = ''
  demo!: DemoFile

  private constructor(dataFolder: string | undefined, options: readonly string[], environment: Readonly<Record<string, string>>) {
    this.#ownsFolder = dataFolder === undefined
    this.dataFolder = dataFolder ?? mkdtempSync(join(tmpdir(), 'bitting-'))
    this.#options = options
    this.#environment = environment
  }

  /** Starts and waits for `ready`. `options` are further flags of `bitting start`, `environment` is what it finds besides this process's own. */
  static async start({ dataFolder, options = [], environment = {} }: { dataFolder?: string; options?: readonly string[]; environment?: Readonly<Record<string, string>> } = {}): Promise<RunningServer> {
    const server = new RunningServer(dataFolder, options, environment)
    await server.launch()
    return server
  }

  async launch(): Promise<void> {
    const child = spawn(process.execPath, [
      'src/cli/bitting.ts', 'start', '--demo', '--port', '0', '--console-port', '0', '--data', this.dataFolder, ...this.#options,
    ], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.#environment } })
    this.#process = child
    this.#output = ''
    const killWithTest = (): void => void child.kill('SIGKILL')
    process.once('exit', killWithTest)
    child.once('exit', () => process.off('exit', killWithTest))
    await new Promise<void>((resolve, reject) => {
      const onOutput = (chunk: Buffer): void => {
        this.#output += chunk.toString()
        if (/^ready\b/m.test(this.#output)) resolve()
      }
      child.stdout?.on('data', onOutput)
      child.stderr?.on('data', onOutput)
      child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready:\n${this.#output}`)))
    })
    this.demo = JSON.parse(readFileSync(join(this.dataFolder, 'demo.json'), 'utf8')) as DemoFile
  }

  get output(): string {
    return this.#output
  }

  get pid(): number {
    return this.#process?.pid ?? -1
  }

  get isRunning(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** Sends a signal and waits for the end. @returns the exit code, or the signal that ended it. */
  async end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? child?.signalCode ?? null
    const ended = new Promise<number | NodeJS.Signals | null>((resolve) => child.once('exit', (code, by) => resolve(code ?? by)))
    child.kill(signal)
    return ended
  }

  /** Ends it. Its own folder goes with it, so nothing there is put in order first; a folder that was given is left as a calm end leaves it. */
  async stop(): Promise<void> {
    await this.end(this.#ownsFolder ? 'SIGKILL' : 'SIGTERM')
    if (this.#ownsFolder) rmSync(this.dataFolder, { recursive: true, force: true })
  }
}
