import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { done, type Outcome, refused } from '../operations/outcome.ts'

/** A new file that is written line by line, readable by its owner alone. */
export class LineFile {
  readonly name: string
  readonly #handle: FileHandle

  private constructor(name: string, handle: FileHandle) {
    this.name = name
    this.#handle = handle
  }

  /** Refused where there is one of that name already, or where none can be made. */
  static async make(workingFolder: string, name: string): Promise<Outcome<LineFile>> {
    try {
      return done(new LineFile(name, await open(resolve(workingFolder, name), 'wx', 0o600)))
    } catch (error) {
      return refused('fileNotWritten', `${name} could not be written (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}).`, 'Name a file that does not exist yet.')
    }
  }

  async write(lines: string): Promise<void> {
    if (lines !== '') await this.#handle.appendFile(lines)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}
