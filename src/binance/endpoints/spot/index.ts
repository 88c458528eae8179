import { type Endpoint, SOCKET_API_PATHS } from '../../endpoint.ts'
import { sessionEndpoints } from '../session.ts'
import { accountEndpoints } from './account.ts'
import { amendOrderEndpoints } from './amend-order.ts'
import { cancelOrderEndpoints } from './cancel-order.ts'
import { cancelReplaceEndpoints } from './cancel-replace.ts'
import { executionRuleEndpoints } from './execution-rules.ts'
import { generalEndpoints } from './general.ts'
import { marketDataEndpoints } from './market-data.ts'
import { orderListQueryEndpoints } from './order-list-queries.ts'
import { orderListEndpoints } from './order-lists.ts'
import { orderQueryEndpoints } from './order-queries.ts'
import { placeOrderEndpoints } from './place-order.ts'
import { sorEndpoints } from './sor.ts'
import { tickerEndpoints } from './tickers.ts'
import { userDataEndpoints } from './user-data.ts'

/** The rows of /api/v3. */
export const endpoints: readonly Endpoint[] = [
  ...generalEndpoints, ...executionRuleEndpoints, ...marketDataEndpoints, ...tickerEndpoints,
  ...placeOrderEndpoints, ...sorEndpoints, ...cancelOrderEndpoints, ...cancelReplaceEndpoints, ...amendOrderEndpoints, ...orderListEndpoints, ...orderListQueryEndpoints,
  ...orderQueryEndpoints, ...accountEndpoints, ...sessionEndpoints(SOCKET_API_PATHS.api), ...userDataEndpoints,
]
