import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import { formatDecimal, SCALE_DECIMALS } from '../../../money.ts'
import { type Answer, endpoint } from '../../endpoint.ts'
import { rejectionAnswer } from '../../errors.ts'
import { assetName, optional } from '../../parameter-types.ts'

/** Where neither side is named, pairs with this one are listed. */
const USUAL_COUNTERPART = 'USDT'

interface Named { readonly fromAsset?: string | undefined; readonly toAsset?: string | undefined }

/** The pairs of those assets that can be converted, with how little and how much of each. */
export const pairsOf = (view: ExchangeView, { fromAsset, toAsset = fromAsset === undefined ? USUAL_COUNTERPART : undefined }: Named, isTaken: (asset: string) => boolean = () => true): Answer => {
  for (const asset of [fromAsset, toAsset]) if (asset !== undefined && !(view.asset(asset) && isTaken(asset))) return rejectionAnswer({ reason: 'unknownAsset' }, { act: 'convert' })
  const convertible = view.assets().filter(({ name }) => isTaken(name)).flatMap(({ name }) => {
    const limits = view.convert.limits(name)
    return limits === null ? [] : [{ name, limits }]
  })
  const pairs = convertible.filter(({ name }) => fromAsset === undefined || name === fromAsset)
    .flatMap((from) => convertible.filter(({ name }) => name !== from.name && (toAsset === undefined || name === toAsset)).map((to) => [from, to] as const))
  return {
    ok: true,
    body: pairs.map(([from, to]) => ({
      fromAsset: from.name, toAsset: to.name,
      fromAssetMinAmount: formatDecimal(from.limits.least), fromAssetMaxAmount: formatDecimal(from.limits.greatest),
      toAssetMinAmount: formatDecimal(to.limits.least), toAssetMaxAmount: formatDecimal(to.limits.greatest),
    })),
  }
}

export const convertPairs = endpoint({
  method: 'GET', path: '/sapi/v1/convert/exchangeInfo', security: 'NONE', permission: 'none', weight: 3_000,
  parameters: { fromAsset: optional(assetName), toAsset: optional(assetName) },
  summary: 'Which assets can be converted into which, and how much of each',
  answer: ({ parameters, services: { venue: { view } } }) => pairsOf(view, parameters),
})

export const convertAssets = endpoint({
  method: 'GET', path: '/sapi/v1/convert/assetInfo', security: 'USER_DATA', permission: 'reading', weight: 100,
  parameters: {},
  summary: 'How finely each asset is converted',
  answer: ({ services: { venue: { view } } }) => ({ ok: true, body: view.assets().map(({ name }) => ({ asset: name, fraction: SCALE_DECIMALS })) }),
})
