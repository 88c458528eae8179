import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMANDS } from '../../src/cli/commands.ts'
import { RunningServer } from '../harness/running-server.ts'

/** By which route the console does what a command does; or why it does not, and should not. */
const BY_ROUTE: Readonly<Record<string, readonly string[] | string>> = {
  start: 'it begins the server', version: 'of the program that is at hand', restore: 'only while no server runs', backup: 'it writes a file on the server\'s machine', 'sealing-key rotate': 'the key is the operator\'s, outside the store',
  doctor: 'it examines a key and an exchange from the caller\'s own machine', scan: 'it looks through files of the caller\'s own machine; what leaked is not sent over a network',
  plan: 'a file is compared on the caller\'s own machine', apply: ['POST /api/step-ups', 'POST /api/keys', 'PATCH /api/keys/{id}'], export: ['GET /api/keys'],
  presets: ['GET /api/presets'], 'keys create': ['POST /api/keys/draft', 'POST /api/keys'], 'keys list': ['GET /api/keys'], 'keys secret': ['POST /api/keys/{id}/secret'], 'keys show': ['GET /api/keys/{id}'], 'keys attention': ['GET /api/keys/attention'],
  'keys edit': ['PATCH /api/keys/{id}'], 'keys extend': ['POST /api/keys/{id}/extend'], 'keys rotate': ['POST /api/keys/{id}/rotate'], 'keys split': ['POST /api/keys/{id}/split'],
  'keys disable': ['POST /api/keys/{id}/disable', 'POST /api/keys/disable'], 'keys enable': ['POST /api/keys/{id}/enable'], 'keys delete': ['DELETE /api/keys/{id}'],
  'keys following': ['GET /api/moving-addresses'], 'keys follow': ['POST /api/keys/{id}/moving-addresses'], 'keys unfollow': ['DELETE /api/moving-addresses/{id}', 'GET /api/keys/{id}/moving-addresses'], lockdown: ['POST /api/lockdowns/preview', 'POST /api/lockdowns'],
  'addresses list': ['GET /api/accounts/{account}/addresses'], 'addresses add': ['POST /api/accounts/{account}/addresses'], 'addresses remove': ['DELETE /api/accounts/{account}/addresses/{address}'], 'addresses policy': ['PATCH /api/accounts/{account}/withdrawal-policy'],
  'rules show': ['GET /api/accounts/{account}/approval-rules'], 'rules set': ['PUT /api/accounts/{account}/approval-rules'],
  'approvals list': ['GET /api/approvals'], 'approvals approve': ['POST /api/approvals/{id}/approve'], 'approvals reject': ['POST /api/approvals/{id}/reject'], 'approvals cancel': ['DELETE /api/approvals/{id}'],
  withdraw: ['POST /api/accounts/{account}/withdrawals'], accounts: ['GET /api/session'], 'accounts show': ['GET /api/accounts/{account}'], 'accounts create': ['POST /api/accounts/{account}/sub-accounts'], 'accounts ceiling': ['PATCH /api/accounts/{account}'],
  'accounts close': ['POST /api/accounts/{account}/close'], 'accounts open': ['POST /api/accounts/{account}/reopen'], products: ['GET /api/products'], 'products open': ['POST /api/accounts/{account}/products/margin', 'POST /api/accounts/{account}/products/futures'],
  external: ['GET /api/external-keys'], 'external add': ['POST /api/external-keys'], 'external edit': ['PATCH /api/external-keys/{id}'], 'external examine': ['POST /api/external-keys/{id}/examination'], 'external remove': ['DELETE /api/external-keys/{id}'],
  alerts: ['GET /api/alerts'], 'alerts normal': ['POST /api/alerts/{id}/decision'], 'alerts settle': ['POST /api/alerts/{id}/decision'], 'alerts thaw': ['POST /api/alerts/{id}/thaw'], 'alerts settings': ['GET /api/accounts/{account}/alert-settings', 'PATCH /api/accounts/{account}/alert-settings'],
  'keys on': ['PUT /api/keys/{id}/program'], 'keys off': ['PUT /api/keys/{id}/program'], 'keys uses': ['GET /api/keys/{id}/uses'], 'keys advice': ['GET /api/keys/{id}/advice'],
  'policy show': ['GET /api/accounts/{account}'], 'policy edit': ['PATCH /api/accounts/{account}/policy'], explain: ['GET /api/requests/{id}', 'GET /api/keys/{id}/last-refusal'],
  'sandbox reset': ['POST /api/sandbox/{environment}/reset'], 'sandbox pass': ['GET /api/sandbox/{environment}/clock', 'POST /api/sandbox/{environment}/clock'], 'sandbox seed': ['POST /api/sandbox/{environment}/reset'], 'sandbox snapshot': ['GET /api/sandbox/{environment}/state'], 'sandbox restore': ['PUT /api/sandbox/{environment}/state'],
  'scenario run': ['POST /api/sandbox/{environment}/scenario'], 'scenario show': ['GET /api/sandbox/{environment}/scenario'], 'scenario stop': ['DELETE /api/sandbox/{environment}/scenario'],
  review: ['GET /api/reviews', 'POST /api/keys/{id}/review'], heartbeat: 'a machine tells where it is with a secret of its own', log: ['GET /api/calls', 'GET /api/calls/live'], 'log export': ['GET /api/calls/export'], tax: ['GET /api/accounts/{account}/tax'], 'audit list': ['GET /api/audit'], 'audit verify': ['POST /api/audit/verify'], 'audit export': ['GET /api/audit/export'], mail: ['GET /api/mail'], 'mail test': ['POST /api/mail/test'], outbox: ['GET /api/outbox'], otp: ['GET /api/demo/code'], clock: ['GET /api/calendar', 'POST /api/calendar'],
}

test('the console can do what the command can, or it is said why not', async () => {
  const server = await RunningServer.start({ options: ['--market', 'off'] })
  try {
    const { paths } = await (await fetch(new URL('/openapi.json', server.demo.console))).json() as { paths: Record<string, Record<string, unknown>> }
    const routes = new Set(Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)))
    assert.deepEqual(Object.keys(BY_ROUTE).sort(), COMMANDS.map(({ name }) => name).sort())
    for (const [name, by] of Object.entries(BY_ROUTE)) for (const route of typeof by === 'string' ? [] : by) assert.ok(routes.has(route), `${name}: ${route}`)
  } finally {
    await server.stop()
  }
})
