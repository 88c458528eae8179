import { endpoint } from '../../endpoint.ts'

/** The sandbox lists its markets at its beginning and takes none away, so nothing is ever scheduled. */
export const delistSchedule = endpoint({
  method: 'GET', path: '/sapi/v1/spot/delist-schedule', security: 'MARKET_DATA', permission: 'anyKey', weight: 100,
  parameters: {},
  summary: 'Markets that will be taken away, and when',
  answer: () => ({ ok: true, body: [] }),
})

export const openSymbolList = endpoint({
  method: 'GET', path: '/sapi/v1/spot/open-symbol-list', security: 'MARKET_DATA', permission: 'anyKey', weight: 100,
  parameters: {},
  summary: 'Markets that will be opened, and when',
  answer: () => ({ ok: true, body: [] }),
})
