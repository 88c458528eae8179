import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RawParameters } from '../gate/raw-parameters.ts'
import { faultLine } from './errors.ts'
import * as type from './parameter-types.ts'
import { type Parameter, parseParameters } from './parameters.ts'

const rawOf = (pairs: Readonly<Record<string, string>>): RawParameters => ({
  get: (name) => pairs[name], has: (name) => name in pairs, getAll: (name) => (name in pairs ? [pairs[name] ?? ''] : []), isInBody: () => false, names: () => Object.keys(pairs),
})

const read = (parameter: Parameter<unknown>, text: string): unknown => {
  const parsed = parseParameters({ x: parameter }, rawOf({ x: text }), { isSigned: false, refusesUnknown: true })
  return parsed.ok ? parsed.value.x : faultLine(parsed.fault, 'api').code
}

/** parameter, text, value or code. */
const READINGS: readonly (readonly [string, Parameter<unknown>, string, unknown])[] = [
  ['a symbol', type.mandatory(type.symbolName), 'BTCUSDT', 'BTCUSDT'],
  ['a symbol in small letters', type.mandatory(type.symbolName), 'btcusdt', -1100],
  ['a symbol of 51 letters', type.mandatory(type.symbolName), 'A'.repeat(51), -1100],
  ['a symbol in another script', type.mandatory(type.symbolName), '这是测试币456', '这是测试币456'],
  ['a symbol with a space', type.mandatory(type.symbolName), 'BTC USDT', -1100],
  ['an empty mandatory parameter', type.mandatory(type.symbolName), '', -1102],
  ['an empty optional parameter', type.optional(type.symbolName), '', -1105],
  ['money', type.mandatory(type.decimal), '0.00100000', 100_000n],
  ['money without a fraction', type.mandatory(type.decimal), '12', 1_200_000_000n],
  ['money below nothing', type.mandatory(type.decimal), '-1', -1100],
  ['money with an exponent', type.mandatory(type.decimal), '1e5', -1100],
  ['money with a bare point', type.mandatory(type.decimal), '1.', -1100],
  ['money past the eighth decimal', type.mandatory(type.decimal), '0.000000001', -1111],
  ['money past 64 bits', type.mandatory(type.decimal), '92233720368.54775808', -1108],
  ['the most money', type.mandatory(type.decimal), '92233720368.54775807', 2n ** 63n - 1n],
  ['a number', type.mandatory(type.integer), '42', 42],
  ['a number below zero', type.mandatory(type.integer), '-42', -1100],
  ['a number past 2^53', type.mandatory(type.integer), '9007199254740993', -1108],
  ['a number out of its range', type.mandatory(type.integerWithin(1, 5)), '6', -1130],
  ['a limit', type.limitOf(500, 1000), '7', 7],
  ['a limit past its maximum', type.limitOf(500, 1000), '1500', 1000],
  ['a limit of nothing', type.limitOf(500, 1000), '0', -1130],
  ['a truth', type.mandatory(type.boolean), 'TRUE', true],
  ['a half truth', type.mandatory(type.boolean), '1', -1130],
  ['a side', type.mandatory(type.side), 'BUY', 'BUY'],
  ['no side', type.mandatory(type.side), 'buy', -1117],
  ['no order type', type.mandatory(type.orderType), 'STOP', -1116],
  ['no time in force', type.mandatory(type.timeInForce), 'GTX', -1115],
  ['no interval', type.mandatory(type.klineInterval), '1H', -1120],
  ['the month, not the minute', type.mandatory(type.klineInterval), '1M', '1M'],
  ['no symbol status', type.mandatory(type.symbolStatus), 'OPEN', -1122],
  ['no ticker type', type.mandatory(type.tickerType), 'SMALL', -1139],
  ['no cancel restriction', type.mandatory(type.cancelRestrictions), 'ANY', -1145],
  ['a client order id', type.mandatory(type.clientOrderId), 'x-TKT5PX2Fabc_1', 'x-TKT5PX2Fabc_1'],
  ['a client order id of 37', type.mandatory(type.clientOrderId), 'a'.repeat(37), -1100],
  ['a time in milliseconds', type.mandatory(type.time), '1700000000123', 1_700_000_000_123_000],
  ['a time in microseconds', type.mandatory(type.time), '1700000000123456', 1_700_000_000_123_456],
  ['the end of a span in milliseconds', type.mandatory(type.endOfSpan), '1700000000123', 1_700_000_000_123_999],
  ['the end of a span in microseconds', type.mandatory(type.endOfSpan), '1700000000123456', 1_700_000_000_123_456],
  ['symbols', type.mandatory(type.symbolNames), '["BTCUSDT","BNBBTC"]', ['BTCUSDT', 'BNBBTC']],
  ['symbols that are no JSON', type.mandatory(type.symbolNames), 'BTCUSDT', -1135],
  ['symbols that are no texts', type.mandatory(type.symbolNames), '[1]', -1135],
  ['no symbols at all', type.mandatory(type.symbolNames), '[]', -1135],
  ['a bad symbol among them', type.mandatory(type.symbolNames), '["btcusdt"]', -1100],
  ['a symbol twice', type.mandatory(type.symbolNames), '["BTCUSDT","BTCUSDT"]', -1151],
  ['a text', type.mandatory(type.text(5)), 'a b!', 'a b!'],
  ['a text too long', type.mandatory(type.text(5)), 'abcdef', -1130],
  ['a text with a line break', type.mandatory(type.text(5)), 'a\nb', -1130],
]

for (const [name, parameter, text, expected] of READINGS) {
  test(`${name}: ${JSON.stringify(text).slice(0, 40)} is ${typeof expected === 'number' && expected < 0 ? `refused with ${expected}` : 'read'}`, () => {
    assert.deepEqual(read(parameter, text), expected)
  })
}

const SET = { symbol: type.mandatory(type.symbolName), limit: type.limitOf(500, 1000), fromId: type.optional(type.integer) }
test('an empty word that may be left out is refused, but where the family passes it; an empty number is refused everywhere', () => {
  const set = { word: type.optional(type.oneOf(['A'])), name: type.optional(type.text(5)), number: type.optional(type.decimal) }
  for (const [sent, strict, lenient] of [[{ word: '' }, false, true], [{ name: '' }, false, true], [{ number: '' }, false, false], [{ word: 'A', name: 'b', number: '1' }, true, true]] as const) {
    for (const passesEmptyWords of [false, true]) assert.equal(parseParameters(set, rawOf(sent), { isSigned: false, refusesUnknown: false, passesEmptyWords }).ok, passesEmptyWords ? lenient : strict, JSON.stringify(sent))
  }
  assert.equal(parseParameters({ word: type.mandatory(type.oneOf(['A'])) }, rawOf({ word: '' }), { isSigned: false, refusesUnknown: false, passesEmptyWords: true }).ok, false)
})

const parse = (pairs: Readonly<Record<string, string>>, isSigned = false, refusesUnknown = true) => {
  const parsed = parseParameters(SET, rawOf(pairs), { isSigned, refusesUnknown })
  return parsed.ok ? parsed.value : faultLine(parsed.fault, 'api').message
}

test('what was not sent takes its default or stays away', () => {
  assert.deepEqual(parse({ symbol: 'A' }), { symbol: 'A', limit: 500, fromId: undefined })
})

test('a parameter that nobody asked for is refused on /api, and ignored elsewhere', () => {
  assert.equal(parse({ symbol: 'A', page: '1' }), "Not all sent parameters were read; read '1' parameter(s) but was sent '2'.")
  assert.equal(parse({ symbol: 'A', page: '1', limit: '1', fromId: '1' }), "Too many parameters; expected '3' and received '4'.")
  assert.deepEqual(parse({ symbol: 'A', page: '1' }, false, false), { symbol: 'A', limit: 500, fromId: undefined })
})

test('the signing parameters are read where the row is signed, and strangers where it is not', () => {
  const signed = { symbol: 'A', timestamp: '1', signature: 's', recvWindow: '5000' }
  assert.deepEqual(parse(signed, true), { symbol: 'A', limit: 500, fromId: undefined })
  assert.equal(parse({ symbol: 'A', timestamp: '1' }), "Not all sent parameters were read; read '1' parameter(s) but was sent '2'.")
})
