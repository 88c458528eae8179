import { resolve } from 'node:path'
import type { CredentialWish, KeySummary, MadeFromKey, Operator } from '../../operations/operator.ts'
import { done, type Outcome } from '../../operations/outcome.ts'
import { forgetPrivateKey } from '../local-key-pair.ts'
import { readChoice } from '../options.ts'
import type { Terminal } from '../terminal.ts'
import { bringPublicKey, fileNameFor, type MadeKey, preparePair } from './keys-create.ts'

/** Options of a key that is made from another one. */
export const MADE_FROM_OPTIONS = {
  label: { type: 'string', value: 'LABEL', help: 'the new key\'s label' },
  kind: { type: 'string', value: 'KIND', help: 'ed25519, rsa or hmac (default that of the key)' },
  'public-key': { type: 'string', value: 'FILE', help: 'your own public key, PEM, instead of a pair made here' },
  'private-key-out': { type: 'string', value: 'FILE', help: 'where the private key goes (default LABEL.private.pem)' },
} as const

export interface MadeFromOptions {
  readonly label?: string | undefined
  readonly kind?: string | undefined
  readonly 'public-key'?: string | undefined
  readonly 'private-key-out'?: string | undefined
}

export type MadeFromWithPair = MadeFromKey & Pick<MadeKey, 'privateKeyFile' | 'publicKey'>

/**
 * Makes the new pair where the kind has one, then the key; the private half never leaves this machine.
 * @param nameOf what the private key's file is named for, where no label is given
 */
export const makeFrom = async (
  reference: string, options: MadeFromOptions, operator: Operator, terminal: Terminal, nameOf: (key: KeySummary) => string, act: (id: string, wish: CredentialWish) => Promise<Outcome<MadeFromKey>>,
): Promise<Outcome<MadeFromWithPair>> => {
  const shown = await operator.keysShow(reference)
  if (!shown.ok) return shown
  const kind = options.kind === undefined ? shown.value.kind : readChoice('kind', options.kind, ['ed25519', 'rsa', 'hmac'])
  const label = options.label?.trim()
  const wish: CredentialWish = { kind, ...(label && { label }) }
  if (kind === 'hmac') {
    const made = await act(shown.value.id, wish)
    return made.ok ? done({ ...made.value, privateKeyFile: null, publicKey: null }) : made
  }
  const publicKeyFile = options['public-key']
  const pair = publicKeyFile === undefined
    ? await preparePair(kind, resolve(terminal.workingFolder, options['private-key-out'] ?? fileNameFor(label ?? nameOf(shown.value))))
    : await bringPublicKey(kind, resolve(terminal.workingFolder, publicKeyFile))
  if (!pair.ok) return pair
  const { privateKeyFile, publicKey } = pair.value
  const made = await act(shown.value.id, { ...wish, publicKey })
  if (!made.ok && privateKeyFile !== null) await forgetPrivateKey(privateKeyFile)
  return made.ok ? done({ ...made.value, privateKeyFile, publicKey }) : made
}
