import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import type { GateRequest } from '../../src/gate/gate.ts'
import { requestId } from '../../src/ids.ts'
import { ALL_PERMISSIONS } from '../../src/permission.ts'
import { MS } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { InProcessWire } from '../harness/in-process-wire.ts'

/*
 * A peer signed the nonce and the key's id alone, so that everything else could be changed on the way. Here a call is
 * changed at every place, in many ways; what comes through must mean exactly what was signed.
 */
const account = anAccount(100_001)
const wire = new InProcessWire([account])
const { apiKey, secretKey } = wire.addKey(account, { permissions: ALL_PERMISSIONS })
const timestamp = wire.world.clock.nowUs() / MS

const proofOf = (payload: string): string => createHmac('sha256', secretKey).update(payload, 'latin1').digest('hex')

interface Parts { readonly query: string; readonly body: string }

const decide = (method: string, path: string, { query, body }: Parts) => {
  const request: GateRequest = { id: requestId('r_tampered'), receivedAtUs: wire.world.clock.nowUs(), environment: 'live', method, path, query, body, apiKey, address: '127.0.0.1' }
  const decision = wire.gate.admit(request)
  assert.ok(!(decision instanceof Promise))
  return decision
}

/** The call as a list of names and values, what was proved left out; undefined when it cannot be decoded. */
const meaningOf = ({ query, body }: Parts): string | undefined => {
  try {
    const pairs = [query, body].flatMap((part) => part.split('&')).filter((segment) => segment !== '').map((segment) => {
      const at = segment.indexOf('=')
      const [name, value] = at < 0 ? [segment, ''] : [segment.slice(0, at), segment.slice(at + 1)]
      return [decodeURIComponent(name.replaceAll('+', ' ')), decodeURIComponent(value.replaceAll('+', ' '))]
    })
    return JSON.stringify(pairs.filter(([name]) => name !== 'signature'))
  } catch {
    return undefined
  }
}

const CHARACTERS = ['0', '9', 'a', 'Z', '.', '-', '%', '&', '=', '+', '\xff', '\0', ' ']

/** Every text that differs from this one in one place: another character, one more, one less, two exchanged. */
function* changesOf(text: string): Generator<string> {
  for (let at = 0; at <= text.length; at += 1) {
    const [before, here, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)]
    for (const character of CHARACTERS) {
      yield before + character + here + after
      if (here !== '' && character !== here) yield before + character + after
    }
    if (here !== '') yield before + after
    if (after !== '') yield before + after.charAt(0) + here + after.slice(1)
  }
}

const ORDER = `symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=60000&newClientOrderId=mine-1`
const WITHDRAWAL = 'coin=ETH&network=ETH&address=0x71C7656EC7ab88b098defB751B7401B5f6d8976F&amount=0.1&name=a%20b&withdrawOrderId=w1'

const CALLS = [
  ['POST', '/api/v3/order', ORDER],
  ['POST', '/sapi/v1/capital/withdraw/apply', WITHDRAWAL],
  ['POST', '/sapi/v1/asset/dust', 'asset=ADA&asset=XRP'],
  ['GET', '/api/v3/account', 'omitZeroBalances=true'],
] as const

let changes = 0

/** Lets nothing through that means something else. */
const holds = (method: string, path: string, sent: Parts, changed: Parts): void => {
  if (changed.query === sent.query && changed.body === sent.body) return
  changes += 1
  const decision = decide(method, path, changed)
  if (decision.admitted) assert.equal(meaningOf(changed), meaningOf(sent), `let in, and means something else: ${path} ${JSON.stringify(changed)}`)
}

for (const [method, path, parameters] of CALLS) {
  const payload = `${parameters}&timestamp=${timestamp}`
  const form = `${payload}&signature=${proofOf(payload)}`

  test(`${method} ${path}: no change of the query is let in that changes what it says`, () => {
    assert.equal(decide(method, path, { query: form, body: '' }).admitted, true, 'unchanged it is let in')
    for (const query of changesOf(form)) holds(method, path, { query: form, body: '' }, { query, body: '' })
  })

  test(`${method} ${path}: no change of the body is let in that changes what it says`, () => {
    assert.equal(decide(method, path, { query: '', body: form }).admitted, true, 'unchanged it is let in')
    for (const body of changesOf(form)) holds(method, path, { query: '', body: form }, { query: '', body })
  })

  test(`${method} ${path}: nothing added before, after or beside what was signed is heard`, () => {
    for (const extra of ['quantity=2', 'amount=9', 'recvWindow=60000', 'address=0x0', 'newClientOrderId=theirs', 'signature=00', '%73ignature=00', 'timestamp=1', 'x=1', 'x']) {
      for (const changed of [{ query: `${extra}&${form}`, body: '' }, { query: `${form}&${extra}`, body: '' }, { query: form, body: extra }, { query: extra, body: form }, { query: form, body: `&${extra}` }, { query: `${form}#${extra}`, body: '' }]) {
        holds(method, path, { query: form, body: '' }, changed)
      }
    }
  })

  test(`${method} ${path}: where the query ends and the body begins cannot be moved so that the call says something else`, () => {
    for (let at = 0; at <= form.length; at += 1) {
      holds(method, path, { query: form, body: '' }, { query: form.slice(0, at), body: form.slice(at) })
      holds(method, path, { query: '', body: form }, { query: form.slice(0, at), body: form.slice(at) })
    }
  })
}

test('a query and a body that were signed together are held together', () => {
  const query = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC'
  const rest = `quantity=0.001&price=60000&timestamp=${timestamp}`
  const body = `${rest}&signature=${proofOf(query + rest)}`
  assert.equal(decide('POST', '/api/v3/order', { query, body }).admitted, true)
  for (const changed of changesOf(query)) holds('POST', '/api/v3/order', { query, body }, { query: changed, body })
  for (const changed of changesOf(body)) holds('POST', '/api/v3/order', { query, body }, { query, body: changed })
})

test('a signature that is nearly right is wrong: shorter, longer, empty, of another call, of another key', () => {
  const payload = `timestamp=${timestamp}`
  const proof = proofOf(payload)
  const other = wire.addKey(account, { permissions: ALL_PERMISSIONS })
  const wrong = [
    '', proof.slice(0, -1), proof.slice(1), `${proof}0`, `0${proof}`, `${proof}${proof}`, proof.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')), proof.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    [...proof].reverse().join(''), proofOf(''), proofOf(`${payload} `), proofOf(`timestamp=${timestamp + 1}`), createHmac('sha256', other.secretKey).update(payload).digest('hex'), createHmac('sha256', apiKey).update(payload).digest('hex'),
    createHmac('sha256', '').update(payload).digest('hex'), createHmac('sha512', secretKey).update(payload).digest('hex'), createHmac('sha256', secretKey).update(payload).digest('base64'), 'null', 'undefined', '0', '%00', `${proof}%00`, `%20${proof}`, `0x${proof}`,
  ]
  for (const signature of wrong) assert.equal(decide('GET', '/api/v3/account', { query: `${payload}&signature=${signature}`, body: '' }).admitted, false, signature)
  assert.equal(decide('GET', '/api/v3/account', { query: `${payload}&signature=${proof.toUpperCase()}`, body: '' }).admitted, true, 'hex has no case')
})

test('many changes were tried', () => {
  assert.ok(changes > 40_000, String(changes))
})
