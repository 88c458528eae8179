import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Credential } from '../client/credential.ts'
import { credentialOfText, type CredentialText, credentialTextFromEnvironment } from '../client/credential-sources.ts'
import type { DemoFileKey } from '../demo/demo-file.ts'
import { credentialTextOf, readCredentialFile } from './credential-file.ts'

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

/** Finds a key with its secret. A secret is never read from the command line, where others could see it. @throws with words for people */
export const findCredential = async (wish: CredentialWish): Promise<FoundCredential> => {
  const { text, demoUrl } = await findCredentialText(wish)
  return { credential: text && credentialOfText(text), demoUrl }
}

/** The same, as it stands there: for whoever hands it on to be sealed. @throws with words for people */
export const findCredentialText = async ({ key, workingFolder, dataFolder, environment }: CredentialWish): Promise<{ readonly text: CredentialText | null; readonly demoUrl: string | null }> => {
  if (key === undefined) {
    const isSet = Boolean(environment['BITTING_API_KEY'] ?? environment['BITTING_API_KEY_FILE'])
    // Without a key the demo at hand is examined; a key of the environment may belong to any exchange.
    return isSet ? { text: await credentialTextFromEnvironment(environment), demoUrl: null } : { text: null, demoUrl: demoFileOf(dataFolder)?.rest ?? null }
  }
  const file = resolve(workingFolder, key)
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats && !stats.isDirectory()) return { text: await readCredentialFile(file, environment['BITTING_PASSPHRASE']), demoUrl: null }
  const demo = demoFileOf(dataFolder)
  const demoKey = demo?.keys[key]
  if (demo && demoKey) return { text: credentialTextOf({ apiKey: demoKey.apiKey, secret: demoKey.secretKey ?? demoKey.privateKey ?? '' }), demoUrl: key === 'testnet' ? demo.testnet.rest : demo.rest }
  if (/^[A-Za-z0-9]{64}$/.test(key)) return { text: await credentialTextFromEnvironment({ ...environment, BITTING_API_KEY: key, BITTING_API_KEY_FILE: undefined }), demoUrl: null }
  throw new Error(`${key} is ${stats ? 'a folder' : 'no file'}, no key of 64 letters and digits${demo ? `, and none of the demo's keys (${Object.keys(demo.keys).join(', ')})` : ''}.`)
}
