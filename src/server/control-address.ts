import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A Unix socket's path must fit the kernel's field: 108 bytes on Linux, 104 on macOS, a closing zero included. */
const MOST_PATH_BYTES = 103

/** In the data folder: says where the socket is when it could not be in the folder itself. */
const POINTER = 'control.path'

const hashOf = (folder: string): string => createHash('sha256').update(folder).digest('hex').slice(0, 24)

/** A folder for a socket outside the data folder. Everybody may write to the folder above, so it must be proved ours alone. */
const privateFolder = async (path: string): Promise<string> => {
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  const found = await lstat(path)
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error(`${path} is not ours: somebody else made it. Remove it, or use a shorter path for the data folder.`)
  await chmod(path, 0o700)
  return path
}

export interface ControlAddress {
  /** A path for `listen`: a Unix socket, or on Windows a named pipe. */
  readonly path: string
  /** A folder made for the socket alone; null when it is in the data folder. */
  readonly ownFolder: string | null
}

/** Where a server listens for the command line; the data folder has a note of it where it is elsewhere. */
export const claimControlAddress = async (dataFolder: string): Promise<ControlAddress> => {
  const folder = await realpath(dataFolder)
  const pointer = join(folder, POINTER)
  const inFolder = join(folder, 'control.sock')
  if (process.platform !== 'win32' && Buffer.byteLength(inFolder) <= MOST_PATH_BYTES) {
    await rm(pointer, { force: true })
    return { path: inFolder, ownFolder: null }
  }
  const ownFolder = process.platform === 'win32' ? null : await privateFolder(join(tmpdir(), `bitting-${hashOf(folder)}`))
  const path = ownFolder === null ? `\\\\.\\pipe\\bitting-${hashOf(folder)}` : join(ownFolder, 'control.sock')
  if (ownFolder !== null && Buffer.byteLength(path) > MOST_PATH_BYTES) {
    throw new Error(`The paths of the data folder and of the folder for temporary files are both too long for a socket: ${folder}, ${tmpdir()}. Set TMPDIR to a shorter one.`)
  }
  await writeFile(pointer, path, { mode: 0o600 })
  return { path, ownFolder }
}

/** Where a server of this data folder listens, if one runs. */
export const findControlAddress = async (dataFolder: string): Promise<string> => {
  const folder = await realpath(dataFolder).catch(() => dataFolder)
  const noted = await readFile(join(folder, POINTER), 'utf8').catch(() => '')
  return noted.trim() || join(folder, 'control.sock')
}
