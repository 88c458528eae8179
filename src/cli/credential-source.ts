import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { Credential, credentialFromEnvironment, credentialFromFile } from '../client/index.ts'
import type { DemoFileKey } from '../demo/demo-file.ts'

/** Where a key for the doctor is looked for. */
export interface CredentialWish {
  /** What was given as `--key`: a file, a demo key's name, or a key's text. */
  readonly key: string | undefined
  readonly workingFolder: string
  readonly dataFolder: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

export interface FoundCredential {
  readonly credential: Credential | null
  /** Where the demo that the key belongs to is served. */
  readonly demoUrl: string | null
}

interface DemoFile {
  readonly rest: string
  readonly testnet: { readonly rest: string }
  readonly keys: Readonly<Record<string, DemoFileKey>>
}

const demoFileOf = (dataFolder: string): DemoFile | undefined => {
  const file = join(dataFolder, 'demo.json')
  // The file is this program's own.
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as DemoFile : undefined
}

/** A `.env` file as the console downloads it, or a sealed credential, whose passphrase is in BITTING_PASSPHRASE. */
const fromFile = async (file: string, environment: CredentialWish['environment']): Promise<Credential> => {
  const text = readFileSync(file, 'utf8')
  if (!text.trimStart().startsWith('{')) return credentialFromEnvironment(parseEnv(text))
  const passphrase = environment['BITTING_PASSPHRASE']
  if (passphrase === undefined) throw new Error(`${file} is sealed: give its passphrase in BITTING_PASSPHRASE.`)
  return credentialFromFile(file, passphrase)
}

/** Finds a key with its secret. A secret is never read from the command line, where others could see it. @throws with words for people */
export const findCredential = async ({ key, workingFolder, dataFolder, environment }: CredentialWish): Promise<FoundCredential> => {
  if (key === undefined) return { credential: environment['BITTING_API_KEY'] || environment['BITTING_API_KEY_FILE'] ? await credentialFromEnvironment(environment) : null, demoUrl: null }
  const file = resolve(workingFolder, key)
  if (existsSync(file)) return { credential: await fromFile(file, environment), demoUrl: null }
  const demo = demoFileOf(dataFolder)
  const demoKey = demo?.keys[key]
  if (demo && demoKey) return { credential: Credential.of(demoKey.apiKey, demoKey.secretKey ?? demoKey.privateKey ?? ''), demoUrl: key === 'testnet' ? demo.testnet.rest : demo.rest }
  if (/^[A-Za-z0-9]{64}$/.test(key)) return { credential: await credentialFromEnvironment({ ...environment, BITTING_API_KEY: key, BITTING_API_KEY_FILE: undefined }), demoUrl: null }
  throw new Error(`${key} is no file, no key of 64 letters and digits${demo ? `, and none of the demo's keys (${Object.keys(demo.keys).join(', ')})` : ''}.`)
}
