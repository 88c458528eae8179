import type { OpenedSecret } from '../authority/sealing.ts'
import type { SealedSecret } from '../authority/api-key.ts'

/** Secrets of people at rest; the authority's Sealer fits. `id` is associated data: what is moved to another row does not open there. */
export interface SecretSealer {
  seal(secret: Uint8Array, id: string): SealedSecret
  open(sealed: SealedSecret, id: string): OpenedSecret
}

/** A sealed secret as a record keeps it. */
export interface Sealed {
  readonly sealingKeyVersion: number
  readonly sealedBytes: Uint8Array
}

export const sealText = (sealer: SecretSealer, text: string | Uint8Array, id: string): Sealed => {
  const { sealingKeyVersion, bytes } = sealer.seal(Buffer.from(text), id)
  return { sealingKeyVersion, sealedBytes: bytes }
}

/** Undefined where the sealing key is gone or does not fit. */
export const openSealed = (sealer: SecretSealer, { sealingKeyVersion, sealedBytes }: Sealed, id: string): Uint8Array | undefined => {
  const opened = sealer.open({ sealingKeyVersion, bytes: sealedBytes }, id)
  return opened.ok ? opened.secret : undefined
}
