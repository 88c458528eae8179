import type { Endpoint } from '../../endpoint.ts'
import { accounts } from './accounts.ts'
import { assets } from './assets.ts'
import { futuresAccounts } from './futures-accounts.ts'
import { histories } from './histories.ts'
import { keys } from './keys.ts'
import { marginAccounts } from './margin-accounts.ts'
import { statistics } from './statistics.ts'
import { transfers } from './transfers.ts'

/** `/sapi` rows of sub-accounts, in the order of the documentation. */
export const endpoints: readonly Endpoint[] = [...accounts, ...statistics, ...keys, ...transfers, ...histories, ...assets, ...marginAccounts, ...futuresAccounts]
