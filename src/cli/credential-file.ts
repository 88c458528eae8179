import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { type CredentialText, credentialTextFromEnvironment } from '../client/credential-sources.ts'
import { isSealedCredential, openCredential } from '../client/sealed-credential.ts'

const KINDS = 'A key is a .env file (BITTING_API_KEY with BITTING_SECRET_KEY or BITTING_PRIVATE_KEY), JSON with apiKey and secretKey or privateKey, or a sealed file.'

/** What is told apart by itself: a private key in PEM, or a shared secret. */
export const credentialTextOf = ({ apiKey, secret }: { readonly apiKey: string; readonly secret: string }): CredentialText => ({ apiKey, secret, isPrivateKey: secret.includes('PRIVATE KEY') })

/** The key in a file, whichever of the forms it has. @param passphrase of a sealed one @throws with words for people that say what the file is */
export const readCredentialFile = async (file: string, passphrase: string | undefined): Promise<CredentialText> => {
  const text = readText(file)
  const start = text.trimStart()
  if (start === '') throw new Error(`${file} is empty. ${KINDS}`)
  if (start.startsWith('-----BEGIN ')) throw new Error(`${file} is a key pair's part in PEM, and does not say whose it is: give its key in BITTING_API_KEY, this file in BITTING_PRIVATE_KEY_FILE, and no --key.`)
  return start.startsWith('{') ? fromJson(file, start, passphrase) : fromEnv(file, text)
}

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const fromEnv = async (file: string, text: string): Promise<CredentialText> => {
  const values = parseEnv(text)
  const named = Object.keys(values).filter((name) => name.startsWith('BITTING_'))
  if (named.length === 0) throw new Error(`${file} names no key. ${KINDS}`)
  try {
    return await credentialTextFromEnvironment(values)
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const fromJson = async (file: string, text: string, passphrase: string | undefined): Promise<CredentialText> => {
  const value = objectIn(text)
  if (value === undefined) throw new Error(`${file} begins like JSON and is none. ${KINDS}`)
  if (isSealedCredential(value)) {
    if (passphrase === undefined) throw new Error(`${file} is sealed: give its passphrase in BITTING_PASSPHRASE.`)
    return credentialTextOf(await openCredential(text, passphrase))
  }
  const { apiKey, secretKey, privateKey, keys } = value
  const secret = secretKey ?? privateKey
  if (typeof apiKey === 'string' && typeof secret === 'string') return credentialTextOf({ apiKey, secret })
  if (typeof keys === 'object' && keys !== null && typeof value['rest'] === 'string') throw new Error(`${file} is a demo's file with many keys: name one of them (--key ${Object.keys(keys)[0] ?? 'trade'}), and the demo's folder by --data.`)
  throw new Error(`${file} is JSON, but no key. ${KINDS}`)
}

const objectIn = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    // It begins with a brace: an object, if anything.
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined
  }
}
