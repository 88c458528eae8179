// The gate in a server that is not Bitting: keys with rights and allow lists before two paths of its own.
//
//   node examples/gate-in-your-server.ts
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { accountId, type Account, type ApiKey, apiKeyId, Authority, createGate, DEFAULT_POLICY, type EndpointShape, explain, KeyDirectory, type KeyStore, requestId, SEALING_KEY_BYTES, Sealer } from 'bitting/gate'

// Your table of paths: who may call what, and what it weighs.
const row = (method: 'GET' | 'POST', path: string, further: Partial<EndpointShape>): EndpointShape => ({
  method, path, family: 'api', security: 'USER_DATA', isSigned: true, permission: 'reading', weight: { of: 1, scope: 'address' },
  parseParameters: (raw) => ({ ok: true, value: raw }), ...further,
})
const ROWS = [
  row('GET', '/balance', {}),
  row('POST', '/payout', { security: 'TRADE', permission: 'withdrawals', withdrawal: () => ({ address: 'treasury', asset: 'USDT', amount: 100n }) }),
]

// Your database: whatever keeps a key durable before the promise resolves.
const rows = new Map<string, ApiKey>()
const keep = (...keys: readonly ApiKey[]) => { for (const key of keys) rows.set(key.id, key); return Promise.resolve('kept' as const) }
const store: KeyStore = {
  all: () => rows.values(), insert: (key) => keep(key), update: (key) => keep(key), saveTogether: (inserted, updated) => keep(...inserted, ...updated), reseal: async (keys) => { await keep(...keys); return keys.length },
  byId: (id) => Promise.resolve(rows.get(id)), ofAccount: (id) => Promise.resolve([...rows.values()].filter((key) => id === null || key.accountId === id)), ofHolder: () => Promise.resolve([]),
  livingAfter: (id, limit) => Promise.resolve([...rows.values()].filter((key) => key.deletedAtUs === null && (id === null || key.id > id)).sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, limit)),
  noteUse: () => {}, lastUse: () => Promise.resolve(undefined),
}

const you: Account = { id: accountId(1), email: 'you@example.com', parentId: null, label: '', createdAtUs: 0, products: { margin: false, futures: false }, isApiAccessEnabled: true }
const accounts = { byId: (id: number) => (id === you.id ? you : undefined) }
const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, randomBytes(SEALING_KEY_BYTES)]]) }, randomBytes)
const directory = new KeyDirectory({ sealer })
const authority = new Authority({ store, directory, sealer, accounts, policyOf: () => DEFAULT_POLICY, randomBytes, newKeyId: () => apiKeyId(randomUUID()) })
const gate = createGate({ endpoints: ROWS, keys: directory, accounts, formerProcessEndedByUs: null })
const nowUs = (): number => Date.now() * 1_000

const server = createServer(async (request, response) => {
  const { pathname, search } = new URL(request.url ?? '/', 'http://here')
  const decision = await gate.admit({
    id: requestId(randomUUID()), receivedAtUs: nowUs(), environment: 'live', method: request.method ?? '', path: pathname, query: search.slice(1), body: '',
    apiKey: request.headers['x-mbx-apikey'] as string | undefined, address: request.socket.remoteAddress ?? '',
  })
  if (decision.admitted) return response.end(JSON.stringify({ done: decision.endpoint.path, for: decision.caller?.key.label }))
  const { what, remedy } = explain(decision.trace(403, null))
  response.writeHead(403).end(JSON.stringify({ refused: decision.refusal.reason }))
  console.log(`refused: ${what} ${remedy}`)
}).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))

// A key that reads, from this machine alone.
const created = await authority.create({ accountId: you.id, environment: 'live', label: 'dashboard', kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] } }, { actor: 'you', source: 'local', nowUs: nowUs() })
if (!created.ok) throw new Error(created.violations.map(({ text }) => text).join(' '))

const call = async (method: string, path: string): Promise<string> => {
  const payload = `timestamp=${Date.now()}`
  const signature = createHmac('sha256', created.secret ?? '').update(payload).digest('hex')
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}?${payload}&signature=${signature}`, { method, headers: { 'X-MBX-APIKEY': created.key.text } })
  return `${method} ${path} → ${answer.status} ${await answer.text()}`
}
console.log(await call('GET', '/balance'))
console.log(await call('POST', '/payout'))
server.close()
