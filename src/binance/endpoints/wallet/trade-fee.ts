import { formatDecimal } from '../../../money.ts'
import { endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { optional, symbolName } from '../../parameter-types.ts'

export const tradeFee = endpoint({
  method: 'GET', path: '/sapi/v1/asset/tradeFee', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: { symbol: optional(symbolName) },
  summary: 'Commission rates of the account, for one market or all',
  answer: ({ caller, parameters: { symbol: name }, services: { venue: { view } } }) => {
    const asked = view.symbols().filter((symbol) => name === undefined || symbol.name === name)
    if (asked.length === 0) return INVALID_SYMBOL
    const terms = view.wallet.terms(caller.account.id)
    const rates = { makerCommission: formatDecimal(terms?.makerRate ?? 0n), takerCommission: formatDecimal(terms?.takerRate ?? 0n) }
    return { ok: true, body: asked.map((symbol) => ({ symbol: symbol.name, ...rates })) }
  },
})
