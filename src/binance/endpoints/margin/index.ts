import type { Endpoint } from '../../endpoint.ts'
import { crossMarginPairs, isolatedMarginPairs } from './pairs.ts'

export const endpoints: readonly Endpoint[] = [crossMarginPairs, isolatedMarginPairs]
