import { deleteKey, disableKey, disableManyKeys, enableKey } from './close.ts'
import { copyToTestnet } from './copy-to-testnet.ts'
import { createKey } from './create.ts'
import { editKey } from './edit.ts'
import { extendKey } from './extend.ts'
import type { KeyParts } from './key-parts.ts'
import { rotateKey, splitKey } from './make-from.ts'
import { reviewKey } from './review.ts'
import { tellSecret } from './tell-secret.ts'

/** Every change that somebody can ask of keys, one each. */
export const keyOperations = (parts: KeyParts) => ({
  create: createKey(parts), edit: editKey(parts), disable: disableKey(parts), enable: enableKey(parts), delete: deleteKey(parts), disableMany: disableManyKeys(parts),
  extend: extendKey(parts), rotate: rotateKey(parts), split: splitKey(parts), copyToTestnet: copyToTestnet(parts), tellSecret: tellSecret(parts), review: reviewKey(parts),
})
export type KeyOperations = ReturnType<typeof keyOperations>
