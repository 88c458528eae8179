import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it, test } from 'node:test'
import { bitting, StartedProgram } from '../harness/bitting-command.ts'
import { RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { type DemoFile, RunningServer } from '../harness/running-server.ts'
import { signedCall, signedQuery } from '../harness/signed-request.ts'

/** What a machine that runs other tests beside this one may take longer. */
const BUSY_MS = 15_000

const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'bitting-life-'))

/** Words for people: no stack trace, and the given fact in them. */
const saysPlainly = (output: string, fact: RegExp): void => {
  assert.match(output, fact)
  assert.doesNotMatch(output, /\n\s+at .+:\d+:\d+/, `no stack trace: ${output}`)
}

test('the folder and the demo file are for their owner alone', async () => {
  const parent = temporaryFolder()
  const dataFolder = join(parent, 'new')
  const server = await RunningServer.start({ dataFolder, options: ['--market', 'off'] })
  try {
    assert.equal((statSync(dataFolder).mode & 0o777).toString(8), '700')
    assert.equal((statSync(join(dataFolder, 'demo.json')).mode & 0o777).toString(8), '600')
    for (const name of readdirSync(dataFolder)) {
      const { mode } = statSync(join(dataFolder, name))
      assert.equal(mode & 0o077, 0, `${name} is ${(mode & 0o777).toString(8)}`)
    }
  } finally {
    await server.stop()
    rmSync(parent, { recursive: true, force: true })
  }
})

describe('a server that has started for the first time', () => {
  let server: RunningServer
  before(async () => { server = await RunningServer.start() })
  after(() => server?.stop())

  it('what is printed at the start helps to a first order', async () => {
    assert.ok(server.output.includes(server.demo.rest))
    assert.ok(server.output.includes(server.demo.console))
    assert.match(server.output, /demo\.json/)
    assert.match(server.output, /ccxt/)
    assert.match(server.output, /curl/)
    assert.doesNotMatch(server.output, /rate limits are off/i, 'they are said to be off only where they are')
    for (const { secretKey, privateKey } of Object.values(server.demo.keys)) {
      for (const secret of [secretKey, privateKey]) if (secret !== undefined) assert.equal(server.output.includes(secret), false, 'secrets are in the file, never in the output')
    }
  })

  it('the demo file has every key that the contract names, with its rights', async () => {
    const all = ['reading', 'spotAndMarginTrading', 'margin', 'futures', 'vanillaOptions', 'portfolioMargin', 'universalTransfer', 'internalTransfer', 'withdrawals']
    const trade = ['reading', 'spotAndMarginTrading']
    const expected = {
      read: ['reading'], trade, tradeOnly: ['spotAndMarginTrading'], margin: [...trade, 'margin'], futures: ['reading', 'futures'],
      transfer: ['reading', 'universalTransfer', 'internalTransfer'], withdraw: ['reading', 'withdrawals'], all, testnet: all,
      otherAddress: trade, unrestricted: trade, ed25519: trade, rsa: trade, sub1: trade,
    }
    const found = Object.fromEntries(Object.entries(server.demo.keys).map(([name, key]) => [name, key.permissions]))
    assert.deepEqual(found, expected)
    for (const [name, key] of Object.entries(server.demo.keys)) {
      assert.match(key.apiKey, /^bit1[A-Za-z0-9]{60}$/, name)
      if (name === 'ed25519' || name === 'rsa') assert.match(key.privateKey ?? '', /^-----BEGIN PRIVATE KEY-----/, name)
      else assert.match(key.secretKey ?? '', /^bis1[A-Za-z0-9]{60}$/, name)
    }
    assert.match(server.demo.owner.email, /@/)
    assert.equal(server.demo.testnet.rest, `${server.demo.rest}/testnet`)
    assert.equal(server.demo.ws, server.demo.rest.replace('http', 'ws'))
  })

  it('each wallet is funded as the contract says', async () => {
    for (const key of [server.demo.keys.read, server.demo.keys.sub1]) {
      const { body } = await signedCall<{ balances: { asset: string; free: string }[] }>(server.demo.rest, key, 'GET', '/api/v3/account')
      for (const [asset, least] of [['USDT', 1_000_000], ['BTC', 10], ['ETH', 200], ['BNB', 1_000]] as const) {
        assert.ok(Number(body.balances.find((balance) => balance.asset === asset)?.free) >= least, asset)
      }
    }
  })

  it('a key opens in its own environment alone', async () => {
    const { testnet, trade } = server.demo.keys
    for (const [base, key, expected] of [[server.demo.rest, testnet, 401], [server.demo.testnet.rest, trade, 401], [server.demo.testnet.rest, testnet, 200], [server.demo.rest, trade, 200]] as const) {
      const { status, body } = await signedCall<{ code?: number }>(base, key, 'GET', '/api/v3/account')
      assert.equal(status, expected, base)
      if (expected === 401) assert.equal(body.code, -2015)
    }
  })

  it('a second process on one store refuses to start and says who holds it', async () => {
    const { code, stdout, stderr } = await bitting('start', '--demo', '--port', '0', '--console-port', '0', '--data', server.dataFolder)
    assert.notEqual(code, 0)
    saysPlainly(stdout + stderr, new RegExp(`\\b${server.pid}\\b`))
    assert.equal((await signedCall(server.demo.rest, server.demo.keys.read, 'GET', '/api/v3/account')).status, 200, 'the first goes on')
    const demo = JSON.parse(readFileSync(join(server.dataFolder, 'demo.json'), 'utf8')) as DemoFile
    assert.equal(demo.rest, server.demo.rest, 'and its file is untouched')
  })
})

test('the demo file goes where --demo-file says, mode 0600 too, and is there before `ready` is printed', async () => {
  const folder = temporaryFolder()
  const demoFile = join(folder, 'elsewhere.json')
  const program = new StartedProgram('--demo', '--market', 'off', '--port', '0', '--console-port', '0', '--data', join(folder, 'data'), '--demo-file', demoFile)
  try {
    let demo: DemoFile | undefined
    await program.ready(() => { demo = JSON.parse(readFileSync(demoFile, 'utf8')) as DemoFile })
    assert.ok(demo)
    assert.match(demo.rest, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.ok(program.output.includes(demo.rest), 'the URLs are printed too')
    assert.ok(program.output.includes(demoFile), 'and where the demo keys are')
    assert.equal((statSync(demoFile).mode & 0o777).toString(8), '600')
    assert.equal(existsSync(join(folder, 'data', 'demo.json')), false)
  } finally {
    await program.end('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a second start changes no key and no account, and refreshes the URLs', async () => {
  const folder = temporaryFolder()
  const server = await RunningServer.start({ dataFolder: folder, options: ['--market', 'off'] })
  try {
    const before = server.demo
    const placed = await signedCall<{ orderId: number }>(before.rest, before.keys.trade, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '60000', newClientOrderId: 'before-restart' })
    assert.equal(placed.status, 200)
    const balances = (await signedCall(before.rest, before.keys.read, 'GET', '/api/v3/account')).body
    assert.equal(await server.end('SIGTERM'), 0)
    await server.launch()
    const after = server.demo
    assert.deepEqual(after.keys, before.keys)
    assert.deepEqual(after.owner, before.owner)
    assert.deepEqual((await signedCall(after.rest, after.keys.read, 'GET', '/api/v3/account')).body, balances)
    const found = await signedCall<{ orderId: number }>(after.rest, after.keys.read, 'GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'before-restart' })
    assert.equal(found.body.orderId, placed.body.orderId)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('where the demo file is gone, the next start says that secrets cannot be shown again and how to start afresh', async () => {
  const folder = temporaryFolder()
  const server = await RunningServer.start({ dataFolder: folder, options: ['--market', 'off'] })
  const { trade } = server.demo.keys
  await server.end('SIGTERM')
  rmSync(join(folder, 'demo.json'))
  const program = new StartedProgram('--demo', '--market', 'off', '--port', '0', '--console-port', '0', '--data', folder)
  try {
    await program.ready()
    assert.match(program.output, /secret/i)
    assert.match(program.output, /again/i)
    assert.ok(program.output.includes(folder), 'it names the folder to remove or to replace')
    const rest = /http:\/\/127\.0\.0\.1:\d+/.exec(program.output)?.[0] ?? ''
    assert.equal((await signedCall(rest, trade, 'GET', '/api/v3/account')).status, 200, 'the keys themselves still work')
  } finally {
    await program.end('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
})

test('SIGTERM lets a running request end, then stops within 5 s with exit code 0', async () => {
  const server = await RunningServer.start({ options: ['--market', 'off'] })
  try {
    const { trade } = server.demo.keys
    const body = signedQuery(trade, { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '60000', recvWindow: 60_000 })
    const request = rawRequest('POST', '/api/v3/order', { headers: { 'X-MBX-APIKEY': trade.apiKey, 'Content-Type': 'application/x-www-form-urlencoded' }, body })
    const [running, idle, other] = await Promise.all([0, 1, 2].map(() => RawConnection.open(server.demo.rest)))
    assert.ok(running && idle && other)
    idle.write(rawRequest('GET', '/api/v3/ping'))
    assert.equal((await idle.next())?.status, 200)
    running.write(request.slice(0, -10))
    // An answered request after it, so that the server has surely read the beginning of the first.
    other.write(rawRequest('GET', '/api/v3/ping'))
    await other.next()
    const startedMs = Date.now()
    const ended = server.end('SIGTERM')
    setTimeout(() => running.write(request.slice(-10)), 300)
    const answer = await running.next()
    assert.ok(answer, 'it is answered before the connection ends')
    assert.equal(answer.status, 200, answer.body.toString())
    assert.equal(await ended, 0)
    assert.ok(Date.now() - startedMs < 5_000 + BUSY_MS, 'the contract: within 5 s')
  } finally {
    await server.stop()
  }
})

test('SIGTERM does not wait for who never finishes; SIGINT stops alike', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const server = await RunningServer.start({ options: ['--market', 'off'] })
    try {
      const stuck = await RawConnection.open(server.demo.rest)
      stuck.write('POST /api/v3/order HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nsymbol=')
      const other = await RawConnection.open(server.demo.rest)
      other.write(rawRequest('GET', '/api/v3/ping'))
      await other.next()
      const startedMs = Date.now()
      assert.equal(await server.end(signal), 0, signal)
      assert.ok(Date.now() - startedMs < 5_000 + BUSY_MS, `${signal}: the contract: within 5 s`)
    } finally {
      await server.stop()
    }
  }
})

test('a port that is taken is told in words, and nothing is left behind', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', () => resolve()) })
  // A listening TCP server has an AddressInfo.
  const { port } = other.address() as AddressInfo
  const folder = temporaryFolder()
  try {
    for (const words of [['--port', String(port), '--console-port', '0'], ['--port', '0', '--console-port', String(port)]]) {
      const { code, stdout, stderr } = await bitting('start', '--demo', '--data', folder, ...words)
      assert.notEqual(code, 0)
      saysPlainly(stdout + stderr, new RegExp(`\\b${port}\\b.*taken`))
      assert.doesNotMatch(stdout, /^ready\b/m)
    }
    const program = new StartedProgram('--demo', '--market', 'off', '--port', '0', '--console-port', '0', '--data', folder)
    await program.ready()
    const hasDemoFile = existsSync(join(folder, 'demo.json'))
    assert.equal(await program.end('SIGTERM'), 0)
    assert.ok(hasDemoFile, 'the start that failed made no keys whose secrets nobody was told')
  } finally {
    other.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a store whose holder was killed opens again', async () => {
  const server = await RunningServer.start({ options: ['--market', 'off'] })
  try {
    assert.equal(await server.end('SIGKILL'), 'SIGKILL')
    await server.launch()
    assert.equal((await signedCall(server.demo.rest, server.demo.keys.read, 'GET', '/api/v3/account')).status, 200)
  } finally {
    await server.stop()
  }
})

test('demo mode refuses to listen on any address but loopback', async () => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
    const folder = temporaryFolder()
    const { code, stdout, stderr } = await bitting('start', '--demo', '--host', host, '--port', '0', '--console-port', '0', '--data', folder)
    assert.notEqual(code, 0, host)
    saysPlainly(stdout + stderr, /loopback/i)
    assert.equal(existsSync(join(folder, 'demo.json')), false, 'no keys were made')
    rmSync(folder, { recursive: true, force: true })
  }
})

test('--rate-limits off is said loudly', async () => {
  const off = await RunningServer.start({ options: ['--market', 'off', '--rate-limits', 'off'] })
  await off.stop()
  assert.match(off.output, /RATE LIMITS ARE OFF/i)
})

test('a damaged store is not touched, and the message says what is wrong', async () => {
  const folder = temporaryFolder()
  const server = await RunningServer.start({ dataFolder: folder, options: ['--market', 'off'] })
  try {
    await server.end('SIGTERM')
    const path = join(folder, 'bitting.db')
    const whole = readFileSync(path)
    const damaged = Buffer.from(whole)
    damaged.fill(0xa5, 0, 4_096)
    for (const name of readdirSync(folder)) if (/^bitting\.db-/.test(name)) rmSync(join(folder, name))
    writeFileSync(path, damaged)
    const { code, stdout, stderr } = await bitting('start', '--demo', '--port', '0', '--console-port', '0', '--data', folder)
    assert.notEqual(code, 0)
    saysPlainly(stdout + stderr, /bitting\.db|store/i)
    assert.ok(readFileSync(path).equals(damaged), 'nothing is overwritten')
    writeFileSync(path, whole)
    await server.launch()
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
