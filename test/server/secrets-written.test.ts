import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, it } from 'node:test'
import { WebSocket } from 'ws'
import { ENDPOINT_TABLE } from '../../src/binance/endpoint-table.ts'
import { keptName } from '../../src/gate/trace.ts'
import { consoleHouse, ownerOf } from '../console-api/console-house.ts'
import { bitting } from '../harness/bitting-command.ts'

/** What the program hands out or keeps on purpose: the demo file, and the keys with which it seals and signs. */
const SECRET_FILES = new Set(['demo.json', 'sealing.key', 'audit-signing.key'])

/** A password has no shape: where it stands as the name of a method or of a program it is a word like any other. Everywhere else it must be known. */
describe('secrets that are given to every door', () => {
  const house = consoleHouse()

  it('stand in no file, in no line that is printed, and in no metrics', async () => {
    const { server } = house
    const { demo } = server
    const { password, totpSecret } = ownerOf(demo)
    const made = await house.owner.changed<{ secretKey: string; key: { apiKey: string } }>('POST', '/api/keys', { account: 100_001, label: 'made', kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live' })
    const token = await house.owner.changed<{ token: string }>('POST', '/api/me/tokens', { name: 'script', accountId: 100_001, role: 'auditor', lifetimeDays: 7 })
    const pemLine = (demo.keys.ed25519.privateKey ?? '').split('\n')[1] ?? assert.fail('no private key')
    const code = await house.mailed(house.owner.email, /The code is (\d{8})/)
    const secrets = new Map<string, string>(Object.entries({
      'an HMAC secret': demo.keys.trade.secretKey ?? '', 'a secret that was made here': made.secretKey, 'a private key': pemLine, 'the password': password, 'the authenticator secret': totpSecret,
      ...Object.fromEntries([...house.owner.browser.cookies].map(([name, value]) => [`the cookie ${name}`, value])), 'the CSRF token': house.owner.browser.csrf ?? '', 'a token for scripts': token.token,
    }))
    for (const [name, secret] of secrets) assert.ok(secret.length >= 12, `${name} is one`)

    const { rest, ws } = demo
    const key = demo.keys.trade
    const signed = (query: string): string => `${query}&signature=${createHmac('sha256', key.secretKey ?? '').update(query).digest('hex')}`
    const pem = encodeURIComponent(demo.keys.ed25519.privateKey ?? '')
    const names = ['secret', 'secretKey', 'password', 'totpSecret', 'privateKey', 'token', 'sessionCookie']
    for (const secret of secrets.values()) {
      const text = encodeURIComponent(secret)
      const headers = { 'x-mbx-apikey': key.apiKey }
      for (const name of names) {
        await fetch(`${rest}/api/v3/account?${name}=${text}&timestamp=${Date.now()}&signature=ab`, { headers })
        await fetch(`${rest}/api/v3/account?${signed(`${name}=${text}&timestamp=${Date.now()}`)}`, { headers })
        await fetch(`${rest}/api/v3/order`, { method: 'POST', headers, body: new URLSearchParams({ symbol: 'BTCUSDT', [name]: secret, timestamp: String(Date.now()), signature: 'ab' }) })
      }
      await fetch(`${rest}/api/v3/account?timestamp=${Date.now()}&signature=${text}`, { headers })
      await fetch(`${rest}/api/v3/account?${signed(`timestamp=${Date.now()}`)}`, { headers: { 'x-mbx-apikey': secret, 'user-agent': secret } })
      await fetch(`${rest}/api/v3/openOrders?${signed(`symbol=BTCUSDT&timestamp=${Date.now()}`)}`, { headers: { ...headers, 'user-agent': secret === password ? 'bot' : `bot ${secret}`, cookie: secret, authorization: `Bearer ${secret}`, 'x-forwarded-for': secret } })
      await house.owner.browser.send('POST', '/api/sign-in', { email: 'nobody@example.org', password: secret })
      await fetch(`${house.url}/api/keys/${text}`, { method: 'PATCH', headers: { cookie: `bitting=${secret}`, 'content-type': 'application/json' }, body: `{"password": "${secret}"` })
    }
    await fetch(`${rest}/api/v3/account?privateKey=${pem}&timestamp=1&signature=ab`, { headers: { 'x-mbx-apikey': key.apiKey } })
    await fetch(`${rest}/api/v3/order?symbol=${pem}&timestamp=${Date.now()}&signature=ab`, { method: 'POST', headers: { 'x-mbx-apikey': key.apiKey } })
    // What has a shape of its own is known wherever it stands.
    for (const secret of [key.secretKey ?? '', made.secretKey, key.apiKey, made.key.apiKey]) {
      await fetch(`${rest}/api/v3/${secret}`)
      await fetch(`${rest}/api/v3/account?symbol=${secret}&timestamp=${Date.now()}&signature=ab`, { headers: { 'x-mbx-apikey': key.apiKey } })
      await fetch(`${rest}/api/v3/ticker/price?symbol=${secret}`)
    }
    for (const path of ['/ws-api/v3', '/ws-fapi/v1', '/ws/btcusdt@trade', '/private']) await tellSocket(`${ws}${path}`, [...secrets.values()], key.apiKey)
    for (const words of [['explain', key.secretKey ?? ''], ['keys', 'show', password], ['log', '--key', key.secretKey ?? ''], ['log', '--address', password], ['audit', 'list', '--actor', totpSecret], ['nonsense', password]]) await bitting(...words, '--data', server.dataFolder)
    const metrics = await (await fetch(`${house.url}/metrics`)).text()
    const log = await bitting('log', '--limit', '2000', '--json', '--data', server.dataFolder)
    await server.end('SIGTERM')

    const written = new Map<string, Buffer>([['what was printed', Buffer.from(server.output)], ['/metrics', Buffer.from(metrics)], ['bitting log', Buffer.from(log.stdout)]])
    for (const file of globSync('**/*', { cwd: server.dataFolder })) {
      const path = join(server.dataFolder, file)
      if (!SECRET_FILES.has(basename(file)) && statSync(path).isFile()) written.set(file, readFileSync(path))
    }
    assert.ok(written.has('calls.db') && written.has('bitting.db') && (written.get('calls.db')?.length ?? 0) > 100_000, [...written.keys()].join(', '))
    const told: string[] = []
    for (const [where, bytes] of written) {
      for (const [name, secret] of secrets) for (const form of new Set([secret, encodeURIComponent(secret)])) if (bytes.includes(form)) told.push(`${name} stands in ${where}`)
      // Whoever keeps keys keeps their texts; nobody else has them whole.
      if (where !== 'bitting.db') for (const [name, { apiKey }] of Object.entries({ ...demo.keys, made: made.key })) if (bytes.includes(apiKey)) told.push(`the text of the key ${name} stands in ${where}`)
    }
    if (written.get('bitting.db')?.includes(`is ${code}`)) told.push('a mailed code stands in bitting.db')
    assert.deepEqual(told, [])
  })
})

it('a trace keeps every path and method of the wire whole', () => {
  const paths = ENDPOINT_TABLE.flatMap(({ path, socketPaths = [], formerPaths = [] }) => [path, ...socketPaths, ...formerPaths])
  assert.deepEqual(paths.filter((path) => keptName(path) !== path), [])
})

/** Messages that carry secrets where none belongs. */
const tellSocket = async (url: string, secrets: readonly string[], apiKey: string): Promise<void> => {
  const socket = new WebSocket(url, { headers: { 'user-agent': secrets[0] ?? '' } })
  await new Promise<void>((resolve) => {
    socket.once('error', () => resolve())
    socket.once('close', () => resolve())
    socket.once('open', () => {
      for (const secret of secrets) {
        socket.send(JSON.stringify({ id: secret.slice(0, 36), method: 'account.status', params: { apiKey, secretKey: secret, timestamp: Date.now(), signature: secret } }))
        if (secret.length >= 32) socket.send(JSON.stringify({ id: 1, method: secret, params: { password: secret } }))
        socket.send(JSON.stringify({ id: 2, method: 'session.logon', params: { apiKey: secret, timestamp: Date.now(), signature: 'ab' } }))
        socket.send(JSON.stringify({ id: 3, method: 'SUBSCRIBE', params: [secret] }))
        socket.send(`{"password": "${secret}"`)
      }
      setTimeout(() => socket.close(), 500)
    })
  })
}
