import { resolve } from 'node:path'
import type { Asks, CredentialWish, KeySummary, MadeFromKey, Operator } from '../../operations/operator.ts'
import { done, type Outcome } from '../../operations/outcome.ts'
import type { CommandCall } from '../command.ts'
import { confirmed, type CONFIRMING } from '../confirming.ts'
import { readChoice } from '../options.ts'
import { bringPublicKey, fileNameFor, type MadeKey, preparePair, withPair } from './keys-create.ts'

/** Options of a key that is made from another one. */
export const MADE_FROM_OPTIONS = {
  label: { type: 'string', value: 'LABEL', help: 'the new key\'s label' },
  kind: { type: 'string', value: 'KIND', help: 'ed25519, rsa or hmac (default that of the key)' },
  'public-key': { type: 'string', value: 'FILE', help: 'your own public key, PEM, instead of a pair made here' },
  'private-key-out': { type: 'string', value: 'FILE', help: 'where the private key goes (default LABEL.private.pem)' },
} as const

type MadeFromCall = Pick<CommandCall<typeof MADE_FROM_OPTIONS & typeof CONFIRMING>, 'options' | 'positionals' | 'terminal'>

export type MadeFromWithPair = MadeFromKey & Pick<MadeKey, 'privateKeyFile' | 'publicKey'>

/**
 * Makes the new pair where the kind has one, then the key; the private half never leaves this machine.
 * @param nameOf what the private key's file is named for, where no label is given
 */
export const makeFrom = async (
  call: MadeFromCall, operator: Operator, nameOf: (key: KeySummary) => string, act: (id: string, wish: CredentialWish, asks: Asks) => Promise<Outcome<MadeFromKey>>,
): Promise<Outcome<MadeFromWithPair>> => {
  const { options, terminal } = call
  const shown = await operator.keysShow(call.positionals[0] ?? '')
  if (!shown.ok) return shown
  const kind = options.kind === undefined ? shown.value.kind : readChoice('kind', options.kind, ['ed25519', 'rsa', 'hmac'])
  const label = options.label?.trim()
  const wish: CredentialWish = { kind, ...(label && { label }) }
  if (kind === 'hmac') {
    const made = await confirmed(call, operator, (asks) => act(shown.value.id, wish, asks))
    return made.ok ? done({ ...made.value, privateKeyFile: null, publicKey: null }) : made
  }
  const publicKeyFile = options['public-key']
  const pair = publicKeyFile === undefined
    ? await preparePair(kind, resolve(terminal.workingFolder, options['private-key-out'] ?? fileNameFor(label ?? nameOf(shown.value))), options['step-up'] !== undefined)
    : await bringPublicKey(kind, resolve(terminal.workingFolder, publicKeyFile))
  if (!pair.ok) return pair
  const { privateKeyFile, publicKey } = pair.value
  const made = await withPair(privateKeyFile, () => confirmed(call, operator, (asks) => act(shown.value.id, { ...wish, publicKey }, asks)))
  return made.ok ? done({ ...made.value, privateKeyFile, publicKey }) : made
}
