import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { done, type Outcome, refused } from '../operations/outcome.ts'

const generate = promisify(generateKeyPair)

export interface LocalKeyPair {
  /** SPKI, PEM. */
  readonly publicKey: string
  /** PKCS#8, PEM. It goes into a file, and nowhere else. */
  readonly privateKey: string
}

/** Makes a pair on this machine. RSA keys have 2048 bits. */
export const makeKeyPair = async (kind: 'ed25519' | 'rsa'): Promise<LocalKeyPair> => {
  const pair: { publicKey: KeyObject; privateKey: KeyObject } = kind === 'ed25519' ? await generate('ed25519') : await generate('rsa', { modulusLength: 2_048 })
  return { publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

/** Writes a private key so that its owner alone can read it. A file that exists is never overwritten: it may hold another key. */
export const keepPrivateKey = async (file: string, privateKey: string): Promise<Outcome<string>> => {
  try {
    await writeFile(file, privateKey, { mode: 0o600, flag: 'wx' })
    return done(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return code === 'EEXIST'
      ? refused('fileExists', `${file} exists already, and may hold another key.`, 'Name another file with --private-key-out FILE.')
      : refused('fileNotWritten', `The private key could not be written to ${file} (${String(code ?? error)}).`, 'Name a file that can be written with --private-key-out FILE.')
  }
}

const asideOf = (file: string): string => `${file}.pending`

/** The change waits for codes: the pair that was described is kept beside, so that the same command begun anew finds nothing in its way. */
export const setPrivateKeyAside = (file: string): Promise<void> => rename(file, asideOf(file))

/** What was set aside is no longer needed: the key exists. */
export const forgetPrivateKeyAside = (file: string): Promise<void> => rm(asideOf(file), { force: true })

/** Takes up the private key that was set aside. @returns its public half; undefined where none of that kind lies there, or a file is in the way */
export const takeUpPrivateKey = async (file: string, kind: 'ed25519' | 'rsa'): Promise<string | undefined> => {
  try {
    const key = createPublicKey(createPrivateKey(await readFile(asideOf(file), 'utf8')))
    if (key.asymmetricKeyType !== kind) return undefined
    // A link is never made over a file that is there.
    await link(asideOf(file), file)
    await rm(asideOf(file))
    return key.export({ type: 'spki', format: 'pem' }).toString()
  } catch {
    return undefined
  }
}

/** Takes back a private key whose public half was not accepted. */
export const forgetPrivateKey = (file: string): Promise<void> => rm(file, { force: true })

/** Reads somebody's public key (PEM) and tells its kind. A private key is turned away before it goes anywhere. */
export const readPublicKey = async (file: string): Promise<Outcome<{ readonly kind: 'ed25519' | 'rsa'; readonly publicKey: string }>> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    return refused('fileNotRead', `The public key could not be read: ${error instanceof Error ? error.message : String(error)}.`, 'Check the path given with --public-key.')
  }
  if (isPrivateKey(text)) {
    return refused('privateKeyGiven', `${file} holds a private key. It must not leave your hands, so nothing was sent.`, `Take its public half: openssl pkey -in ${file} -pubout -out public.pem`)
  }
  try {
    const key = createPublicKey(text)
    const kind = key.asymmetricKeyType
    if (kind !== 'ed25519' && kind !== 'rsa') return refused('wrongKeyKind', `${file} holds a key of the kind ${kind ?? 'unknown'}.`, 'Use an Ed25519 or an RSA key.')
    return done({ kind, publicKey: key.export({ type: 'spki', format: 'pem' }).toString() })
  } catch {
    return refused('notAPublicKey', `${file} does not hold a public key in PEM.`, 'It should begin with -----BEGIN PUBLIC KEY-----.')
  }
}

const isPrivateKey = (text: string): boolean => {
  if (text.includes('PRIVATE KEY')) return true
  try {
    createPrivateKey(text)
    return true
  } catch {
    return false
  }
}
