/** Where a key and a balance belong: the configured venue at the root paths, or the sandbox of its own under `/testnet`. */
export type Environment = 'live' | 'testnet'
export const ENVIRONMENTS: readonly Environment[] = ['live', 'testnet']
