import { createHmac } from 'node:crypto'
import { HTTP_ENDPOINTS } from '../../src/binance/endpoint-table.ts'
import { rawRequest } from '../harness/raw-connection.ts'
import type { DemoFile, DemoKeyFile } from '../harness/running-server.ts'
import type { SeededRandom } from '../harness/seeded-random.ts'

/** A request that is well framed as HTTP and wrong in what it says. */
export interface MalformedRequest {
  readonly kind: string
  readonly bytes: string
  readonly isHead: boolean
  /** Whether an answer without an error is no admission: public rows, and headers that mean nothing. */
  readonly mayPass: boolean
}

const HEX = '0123456789abcdef'
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LATIN = Array.from({ length: 224 }, (_, at) => String.fromCharCode(at + 32)).join('')

/** Texts that no number, name or enumeration is. */
const NONSENSE = [
  '', '%00', '%0d%0a', '%20', '+', '%', '%%', '%zz', '%u0041', '%E2%28%A1', '%ED%A0%80', '%C0%AF', '%F0%9F%98%80', '%EF%BC%91', '%2500', 'null', 'undefined', 'true%00', '[]', '%5B%5D', '{}', '%7B%22a%22:1%7D',
  '..%2F..%2Fetc%2Fpasswd', '%27%20OR%20%271%27=%271', '%3Cscript%3E', '$(id)', '`id`', '__proto__', 'constructor', 'toString', 'NaN', 'Infinity', '-Infinity', '1e400', '-0', '0x1f', '1_000', '1,5', '٣', '\xff\xfe', '\x80', "';--",
] as const

const BAD_DECIMALS = ['-1', '-0.001', '1e-3', '1E3', 'NaN', 'Infinity', '0x1', '1,5', '%EF%BC%91', '%2B1', '--1', '1.0.0', '.', '%201', '1%20', 'null', '[1]', '%7B%7D', '9'.repeat(400), `0.${'0'.repeat(400)}1`, '99999999999999999999999', '1%00', '1%0A', '0b1', '1n', '1/2', '٣', '0.000000001', '$1'] as const
const BAD_SYMBOLS = ['btcusdt', 'BTC%2FUSDT', 'BTC-USDT', 'BTCUSDT%00', '%00', '..%2F..', '%3Cscript%3E', 'X'.repeat(300), '%F0%9F%92%B0', 'BTC%20USDT', 'NOSUCH', '%EF%BC%91%EF%BC%92%EF%BC%93', '*', '[%22BTCUSDT%22]', 'BTCUSDT,ETHUSDT', '__proto__', 'constructor', 'hasOwnProperty'] as const
const BAD_CLIENT_IDS = ['a%20b', 'x'.repeat(37), '%F0%9F%98%80', '%27;DROP%20TABLE', '%00', '<b>', '%0d%0aX-Injected:%201', 'a%2Fb', '%ED%A0%80', '%'] as const

/** What makes an otherwise perfect LIMIT order wrong: the parameter, and values that are never right for it. */
const ORDER_FAULTS: readonly (readonly [string, readonly string[]])[] = [
  ['symbol', BAD_SYMBOLS],
  ['side', ['buy', 'HOLD', '%20BUY', 'BUY%00', 'B', '1', 'BUY,SELL', 'BOTH', '__proto__']],
  ['type', ['limit', 'STOP', 'LIMIT%00', 'LIMIT_MARKET', '0', 'OCO', 'toString', 'TRAILING_STOP_MARKET']],
  ['timeInForce', ['gtc', 'GTX', 'GTD', 'DAY', '%00', 'GTC%20', 'constructor']],
  ['quantity', [...BAD_DECIMALS, '0', '0.0']],
  ['price', [...BAD_DECIMALS, '0', '0.00', '0.001', '99999999']],
  ['newClientOrderId', BAD_CLIENT_IDS],
  ['stopPrice', ['60000', ...BAD_DECIMALS]],
  ['icebergQty', BAD_DECIMALS],
  ['trailingDelta', ['-1', '1.5', 'abc', '0', '99999999999999999999']],
  ['strategyType', ['1', '-1', 'abc', '999999', '1.5']],
  ['strategyId', ['abc', '1.5', '1e3', '%00']],
  ['quoteOrderQty', ['100', '-1', 'abc']],
  ['newOrderRespType', ['ALL', 'full', '%00', 'JSON']],
  ['selfTradePreventionMode', ['ANY', 'none', '%00', 'EXPIRE']],
  ['recvWindow', ['-1', '60001', '1e3', 'abc', '99999999999999999999', '5000.1234', '%00', '5000,5', '0x10']],
  ['computeCommissionRates', ['true', 'maybe']],
  ['unheardOf', ['1', '', '%00', 'x'.repeat(1_000)]],
  ['isIsolated', ['TRUE']], ['symbols', ['[]']], ['__proto__', ['1']], ['quantity%00', ['1']], ['Quantity', ['1']],
]

const WITHDRAWAL_FAULTS: readonly (readonly [string, readonly string[]])[] = [
  ['coin', ['eth', 'NOSUCH', '%00', 'ETH%20', 'X'.repeat(100), '', '%F0%9F%92%B0', '__proto__']],
  ['network', ['NOSUCH', 'eth', '%00', 'BTC', '..%2F', 'toString']],
  ['address', ['0x0', '%00', 'x'.repeat(300), '0x71C7656EC7ab88b098defB751B7401B5f6d8976', '0x71C7656EC7ab88b098defB751B7401B5f6d8976G', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT', '%F0%9F%98%80', 'javascript:alert(1)', '']],
  ['amount', [...BAD_DECIMALS, '0', '0.0000001', '99999999']],
  ['withdrawOrderId', ['a%20b', 'x'.repeat(65), '%00', '%F0%9F%98%80', '%2F']],
  ['walletType', ['2', '-1', 'abc', '1.5']],
  ['transactionFeeFlag', ['maybe', '1', '%00']],
]

const KEYLESS = HTTP_ENDPOINTS.filter((row) => row.permission === 'none')
const SIGNED = HTTP_ENDPOINTS.filter((row) => row.isSigned)

const PUBLIC_NAMES = ['symbol', 'symbols', 'limit', 'fromId', 'startTime', 'endTime', 'interval', 'windowSize', 'type', 'timeZone', 'permissions', 'symbolStatus', 'showPermissionSets', 'a', '', '__proto__', '%00', 'limit%5B%5D'] as const

const PATHS = [
  '//api/v3/order', '/api/v3/../v3/order', '/api/v3/./order', '/api/v3/order/', '/api/v3/order%00', '/api/v3/order;a=1', '/api/v3/%6frder', '/API/v3/order', '/api/v3/Order', '/api/v3/order%2F', '/api//v3/order', '/api/v3\\order', '/testnet//api/v3/order',
  '/testnet/testnet/api/v3/order', '/__proto__', '/constructor', '/api/v3/toString', '/api/v3/hasOwnProperty', '/\xff\xfe', '/api/v3/order\xa0', '/..%2f..%2fetc/passwd', '*', 'http://elsewhere.example/api/v3/order', '/.git/config', '/api/v3/order,/api/v3/order',
] as const

const quoted = (value: unknown): string => JSON.stringify(value)

/** Makes requests that must all be refused, each by its seed alone. */
export class MalformedRequests {
  readonly #random: SeededRandom
  readonly #keys: DemoFile['keys']
  #number = 0

  constructor(random: SeededRandom, keys: DemoFile['keys']) {
    this.#random = random
    this.#keys = keys
  }

  next(): MalformedRequest {
    this.#number += 1
    const at = this.#random.fraction()
    if (at < 0.30) return this.#signedOrder()
    if (at < 0.40) return this.#signedWithdrawal()
    if (at < 0.58) return this.#brokenProof()
    if (at < 0.66) return this.#brokenKey()
    if (at < 0.74) return this.#strangePath()
    if (at < 0.84) return this.#strangeBody()
    if (at < 0.93) return this.#publicNonsense()
    return this.#strangeHeaders()
  }

  #of(kind: string, method: string, target: string, rest: { headers?: Readonly<Record<string, string>>; body?: string } = {}, mayPass = false): MalformedRequest {
    return { kind, bytes: rawRequest(method, target, rest), isHead: method === 'HEAD', mayPass }
  }

  #proved(key: DemoKeyFile, payload: string): string {
    return `${payload}&signature=${createHmac('sha256', key.secretKey ?? '').update(payload, 'latin1').digest('hex')}`
  }

  #send(kind: string, method: string, path: string, key: DemoKeyFile, form: string): MalformedRequest {
    const headers = { 'X-MBX-APIKEY': key.apiKey }
    if (this.#random.chance(0.6) || form.length > 8_000) return form.length > 8_000
      ? this.#of(kind, method, path, { headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' }, body: form })
      : this.#of(kind, method, `${path}?${asTarget(form)}`, { headers })
    return this.#of(kind, method, path, { headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' }, body: form })
  }

  /** A perfect order but for one parameter, properly signed by a key that may trade. */
  #signedOrder(): MalformedRequest {
    const random = this.#random
    const key = random.pick([this.#keys.trade, this.#keys.all, this.#keys.tradeOnly, this.#keys.sub1])
    const order = new Map([['symbol', 'BTCUSDT'], ['side', 'BUY'], ['type', 'LIMIT'], ['timeInForce', 'GTC'], ['quantity', '0.001'], ['price', '60000'], ['newClientOrderId', `bad-${this.#number}`], ['recvWindow', '60000']])
    const [name, values] = random.pick(ORDER_FAULTS)
    const roll = random.below(10)
    if (roll === 0) order.delete(random.pick(['symbol', 'side', 'type', 'timeInForce', 'quantity', 'price']))
    else order.set(name, asTarget(random.pick(values)))
    const pairs = [...order, ['timestamp', String(Date.now())]].map(([left, right]) => `${left}=${right}`)
    if (roll === 1) pairs.push(`${name}=${asTarget(random.pick(values))}`)
    const path = random.pick(['/api/v3/order', '/api/v3/order', '/api/v3/order/cancelReplace'])
    return this.#send('signed order', 'POST', path, key, this.#proved(key, pairs.join('&')))
  }

  #signedWithdrawal(): MalformedRequest {
    const random = this.#random
    const key = random.pick([this.#keys.withdraw, this.#keys.all])
    const form = new Map([['coin', 'ETH'], ['network', 'ETH'], ['address', '0x71C7656EC7ab88b098defB751B7401B5f6d8976F'], ['amount', '0.1'], ['name', `n${this.#number}`]])
    const [name, values] = random.pick(WITHDRAWAL_FAULTS)
    form.set(name, asTarget(random.pick(values)))
    const payload = [...form, ['timestamp', String(Date.now() - random.below(4_000))], ['recvWindow', '60000']].map(([left, right]) => `${left}=${right}`).join('&')
    return this.#send('signed withdrawal', 'POST', '/sapi/v1/capital/withdraw/apply', key, this.#proved(key, payload))
  }

  /** Time or signature missing, malformed, stale or of something else. */
  #brokenProof(): MalformedRequest {
    const random = this.#random
    const key = random.pick([this.#keys.all, this.#keys.trade, this.#keys.ed25519, this.#keys.rsa, this.#keys.withdraw])
    const row = random.pick(SIGNED)
    const now = Date.now()
    const timestamp = random.chance(0.5) ? String(now) : random.pick([...NONSENSE, '-1', '0', String(Math.floor(now / 1_000)), `${now}.5`, `${now}e0`, String(now + 100_000), String(now - 100_000), '9'.repeat(16), '9'.repeat(17), '9'.repeat(400), `0${now}`, `+${now}`])
    const signature = random.pick([
      ...NONSENSE, random.text(63, HEX), random.text(64, HEX), random.text(65, HEX), random.text(64, ALPHANUMERIC), `${random.text(86, ALPHANUMERIC)}%3D%3D`, '0'.repeat(64), 'f'.repeat(5_000), encodeURIComponent(random.text(344, ALPHANUMERIC)), '%00'.repeat(64),
    ])
    const parts = [`symbol=BTCUSDT`, ...(random.chance(0.9) ? [`timestamp=${asTarget(timestamp)}`] : []), ...(random.chance(0.9) ? [`signature=${asTarget(signature)}`] : []), ...(random.chance(0.2) ? [`recvWindow=${asTarget(random.pick(NONSENSE))}`] : [])]
    if (random.chance(0.2)) parts.push(`signature=${random.text(64, HEX)}`)
    if (random.chance(0.1)) parts.push(`timestamp=${now}`)
    return this.#send('broken proof', row.method, row.path, key, parts.join('&'))
  }

  #brokenKey(): MalformedRequest {
    const random = this.#random
    const row = random.pick(HTTP_ENDPOINTS.filter(({ permission }) => permission !== 'none'))
    const { trade } = this.#keys
    const text = random.pick(['', ' ', trade.apiKey.slice(0, 63), `${trade.apiKey}a`, trade.apiKey.toLowerCase(), trade.secretKey ?? '', random.text(64, ALPHANUMERIC), `bit1${random.text(60, ALPHANUMERIC)}`, random.text(64, LATIN), '\xff'.repeat(64), 'x'.repeat(8_000), `${trade.apiKey}, ${trade.apiKey}`, `"${trade.apiKey}"`, 'null', '__proto__', `Bearer ${trade.apiKey}`])
    const form = this.#proved(trade, `timestamp=${Date.now()}`)
    return this.#of('broken key', row.method, `${row.path}?${form}`, { headers: random.chance(0.95) ? { 'X-MBX-APIKEY': text } : {} })
  }

  /** A perfect, signed order to a path that only looks like one. */
  #strangePath(): MalformedRequest {
    const random = this.#random
    const { trade } = this.#keys
    const form = this.#proved(trade, `symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=60000&timestamp=${Date.now()}`)
    const path = random.chance(0.7) ? random.pick(PATHS) : `/${asTarget(random.text(random.between(1, 200), LATIN)).replaceAll('?', '')}`
    const method = random.pick(['POST', 'POST', 'GET', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'PROPFIND', 'SEARCH', 'LINK', 'TRACE', 'REPORT', 'MKCOL'])
    return this.#of('strange path', method, `${path}?${form}`, { headers: { 'X-MBX-APIKEY': trade.apiKey } })
  }

  /** Signed over the query, with a body that is no form; or a form that cannot be read. */
  #strangeBody(): MalformedRequest {
    const random = this.#random
    const { trade } = this.#keys
    const contentType = random.pick(['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/xml', 'application/octet-stream', '', '/', 'application/json;charset=utf-16', 'x'.repeat(500), 'application/x-www-form-urlencoded; charset=\xff'])
    const depth = random.between(10, 10_000)
    const body = random.pick([
      () => '['.repeat(depth), () => '{"a":'.repeat(depth), () => quoted({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', quantity: 1 }), () => '%'.repeat(depth), () => '='.repeat(depth), () => 'a=1&'.repeat(Math.min(depth, 5_000)),
      () => `${'a'.repeat(depth)}=${'b'.repeat(depth)}`, () => '\0'.repeat(depth), () => random.text(Math.min(depth, 2_000), LATIN), () => '--x\r\nContent-Disposition: form-data; name="symbol"\r\n\r\nBTCUSDT\r\n--x--', () => '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      () => 'symbol=BTCUSDT&symbol=ETHUSDT', () => '\u00ef\u00bb\u00bfsymbol=BTCUSDT', () => 'quantity=0.002', () => '%00=%00', () => `a[${'b]['.repeat(50)}]=1`, () => '\x1f\x8b\x08\x00',
    ])()
    const form = this.#proved(trade, `symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=60000&timestamp=${Date.now()}`)
    return this.#of('strange body', random.pick(['POST', 'POST', 'PUT', 'DELETE']), `/api/v3/order?${form}`, { headers: { 'X-MBX-APIKEY': trade.apiKey, ...(contentType !== '' && { 'Content-Type': contentType }) }, body })
  }

  #publicNonsense(): MalformedRequest {
    const random = this.#random
    const row = random.pick(KEYLESS)
    const pairs = Array.from({ length: random.between(1, 4) }, () => `${random.pick(PUBLIC_NAMES)}=${asTarget(random.pick<string>([...NONSENSE, ...BAD_DECIMALS, ...BAD_SYMBOLS, '5000', '1', 'BTCUSDT']))}`)
    if (random.chance(0.5)) pairs.push('symbol=BTCUSDT')
    return this.#of('public nonsense', row.method, `${row.path}?${pairs.join('&')}`, {}, true)
  }

  #strangeHeaders(): MalformedRequest {
    const random = this.#random
    const value = random.pick(['', ' ', '\xff\xfe', 'x'.repeat(4_000), random.text(100, LATIN), 'null', '0', '-1', 'a, b;q=9', '*', 'gzip;q=abc', '::ffff:1', '999.999.999.999', '127.0.0.1, 127.0.0.1', 'MICROSECOND, MICROSECOND'])
    const name = random.pick(['Accept-Encoding', 'X-MBX-TIME-UNIT', 'X-Forwarded-For', 'x-bitting-address', 'Content-Type', 'Origin', 'Cookie', 'Authorization', 'If-None-Match', 'Range', 'Accept', 'X-HTTP-Method-Override', 'X-Original-URL', 'Forwarded'])
    return this.#of('strange headers', random.pick(['GET', 'HEAD']), random.pick(['/api/v3/time', '/api/v3/avgPrice?symbol=BTCUSDT', '/api/v3/account', '/sapi/v1/system/status']), { headers: { [name]: value } }, true)
  }
}

/** Bytes that may not stand in a request line are escaped; everything else stays as wrong as it is. */
const asTarget = (text: string): string => text.replaceAll(/[\0-\x20\x7f#]|[^\0-\xff]/g, (character) => encodeURIComponent(character))
