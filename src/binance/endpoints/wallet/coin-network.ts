import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import type { Asset, AssetNetwork } from '../../../exchange/symbol.ts'
import { type ErrorAnswer, faultAnswer, rejectionAnswer } from '../../errors.ts'
import { invalidData } from '../../parameter-types.ts'

type CoinNetwork = { readonly ok: true; readonly asset: Asset; readonly network: AssetNetwork } | ErrorAnswer

/** A coin and the network asked for, the coin's default network where none is. */
export const coinNetwork = (view: ExchangeView, coin: string, network: string | undefined): CoinNetwork => {
  const asset = view.asset(coin)
  if (!asset) return rejectionAnswer({ reason: 'unknownAsset' }, { act: 'wallet' })
  const chosen = asset.networks.find((one) => (network === undefined ? one.isDefault : one.network === network))
  return chosen ? { ok: true, asset, network: chosen } : faultAnswer(invalidData('network'), 'sapi')
}
