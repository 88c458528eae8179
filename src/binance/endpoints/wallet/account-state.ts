import { endpoint } from '../../endpoint.ts'

/** An account whose access is switched off is refused at the gate, so whoever reads this is in order. */
export const accountStatus = endpoint({
  method: 'GET', path: '/sapi/v1/account/status', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: {},
  summary: 'Account status',
  answer: () => ({ ok: true, body: { data: 'Normal' } }),
})

/** Bitting locks no account for its order statistics: the documented triggers, none of them pulled. */
export const apiTradingStatus = endpoint({
  method: 'GET', path: '/sapi/v1/account/apiTradingStatus', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: {},
  summary: 'Whether trading by API is locked for the account',
  answer: () => ({
    ok: true,
    body: { data: { isLocked: false, plannedRecoverTime: 0, triggerCondition: { GCR: 150, IFER: 150, UFR: 300 }, updateTime: 0 } },
  }),
})

export const accountInfo = endpoint({
  method: 'GET', path: '/sapi/v1/account/info', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: {},
  summary: 'VIP level and the products that are opened on the account',
  answer: ({ caller: { account: { products } } }) => ({
    ok: true,
    body: {
      vipLevel: 0,
      isMarginEnabled: products.margin,
      isFutureEnabled: products.futures,
      isOptionsEnabled: false,
      isPortfolioMarginRetailEnabled: false,
    },
  }),
})
