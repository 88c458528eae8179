import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Where a running Bitting is reached. */
export interface DemoUrls {
  readonly rest: string
  readonly console: string
}

export interface DemoFileKey {
  readonly apiKey: string
  readonly secretKey?: string
  readonly privateKey?: string
  readonly permissions: readonly string[]
}

export interface DemoSecrets {
  readonly owner: { readonly email: string; readonly password: string; readonly totpSecret: string }
  readonly keys: Readonly<Record<string, DemoFileKey>>
}

const urlsOf = ({ rest, console }: DemoUrls) => {
  const ws = rest.replace(/^http/, 'ws')
  return { rest, ws, fstream: `${ws}/fstream`, console, testnet: { rest: `${rest}/testnet`, ws: `${ws}/testnet` } }
}

/** Writes the demo file whole, readable by its owner alone; a reader never sees half of it. */
export const writeDemoFile = (file: string, urls: DemoUrls, secrets: DemoSecrets): void => {
  const draft = `${file}.${process.pid}.draft`
  // A former file has URLs too: the order is theirs, the values are today's.
  // Made here and now, or not at all: what somebody else has put under this name would keep its own rights.
  rmSync(draft, { force: true })
  writeFileSync(draft, `${JSON.stringify({ ...urlsOf(urls), ...secrets, ...urlsOf(urls) }, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}

/** The demo owner's password, as the file has it; null where the file is gone. */
export const passwordOfDemoFile = (file: string): string | null => {
  try {
    // The file is this program's own.
    return (JSON.parse(readFileSync(file, 'utf8')) as Partial<DemoSecrets>).owner?.password ?? null
  } catch {
    return null
  }
}

/** Puts the present URLs into a demo file of an earlier start. @returns false where there is no such file any more */
export const refreshDemoFile = (file: string, urls: DemoUrls): boolean => {
  if (!existsSync(file)) return false
  // The file is this program's own; what else a person added to it stays.
  const former = JSON.parse(readFileSync(file, 'utf8')) as DemoSecrets
  writeDemoFile(file, urls, former)
  return true
}
