import { endpoint } from '../../endpoint.ts'

/** The venue runs whenever this is answered at all; a store that failed answers nothing. */
export const systemStatus = endpoint({
  method: 'GET', path: '/sapi/v1/system/status', security: 'NONE', permission: 'none', weight: 1,
  parameters: {},
  summary: 'System status: 0 normal, 1 maintenance',
  answer: () => ({ ok: true, body: { status: 0, msg: 'normal' } }),
})
