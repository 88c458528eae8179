import type { Asset, AssetNetwork } from '../../../exchange/symbol.ts'
import type { AccountId } from '../../../ids.ts'
import { formatDecimal } from '../../../money.ts'
import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import { endpoint } from '../../endpoint.ts'

const NOTHING = formatDecimal(0n)

const networkBody = (coin: string, network: AssetNetwork): object => {
  const hasMemo = network.memoRegex !== ''
  return {
    network: network.network,
    coin,
    withdrawIntegerMultiple: formatDecimal(network.withdrawMultiple),
    isDefault: network.isDefault,
    depositEnable: network.depositEnabled,
    withdrawEnable: network.withdrawEnabled,
    depositDesc: '',
    withdrawDesc: '',
    specialTips: '',
    specialWithdrawTips: '',
    name: network.name,
    resetAddressStatus: false,
    addressRegex: network.addressRegex,
    memoRegex: network.memoRegex,
    withdrawFee: formatDecimal(network.withdrawFee),
    withdrawMin: formatDecimal(network.withdrawMin),
    withdrawMax: formatDecimal(network.withdrawMax),
    withdrawInternalMin: formatDecimal(network.withdrawMin),
    depositDust: formatDecimal(network.depositDust),
    minConfirm: network.confirmations,
    unLockConfirm: network.unlockConfirmations,
    sameAddress: hasMemo,
    withdrawTag: hasMemo,
    estimatedArrivalTime: network.estimatedArrivalMinutes,
    busy: false,
    contractAddressUrl: '',
    contractAddress: network.contractAddress,
  }
}

const coinBody = (view: ExchangeView, accountId: AccountId, asset: Asset, isTraded: boolean): object => {
  const { free, locked } = view.wallet.balance(accountId, asset.name)
  // The ledger holds what is being withdrawn as it holds what open orders need; here each has a field of its own.
  const withdrawing = view.wallet.withdrawing(accountId, asset.name)
  return {
    coin: asset.name,
    depositAllEnable: asset.networks.some((network) => network.depositEnabled),
    withdrawAllEnable: asset.networks.some((network) => network.withdrawEnabled),
    name: asset.fullName,
    free: formatDecimal(free),
    locked: formatDecimal(locked - withdrawing),
    freeze: NOTHING,
    withdrawing: formatDecimal(withdrawing),
    ipoing: NOTHING,
    ipoable: NOTHING,
    storage: NOTHING,
    isLegalMoney: false,
    trading: isTraded,
    networkList: asset.networks.map((network) => networkBody(asset.name, network)),
  }
}

export const allCoins = endpoint({
  method: 'GET', path: '/sapi/v1/capital/config/getall', security: 'USER_DATA', permission: 'reading', weight: 10,
  parameters: {},
  summary: 'Every coin: balances, networks, fees, minima, address formats',
  answer: ({ caller, services: { venue: { view } } }) => {
    const traded = new Set(view.symbols().filter((symbol) => symbol.status === 'TRADING').flatMap((symbol) => [symbol.baseAsset, symbol.quoteAsset]))
    return { ok: true, body: view.assets().map((asset) => coinBody(view, caller.account.id, asset, traded.has(asset.name))) }
  },
})
