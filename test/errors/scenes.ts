import type { DemoFile, DemoKeyFile } from '../harness/running-server.ts'
import { type Parameters, signedQuery } from '../harness/signed-request.ts'

/** One call, and what came of it. */
export interface Refused {
  readonly id: string
  readonly status: number
  readonly code: number
}

const ask = async (url: string, method: string, headers: Readonly<Record<string, string>>): Promise<Refused> => {
  const answer = await fetch(url, { method, headers })
  const body: unknown = await answer.json()
  return { id: answer.headers.get('x-mbx-uuid') ?? '', status: answer.status, code: typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'number' ? body.code : 0 }
}

/** A well-formed key of Binance's own, from its documentation. */
const KEY_OF_BINANCE = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'

/** How each page's trace came to be: the call that is refused. */
export const SCENES: Readonly<Record<string, (demo: DemoFile) => Promise<Refused>>> = (() => {
  const signed = ({ rest }: DemoFile, key: DemoKeyFile, path: string, parameters: Parameters = {}, { method = 'GET', headers = {} }: { method?: string; headers?: Readonly<Record<string, string>> } = {}): Promise<Refused> =>
    ask(`${rest}${path}?${signedQuery(key, parameters)}`, method, { 'X-MBX-APIKEY': key.apiKey, ...headers })
  return {
    2015: (demo) => signed(demo, demo.keys.trade, '/api/v3/account', {}, { headers: { 'x-bitting-address': '203.0.113.45' } }),
    1021: (demo) => signed(demo, demo.keys.read, '/api/v3/account', { timestamp: Date.now() - 60_000 }),
    1022: (demo) => signed(demo, { ...demo.keys.read, secretKey: 'another' }, '/api/v3/account', { recvWindow: 5_000 }),
    1003: async (demo) => {
      // 250 each; a minute may begin in between.
      for (let calls = 0; calls < 60; calls += 1) {
        const answer = await ask(`${demo.rest}/api/v3/depth?symbol=BTCUSDT&limit=5000`, 'GET', { 'x-bitting-address': '203.0.113.46' })
        if (answer.status !== 200) return answer
      }
      throw new Error('sixty heavy calls in a minute were let in')
    },
    1102: (demo) => signed(demo, demo.keys.trade, '/api/v3/order', { orderId: 1 }),
    2014: (demo) => signed(demo, demo.keys.read, '/api/v3/account', {}, { headers: { 'X-MBX-APIKEY': `"${demo.keys.read.apiKey}"` } }),
    2008: (demo) => signed(demo, { ...demo.keys.read, apiKey: KEY_OF_BINANCE }, '/sapi/v1/account/apiRestrictions'),
    1002: (demo) => signed(demo, demo.keys.trade, '/sapi/v1/capital/withdraw/apply', { coin: 'USDT', address: 'TXYZ', amount: 10 }, { method: 'POST' }),
  }
})()
