import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { Credential } from './credential.ts'
import { openCredential } from './sealed-credential.ts'

const run = promisify(execFile)
const COMMAND_LIMIT_MS = 30_000

type Environment = Readonly<Record<string, string | undefined>>

/** A value of the environment, or what stands in the file that `NAME_FILE` names (as secrets are mounted into containers). */
export const secretIn = async (environment: Environment, name: string): Promise<string | undefined> => {
  const file = environment[`${name}_FILE`]
  if (environment[name] !== undefined && file !== undefined) throw new Error(`Both ${name} and ${name}_FILE are set: which of them is meant?`)
  return file === undefined ? environment[name] : readSecretFile(file)
}

const readSecretFile = async (file: string): Promise<string> => {
  const { mode } = await stat(file)
  // On Windows the mode tells nothing.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new Error(`${file} can be read by others (mode ${(mode & 0o777).toString(8)}): chmod 600 ${file}`)
  return (await readFile(file, 'utf8')).trim()
}

/** A key with what signs for it, as it was found. Whoever holds this may sign. */
export interface CredentialText {
  readonly apiKey: string
  /** A shared secret, or a private key in PEM. */
  readonly secret: string
  readonly isPrivateKey: boolean
  /** Of the private key, where it has one. */
  readonly passphrase?: string | undefined
}

/** @throws with words for people where the two cannot be what they are said to be */
export const credentialOfText = ({ apiKey, secret, isPrivateKey, passphrase }: CredentialText): Credential => (isPrivateKey ? Credential.privateKey(apiKey, secret, passphrase) : Credential.hmac(apiKey, secret))

/**
 * From the environment: `BITTING_API_KEY` with `BITTING_SECRET_KEY` (HMAC) or `BITTING_PRIVATE_KEY` (PEM; its passphrase in `BITTING_PASSPHRASE`); each
 * may stand in a file that `…_FILE` names.
 * @param prefix other names: `GRID_BOT` reads `GRID_BOT_API_KEY`
 */
export const credentialFromEnvironment = async (environment: Environment = process.env, prefix = 'BITTING'): Promise<Credential> => credentialOfText(await credentialTextFromEnvironment(environment, prefix))

export const credentialTextFromEnvironment = async (environment: Environment, prefix = 'BITTING'): Promise<CredentialText> => {
  const names = { apiKey: `${prefix}_API_KEY`, secret: `${prefix}_SECRET_KEY`, privateKey: `${prefix}_PRIVATE_KEY`, passphrase: `${prefix}_PASSPHRASE` }
  const [apiKey, secret, privateKey, passphrase] = await Promise.all([names.apiKey, names.secret, names.privateKey, names.passphrase].map((name) => secretIn(environment, name)))
  if (!apiKey) throw new Error(`${names.apiKey} is not set.`)
  if (secret && privateKey) throw new Error(`Both ${names.secret} and ${names.privateKey} are set: a key has one of them.`)
  if (privateKey) return { apiKey, secret: privateKey, isPrivateKey: true, passphrase }
  if (secret) return { apiKey, secret, isPrivateKey: false }
  throw new Error(`Neither ${names.secret} nor ${names.privateKey} is set.`)
}

/** From a file that `sealCredential` wrote. @throws where the passphrase is wrong or the file was changed */
export const credentialFromFile = async (file: string, passphrase: string): Promise<Credential> => {
  const { apiKey, secret } = await openCredential(await readFile(file, 'utf8'), passphrase)
  return Credential.of(apiKey, secret)
}

/**
 * From what a command prints: `op read op://bots/grid/secret`, `pass show grid`, `vault kv get …`. It is started without a shell.
 * @param apiKey absent where the command prints both, as JSON with `apiKey` and `secretKey` or `privateKey`
 */
export const credentialFromCommand = async ([command, ...words]: readonly [string, ...string[]], apiKey?: string): Promise<Credential> => {
  const printed = await run(command, words, { timeout: COMMAND_LIMIT_MS, maxBuffer: 65_536 }).then(({ stdout }) => stdout.trim(), (error: unknown) => {
    // What a command printed before it failed may hold the secret: it is not repeated.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new Error(`${command} did not give the secret (it ended with ${code}).`)
  })
  if (apiKey !== undefined) return Credential.of(apiKey, printed)
  const both = jsonOf(printed)
  if (!both) throw new Error(`${command} did not print JSON with apiKey and secretKey (or privateKey).`)
  return Credential.of(both.apiKey, both.secret)
}

const jsonOf = (text: string): { readonly apiKey: string; readonly secret: string } | undefined => {
  try {
    const { apiKey, secretKey, privateKey }: Readonly<Record<string, unknown>> = JSON.parse(text)
    const secret = secretKey ?? privateKey
    return typeof apiKey === 'string' && typeof secret === 'string' ? { apiKey, secret } : undefined
  } catch {
    return undefined
  }
}
