import { accountSnapshot } from './account-snapshot.ts'
import type { Endpoint } from '../../endpoint.ts'
import { accountInfo, accountStatus, apiTradingStatus } from './account-state.ts'
import { apiRestrictions } from './api-restrictions.ts'
import { assetDetail } from './asset-detail.ts'
import { assetDividends, fundingAssets, userAssets, walletBalances } from './assets.ts'
import { allCoins } from './coins.ts'
import { depositAddress, depositAddressList, depositHistory, creditApply } from './deposits.ts'
import { convertDust, convertibleDust, dustLog } from './dust.ts'
import { disableFastWithdraw, enableFastWithdraw } from './fast-withdraw.ts'
import { bnbBurn, setBnbBurn } from './fee-discount.ts'
import { delistSchedule, openSymbolList } from './listings.ts'
import { systemStatus } from './system-status.ts'
import { tradeFee } from './trade-fee.ts'
import { transferHistory, universalTransfer } from './universal-transfer.ts'
import { travelRule, withdraw, withdrawLocally } from './withdraw.ts'
import { withdrawalQuota } from './withdrawal-quota.ts'
import { withdrawalAddresses, withdrawalHistory } from './withdrawals.ts'

/** `/sapi` wallet rows, in the order of the documentation. */
export const endpoints: readonly Endpoint[] = [
  systemStatus,
  apiRestrictions, accountStatus, apiTradingStatus, accountInfo, accountSnapshot, enableFastWithdraw, disableFastWithdraw,
  allCoins, depositAddress, depositAddressList, depositHistory, creditApply,
  withdraw, withdrawLocally, travelRule, withdrawalHistory, withdrawalAddresses, withdrawalQuota,
  universalTransfer, transferHistory,
  userAssets, fundingAssets, walletBalances, assetDetail, tradeFee, assetDividends,
  dustLog, convertibleDust, convertDust, bnbBurn, setBnbBurn,
  delistSchedule, openSymbolList,
]
