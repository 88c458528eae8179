import type { Endpoint } from '../../endpoint.ts'
import { exchangeInfo, ping, serverTime } from './start-up.ts'

export const endpoints: readonly Endpoint[] = [ping, serverTime, exchangeInfo]
