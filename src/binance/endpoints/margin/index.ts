import type { Endpoint } from '../../endpoint.ts'
import { marginAccountEndpoints } from './accounts.ts'
import { issueListenToken, subscribeByToken } from './listen-token.ts'
import { marginLoanEndpoints } from './loans.ts'
import { marginMarketEndpoints } from './market.ts'
import { marginOrderQueryEndpoints } from './order-queries.ts'
import { marginOrderEndpoints } from './orders.ts'
import { crossMarginPairs, isolatedMarginPairs } from './pairs.ts'
import { riskStreamEndpoints } from './risk-stream.ts'
import { specialKeyEndpoints } from './special-keys.ts'

/** `/sapi/v1/margin`: cross and isolated margin. */
export const endpoints: readonly Endpoint[] = [
  crossMarginPairs, isolatedMarginPairs, ...marginMarketEndpoints, ...marginAccountEndpoints, ...marginLoanEndpoints, ...marginOrderEndpoints, ...marginOrderQueryEndpoints,
  issueListenToken, subscribeByToken, ...riskStreamEndpoints, ...specialKeyEndpoints,
]
