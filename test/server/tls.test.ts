import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bitting } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedQuery } from '../harness/signed-request.ts'

/** Self-signed for localhost until 2051, made for these tests alone. */
const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
const certificate = fixture('localhost.cert.pem')
const privateKey = fixture('localhost.key.pem')

const get = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number | undefined; body: string }> => new Promise((resolve, reject) => {
  request(url, { ca: readFileSync(certificate), headers }, (answer) => {
    let body = ''
    answer.on('data', (chunk: Buffer) => { body += chunk.toString() })
    answer.on('end', () => resolve({ status: answer.statusCode, body }))
  }).on('error', reject).end()
})

test('with a certificate the wire speaks TLS, and the demo file says https', async () => {
  const server = await RunningServer.start({ options: ['--market', 'off', '--tls-cert', certificate, '--tls-key', privateKey] })
  try {
    assert.match(server.demo.rest, /^https:\/\/127\.0\.0\.1:\d+$/)
    assert.match(server.demo.ws, /^wss:\/\//)
    const { trade } = server.demo.keys
    assert.equal((await get(`${server.demo.rest}/api/v3/account?${signedQuery(trade)}`, { 'X-MBX-APIKEY': trade.apiKey })).status, 200)
    assert.equal((await get(`${server.demo.rest}/api/v3/time`)).status, 200)
  } finally {
    await server.stop()
  }
})

test('half a pair, a missing file or one that is no certificate stops the start with words that help', async () => {
  for (const [words, said] of [
    [['--tls-cert', certificate], /--tls-key/],
    [['--tls-cert', '/nowhere/cert.pem', '--tls-key', privateKey], /\/nowhere\/cert\.pem/],
    [['--tls-cert', privateKey, '--tls-key', privateKey], /certificate|PEM/i],
  ] as const) {
    const { code, stderr, stdout } = await bitting('start', '--demo', '--port', '0', '--console-port', '0', '--data', `/tmp/bitting-tls-${process.pid}`, ...words)
    assert.notEqual(code, 0)
    assert.match(stderr + stdout, said)
    assert.doesNotMatch(stderr + stdout, /\n\s+at .+:\d+:\d+/, 'no stack trace')
  }
})
