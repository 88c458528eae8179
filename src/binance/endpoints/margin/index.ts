import type { Endpoint } from '../../endpoint.ts'
import { issueListenToken, subscribeByToken } from './listen-token.ts'
import { crossMarginPairs, isolatedMarginPairs } from './pairs.ts'

export const endpoints: readonly Endpoint[] = [crossMarginPairs, isolatedMarginPairs, issueListenToken, subscribeByToken]
