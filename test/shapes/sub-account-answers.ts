/**
 * Answers of `/sapi/v1/sub-account`, whose connector is not installed here. The fields are those of its public source
 * (github.com/binance/binance-connector-js, clients/sub-account).
 */
type Whole = number | bigint

interface KeyRights { canTrade?: boolean; canMarginLoanRepay?: boolean; canFuturesTrade?: boolean; canUniversalTransfer?: boolean; canVanillaOptions?: boolean }
interface MadeKey extends KeyRights { apiName?: string; apiKey?: string; secretKey?: string | null; status?: Whole; ipList?: string[] }
interface MadeKey2 extends MadeKey { canFixApiTrading?: boolean; canFixApiReading?: boolean }
interface Restriction { ipRestrict?: 'true' | 'false'; ipList?: string[]; updateTime?: Whole; apiKey?: string }
interface NumberBalance { asset?: string; free?: number; locked?: number; freeze?: number; withdrawing?: number }
interface TextBalance { asset?: string; free?: string; locked?: string; freeze?: string; withdrawing?: string }
interface BtcWorth { totalAssetOfBtc?: string; totalLiabilityOfBtc?: string; totalNetAssetOfBtc?: string }
interface MarginWorth extends BtcWorth { email?: string }
interface FuturesTotals {
  totalInitialMargin?: string; totalMaintenanceMargin?: string; totalMarginBalance?: string; totalOpenOrderInitialMargin?: string; totalPositionInitialMargin?: string; totalUnrealizedProfit?: string; totalWalletBalance?: string
}
interface FuturesAsset {
  asset?: string; initialMargin?: string; maintenanceMargin?: string; marginBalance?: string; maxWithdrawAmount?: string; openOrderInitialMargin?: string; positionInitialMargin?: string; unrealizedProfit?: string; walletBalance?: string
}
interface FuturesAccount extends FuturesTotals {
  email?: string; assets?: FuturesAsset[]; canDeposit?: boolean; canTrade?: boolean; canWithdraw?: boolean; feeTier?: Whole; maxWithdrawAmount?: string; updateTime?: Whole
}
interface FuturesOne extends FuturesTotals { email?: string; asset?: string }
interface FuturesSummary extends FuturesTotals { asset?: string; subAccountList?: FuturesOne[] }
interface TradedDay { userId?: Whole; btc?: number; btcFutures?: number; btcMargin?: number; busd?: number; busdFutures?: number; busdMargin?: number; date?: Whole }

interface Risk { entryPrice?: string; leverage?: string; maxNotional?: string; liquidationPrice?: string; markPrice?: string; positionAmount?: string; symbol?: string; unrealizedProfit?: string }

export interface SubAccountAnswers {
  'POST /sapi/v1/sub-account/virtualSubAccount': { email?: string }
  'GET /sapi/v1/sub-account/list': { subAccounts?: { subUserId?: Whole; email?: string; remark?: string; isFreeze?: boolean; createTime?: Whole; isManagedSubAccount?: boolean; isAssetManagementSubAccount?: boolean }[] }
  'GET /sapi/v1/sub-account/status': { email?: string; isSubUserEnabled?: boolean; isUserActive?: boolean; insertTime?: Whole; isMarginEnabled?: boolean; isFutureEnabled?: boolean; mobile?: Whole }[]
  'GET /sapi/v1/sub-account/transaction-statistics': {
    recent30BtcTotal?: string; recent30BtcFuturesTotal?: string; recent30BtcMarginTotal?: string; recent30BusdTotal?: string; recent30BusdFuturesTotal?: string; recent30BusdMarginTotal?: string; tradeInfoVos?: TradedDay[]
  }
  'POST /sapi/v1/sub-account/futures/enable': { email?: string; isFuturesEnabled?: boolean }
  'POST /sapi/v1/sub-account/eoptions/enable': { email?: string; isEOptionsEnabled?: boolean }
  'POST /sapi/v1/sub-account/subAccountApi': MadeKey
  'POST /sapi/v2/sub-account/subAccountApi': MadeKey2
  'GET /sapi/v1/sub-account/subAccountApi': { total?: Whole; list?: KeyListed[] }
  'POST /sapi/v1/sub-account/subAccountApiPermission': KeyChanged
  'DELETE /sapi/v1/sub-account/subAccountApi': Nothing
  'GET /sapi/v1/sub-account/subAccountApi/ipRestriction': Restriction
  'POST /sapi/v2/sub-account/subAccountApi/ipRestriction': { status?: '1' | '2'; ipList?: string[]; updateTime?: Whole; apiKey?: string }
  'DELETE /sapi/v1/sub-account/subAccountApi/ipRestriction/ipList': Restriction
  'POST /sapi/v1/sub-account/universalTransfer': { tranId?: Whole; clientTranId?: string }
  'GET /sapi/v1/sub-account/universalTransfer': {
    result?: { tranId?: Whole; fromEmail?: string; toEmail?: string; asset?: string; amount?: string; createTimeStamp?: Whole; fromAccountType?: string; toAccountType?: string; status?: string; clientTranId?: string }[]; totalCount?: Whole
  }
  'GET /sapi/v1/sub-account/sub/transfer/history': { from?: string; to?: string; asset?: string; qty?: string; status?: string; tranId?: Whole; time?: Whole }[]
  'POST /sapi/v1/sub-account/futures/transfer': { txnId?: string }
  'POST /sapi/v1/sub-account/margin/transfer': { txnId?: string }
  'POST /sapi/v1/sub-account/futures/internalTransfer': { success?: boolean; txnId?: string }
  'GET /sapi/v1/sub-account/futures/internalTransfer': { success?: boolean; futuresType?: Whole; transfers?: { from?: string; to?: string; asset?: string; qty?: string; tranId?: string; time?: Whole }[] }
  'POST /sapi/v1/sub-account/transfer/subToMaster': { txnId?: string }
  'POST /sapi/v1/sub-account/transfer/subToSub': { txnId?: string }
  'GET /sapi/v1/sub-account/transfer/subUserHistory': {
    counterParty?: string; email?: string; type?: Whole; asset?: string; qty?: string; fromAccountType?: string; toAccountType?: string; status?: string; tranId?: Whole; time?: Whole
  }[]
  'GET /sapi/v3/sub-account/assets': { balances?: NumberBalance[] }
  'GET /sapi/v4/sub-account/assets': { balances?: TextBalance[] }
  'GET /sapi/v1/sub-account/spotSummary': { totalCount?: Whole; masterAccountTotalAsset?: string; spotSubUserAssetBtcVoList?: { email?: string; totalAsset?: string }[] }
  'GET /sapi/v1/sub-account/margin/account': MarginAccount
  'GET /sapi/v1/sub-account/margin/accountSummary': MarginSummary
  'GET /sapi/v1/sub-account/futures/account': FuturesAccountOfOld
  'GET /sapi/v2/sub-account/futures/account': { futureAccountResp?: FuturesAccount }
  'GET /sapi/v1/sub-account/futures/positionRisk': Risk[]
  'GET /sapi/v2/sub-account/futures/positionRisk': { futurePositionRiskVos?: Risk[] }
  'GET /sapi/v1/sub-account/futures/accountSummary': FuturesSummary
  'GET /sapi/v2/sub-account/futures/accountSummary': { futureAccountSummaryResp?: FuturesSummary }
  'GET /sapi/v1/capital/deposit/subAddress': { address?: string; coin?: string; tag?: string; url?: string }
  'GET /sapi/v1/capital/deposit/subHisrec': {
    id?: string; amount?: string; coin?: string; network?: string; status?: Whole; address?: string; addressTag?: string; txId?: string; insertTime?: Whole; transferType?: Whole; confirmTimes?: string; unlockConfirm?: Whole; walletType?: Whole
  }[]
}

interface KeyListed extends KeyRights { email?: string; apiName?: string; apikey?: string; timestamp?: Whole }
interface KeyChanged extends KeyRights { apiName?: string; apikey?: string; timestamp?: Whole }
type Nothing = Record<string, never>
interface MarginAccount extends MarginWorth {
  marginLevel?: string; marginTradeCoeffVo?: { forceLiquidationBar?: string; marginCallBar?: string; normalBar?: string }
  marginUserAssetVoList?: { asset?: string; borrowed?: string; free?: string; interest?: string; locked?: string; netAsset?: string }[]
}
interface MarginSummary extends BtcWorth { subAccountList?: MarginWorth[] }
interface FuturesAccountOfOld extends FuturesAccount { asset?: string }
