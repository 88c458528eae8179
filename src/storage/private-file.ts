import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Replaces a file whole, readable by its owner alone: written aside, synced, renamed, and the folder synced, so that no moment has half of it. */
export const writePrivately = (file: string, text: string): void => {
  const draft = `${file}.draft`
  // Made here and now, or not at all: a file that was there would keep its own rights while the secret is written.
  rmSync(draft, { force: true })
  const handle = openSync(draft, 'wx', 0o600)
  writeSync(handle, text)
  fsyncSync(handle)
  closeSync(handle)
  chmodSync(draft, 0o600)
  renameSync(draft, file)
  if (process.platform === 'win32') return
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
