import { type Endpoint, SOCKET_API_PATHS } from '../../endpoint.ts'
import { sessionEndpoints } from '../session.ts'
import { futuresAccountEndpoints } from './account.ts'
import { algoOrderEndpoints } from './algo-orders.ts'
import { batchOrderEndpoints } from './batch-orders.ts'
import { futuresConvertEndpoints } from './convert.ts'
import { futuresDataEndpoints } from './futures-data.ts'
import { futuresKlineEndpoints } from './klines.ts'
import { futuresMarketEndpoints } from './market.ts'
import { futuresOrderQueryEndpoints } from './order-queries.ts'
import { futuresOrderEndpoints } from './orders.ts'
import { futuresPriceEndpoints } from './prices.ts'
import { futuresSettingEndpoints } from './settings.ts'
import { futuresVenueEndpoints } from './venue.ts'
import { exchangeInfo, ping, serverTime } from './start-up.ts'
import { futuresUserStreamEndpoints } from './user-stream.ts'
import { valueKlineEndpoints } from './value-klines.ts'

/** `/fapi`: USD-M futures. */
export const endpoints: readonly Endpoint[] = [
  ping, serverTime, exchangeInfo, ...futuresOrderEndpoints, ...batchOrderEndpoints, ...futuresOrderQueryEndpoints, ...futuresPriceEndpoints,
  ...futuresAccountEndpoints, ...futuresSettingEndpoints, ...algoOrderEndpoints, ...futuresMarketEndpoints, ...futuresKlineEndpoints, ...valueKlineEndpoints, ...futuresDataEndpoints, ...futuresConvertEndpoints, ...futuresVenueEndpoints, ...futuresUserStreamEndpoints, ...sessionEndpoints(SOCKET_API_PATHS.fapi),
]
