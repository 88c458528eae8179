import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import type { DemoFile, DemoKeyFile } from './running-server.ts'
import { type Parameters, signatureOf, signedCall } from './signed-request.ts'

/** Makes an Ed25519 key that reads and trades futures, over the API: of a sub-account for which futures are opened and which is given 10,000 USDT for them. */
export const ed25519FuturesKey = async ({ rest, keys: { all } }: DemoFile): Promise<DemoKeyFile> => {
  const call = async (method: string, path: string, parameters: Parameters = {}): Promise<any> => { // read field by field
    const { status, body } = await signedCall(rest, all, method, path, parameters)
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }
  const { subAccounts: [{ email }] } = await call('GET', '/sapi/v1/sub-account/list')
  await call('POST', '/sapi/v1/sub-account/futures/enable', { email })
  await call('POST', '/sapi/v1/sub-account/universalTransfer', { toEmail: email, fromAccountType: 'SPOT', toAccountType: 'USDT_FUTURE', asset: 'USDT', amount: '10000' })
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })
  // A public key is taken in the body alone.
  const payload = new URLSearchParams({ email, apiName: 'futures by Ed25519', status: '2', ipAddress: '127.0.0.1,::1', canFuturesTrade: 'true', publicKey, timestamp: String(Date.now()) }).toString()
  const answer = await fetch(`${rest}/sapi/v2/sub-account/subAccountApi`, { method: 'POST', headers: { 'X-MBX-APIKEY': all.apiKey, 'content-type': 'application/x-www-form-urlencoded' }, body: `${payload}&signature=${signatureOf(all, payload)}` })
  const { apiKey } = await answer.json() as { apiKey?: string }
  return { apiKey: apiKey ?? assert.fail('no key was made'), privateKey, permissions: ['reading', 'futures'] }
}
