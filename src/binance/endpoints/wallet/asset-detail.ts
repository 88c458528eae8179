import type { Asset } from '../../../exchange/symbol.ts'
import { formatDecimal } from '../../../money.ts'
import { endpoint } from '../../endpoint.ts'
import { rejectionAnswer } from '../../errors.ts'
import { assetName, optional } from '../../parameter-types.ts'

/** Of the default network, as the older one of Binance's two ways to tell it. The fee is a JSON number on this row alone. */
const detailBody = ({ networks }: Asset): object => {
  const standard = networks.find((network) => network.isDefault)
  return {
    minWithdrawAmount: formatDecimal(standard?.withdrawMin ?? 0n),
    depositStatus: networks.some((network) => network.depositEnabled),
    withdrawFee: Number(formatDecimal(standard?.withdrawFee ?? 0n)),
    withdrawStatus: networks.some((network) => network.withdrawEnabled),
  }
}

export const assetDetail = endpoint({
  method: 'GET', path: '/sapi/v1/asset/assetDetail', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: { asset: optional(assetName) },
  summary: 'Least withdrawal and fee of each asset',
  answer: ({ parameters: { asset: name }, services: { venue: { view } } }) => {
    const asked = name === undefined ? view.assets() : view.assets().filter((asset) => asset.name === name)
    if (asked.length === 0) return rejectionAnswer({ reason: 'unknownAsset' }, { act: 'wallet' })
    return { ok: true, body: Object.fromEntries(asked.map((asset) => [asset.name, detailBody(asset)])) }
  },
})
