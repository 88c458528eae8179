import type { DustConversion } from '../../../exchange/exchange-view.ts'
import { quoteDust } from '../../../exchange/wallet/dust.ts'
import { formatDecimal } from '../../../money.ts'
import { toMs } from '../../../time.ts'
import { endpoint } from '../../endpoint.ts'
import { guardedConversion } from '../../guarded-order.ts'
import { faultAnswer, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { endOfSpan, invalidData, mandatory, matching, oneOf, optional, time, withDefault } from '../../parameter-types.ts'

const accountType = oneOf(['SPOT', 'MARGIN'])
/** Binance keeps the last hundred. */
const MOST_CONVERSIONS = 100

const logBody = ({ transferId, timeUs, totalBnb, totalFeeBnb, details }: DustConversion): object => ({
  operateTime: toMs(timeUs),
  totalTransferedAmount: formatDecimal(totalBnb),
  totalServiceChargeAmount: formatDecimal(totalFeeBnb),
  transId: transferId,
  userAssetDribbletDetails: details.map((one) => ({
    transId: transferId,
    serviceChargeAmount: formatDecimal(one.feeBnb),
    amount: formatDecimal(one.amount),
    operateTime: toMs(timeUs),
    transferedAmount: formatDecimal(one.bnb),
    fromAsset: one.asset,
  })),
})

export const dustLog = endpoint({
  method: 'GET', path: '/sapi/v1/asset/dribblet', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: { accountType: withDefault(accountType, 'SPOT'), startTime: optional(time), endTime: optional(endOfSpan) },
  summary: 'Conversions of small balances to BNB, newest first',
  answer: ({ caller, parameters: { accountType: of, startTime, endTime }, services: { venue: { view } } }) => {
    // A margin account's dust is a thing of its own; the spot log says nothing of it.
    const all = of === 'MARGIN' ? [] : view.wallet.dustLog(caller.account.id)
    const found = all.filter(({ timeUs }) => timeUs >= (startTime ?? 0) && timeUs <= (endTime ?? Infinity)).slice(-MOST_CONVERSIONS).reverse()
    return { ok: true, body: { total: found.length, userAssetDribblets: found.map(logBody) } }
  },
})

/** The venue's fee as this row tells it; its test holds the two together. */
const FEE_SHARE = '0.02'

/** A POST that reads. */
export const convertibleDust = endpoint({
  method: 'POST', path: '/sapi/v1/asset/dust-btc', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: { accountType: withDefault(accountType, 'SPOT') },
  summary: 'Balances small enough to be converted to BNB, and what they would give',
  answer: ({ caller, parameters, services: { venue: { view } } }) => {
    const { wallet } = view
    const details: object[] = []
    let [totalBtc, totalBnb] = [0n, 0n]
    // A margin account's dust is a thing of its own.
    for (const { asset, free } of parameters.accountType === 'MARGIN' ? [] : wallet.balances(caller.account.id)) {
      const quote = quoteDust((...of) => wallet.valueIn(...of), asset, free)
      if (!quote) continue
      const worthBtc = wallet.valueIn(asset, free, 'BTC') ?? 0n
      const worthBnb = quote.bnb + quote.feeBnb
      totalBtc += worthBtc
      totalBnb += worthBnb
      details.push({
        asset,
        assetFullName: view.asset(asset)?.fullName ?? asset,
        amountFree: formatDecimal(free),
        toBTC: formatDecimal(worthBtc),
        toBNB: formatDecimal(worthBnb),
        toBNBOffExchange: formatDecimal(quote.bnb),
        exchange: formatDecimal(quote.feeBnb),
      })
    }
    return { ok: true, body: { details, totalTransferBtc: formatDecimal(totalBtc), totalTransferBNB: formatDecimal(totalBnb), dribbletPercentage: FEE_SHARE } }
  },
})

const transferBody = ({ transferId, timeUs, totalBnb, totalFeeBnb, details }: DustConversion): object => ({
  totalServiceCharge: formatDecimal(totalFeeBnb),
  totalTransfered: formatDecimal(totalBnb),
  transferResult: details.map((one) => ({
    amount: formatDecimal(one.amount),
    fromAsset: one.asset,
    operateTime: toMs(timeUs),
    serviceChargeAmount: formatDecimal(one.feeBnb),
    tranId: transferId,
    transferedAmount: formatDecimal(one.bnb),
  })),
})

/** Assets come as `asset=BTC&asset=USDT` or `asset=BTC,USDT`: clients send both. */
export const convertDust = endpoint({
  method: 'POST', path: '/sapi/v1/asset/dust', security: 'USER_DATA', permission: 'spotAndMarginTrading', weight: { of: 10, scope: 'account' },
  parameters: { asset: mandatory(matching(/^[A-Z0-9]{1,20}(,[A-Z0-9]{1,20})*$/, 'ARRAY OF STRING')), accountType: withDefault(accountType, 'SPOT') },
  repeatable: ['asset'],
  orders: (_, about) => [...new Set(about.raw.getAll('asset').flatMap((names) => names.split(',')))].map((asset) => {
    const amount = about.facts.free(about.accountId, asset)
    return guardedConversion(about, { asset, amount }, { asset: 'BNB', amount: 0n }, 'MARKET')
  }),
  summary: 'Convert small balances to BNB',
  answer: ({ caller, parameters, raw, services: { venue }, isInTime }) => {
    const accountId = caller.account.id
    const assets = [...new Set(raw.getAll('asset').flatMap((text) => text.split(',')))]
    if (parameters.accountType === 'MARGIN' || assets.includes('')) return faultAnswer(invalidData(assets.includes('') ? 'asset' : 'accountType'), 'sapi')
    if (!isInTime()) return TOO_LATE
    const outcome = venue.execute({ kind: 'convertDust', accountId, assets })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'wallet' })
    const converted = venue.view.wallet.dustLog(accountId).at(-1)
    if (!converted) throw new Error('a conversion of dust left no record')
    return { ok: true, body: transferBody(converted) }
  },
})
