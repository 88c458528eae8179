import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `bitting …` to its end. */
export const bitting = (...words: string[]): Promise<CommandResult> => new Promise((resolve, reject) => {
  const child = spawn(process.execPath, ['src/cli/bitting.ts', ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString() })
  child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString() })
  child.once('error', reject)
  child.once('close', (code) => resolve({ code, stdout, stderr }))
})
