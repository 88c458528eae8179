import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chinese } from '../../console/src/words/chinese.ts'
import { english, type Words } from '../../console/src/words/english.ts'
import { type Told, toldOf } from '../../console/src/words/explained.ts'
import { faultOfField } from '../../console/src/parts/refusal-words.ts'
import { countOfSame, translatedPage } from '../../console/src/parts/translated-page.ts'
import { concernInWords, type FindingName } from '../../console/src/words/findings.ts'
import { changeInWords, keyInWords } from '../../console/src/words/told.ts'
import { FUTURES_QUESTIONS, FUTURES_QUIZ_VERSION } from '../../src/accounts/futures-quiz.ts'
import { MARGIN_AGREEMENT } from '../../src/accounts/margin-agreement.ts'
import { Refused } from '../../console/src/api/client.ts'
import { noRules, wishOfRules } from '../../src/approvals/approval-rules.ts'
import { POLICY_FIELDS } from '../../src/authority/account-policy.ts'
import { FIELD_OF_RULE } from '../../src/authority/rules.ts'
import { ENDPOINT_TABLE } from '../../src/binance/endpoint-table.ts'
import { REFUSAL_SAMPLES } from '../../src/gate/refusal.samples.ts'
import { deviationsOf } from '../../src/operations/lockdown/look-back.ts'
import { REFUSAL_TEXTS } from '../../src/people/result.ts'
import type { ToldChange } from '../../src/people/told-change.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/watch/alerts/alert-settings.ts'
import type { ConcernAbout } from '../../src/watch/external/concerns.ts'
import { STATUSES } from '../../src/server/console-api/status-of-refusal.ts'
import { englishIn } from './english-in.ts'
import { TOLD_SAMPLES } from './told-samples.ts'

const source = fileURLToPath(new URL('../../src', import.meta.url))
/** What the console API can answer with: the rooms that it asks, and itself. */
const ROOMS = '{operations,people,server/console-api,approvals,withdrawals}/**/*.ts'
const textOf = (file: string): string => readFileSync(join(source, file), 'utf8')
const files = globSync(ROOMS, { cwd: source }).filter((file) => !file.endsWith('.test.ts'))

const argumentsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(argumentsOf) : []
}

/** Names of reasons in traces are the same in every language. */
const REASONS = [...new Set(REFUSAL_SAMPLES.map(({ reason }) => reason))]

/** Each code of a refusal with what is written behind it where it is made. */
const refusals = new Map<string, string[]>()
for (const file of files) {
  for (const [, code = '', rest = ''] of textOf(file).matchAll(/(?:\brefused\(|\bcode: )'([A-Za-z]+)'([^\n]*)/g)) refusals.set(code, [...(refusals.get(code) ?? []), rest])
}
for (const code of [...Object.keys(FIELD_OF_RULE), ...Object.keys(REFUSAL_TEXTS), ...Object.keys(STATUSES)]) if (!refusals.has(code)) refusals.set(code, [])

test('every code with which a change can be refused has words in Chinese: what happened, and what to do', () => {
  assert.ok(refusals.size > 130, `${refusals.size} codes were found`)
  for (const code of refusals.keys()) {
    const told = chinese.server.refusals[code]
    assert.ok(told?.message !== undefined && told.remedy !== undefined, `the refusal ${code} lacks Chinese`)
    assert.deepEqual(englishIn(`${told.message} ${told.remedy}`), [], code)
  }
})

test('no refusal sends a reader of the console to a command of the shell', () => {
  for (const [code, texts] of refusals) {
    const remedy = english.server.refusals[code]?.remedy
    if (texts.some((text) => /\.\/bitting|'[^']* --[a-z]/.test(text))) assert.ok(remedy !== undefined, `the refusal ${code} names a command, and the console has no words of its own`)
    assert.doesNotMatch(remedy ?? '', /\.\/bitting/)
  }
  for (const rule of Object.keys(FIELD_OF_RULE)) assert.ok(english.server.refusals[rule]?.remedy !== undefined || rule === 'confirmation', `the rule ${rule}`)
})

test('every reason for which a call is refused is explained in Chinese', () => {
  for (const refusal of REFUSAL_SAMPLES) {
    const { what = '', remedy = '' } = toldOf(chinese.server.explained, refusal, { address: '203.0.113.45', request: 'GET /api/v3/account' })
    assert.ok(what !== '' && remedy !== '', refusal.reason)
    assert.deepEqual(englishIn(`${what} ${remedy}`, argumentsOf(refusal)), [], refusal.reason)
  }
})

const DIGITS = /\d+(?:\.\d+)?/g
test('every change that somebody confirms is told in Chinese, with every name, number and address of the sentence that it is bound to', () => {
  const codes = new Set(files.flatMap((file) => [...textOf(file).matchAll(/\bis: '([a-z][A-Za-z]*\.[A-Za-z]+)'/g)].map(([, code = '']) => code)))
  assert.deepEqual([...codes].filter((code) => !TOLD_SAMPLES.some(({ told }) => told.is === code)), [], 'each change has a sample')
  for (const { told, sentence } of TOLD_SAMPLES) {
    const text = changeInWords({ told, sentence }, chinese)
    assert.notEqual(text, sentence, told.is)
    assert.deepEqual(englishIn(text, argumentsOf(told)), [], `${told.is}: ${text}`)
    for (const number of sentence.match(DIGITS) ?? []) assert.ok(text.includes(number), `${told.is} lacks ${number}: ${text}`)
    for (const [, name = ''] of sentence.matchAll(/"([^"]+)"/g)) assert.ok(text.includes(name), `${told.is} lacks "${name}": ${text}`)
  }
})

test('what is accepted and answered before a product is opened is told in Chinese, in the version that stands', () => {
  const { terms } = chinese.server
  assert.ok(terms)
  assert.deepEqual([terms.margin.version, terms.margin.clauses.length], [MARGIN_AGREEMENT.version, MARGIN_AGREEMENT.clauses.length])
  assert.equal(terms.futures.version, FUTURES_QUIZ_VERSION)
  assert.deepEqual(Object.entries(terms.futures.questions).map(([id, told]) => [id, told?.answers.length]), FUTURES_QUESTIONS.map(({ id, answers }) => [id, answers.length]))
})

test('each page about an error is read in Chinese, and quotes what is printed and answered from the one page', () => {
  const errors = fileURLToPath(new URL('../../docs/errors/', import.meta.url))
  const translations = fileURLToPath(new URL('../../console/src/words/errors-chinese/', import.meta.url))
  const pages = globSync('[0-9]*.md', { cwd: errors }).sort()
  assert.deepEqual(globSync('*.md', { cwd: translations }).sort(), pages)
  for (const page of pages) {
    const [original, translation] = [readFileSync(join(errors, page), 'utf8'), readFileSync(join(translations, page), 'utf8')]
    assert.equal(translation.match(/^§/gm)?.length, countOfSame(original), page)
    const rowsOf = (text: string): number => text.match(/^\|/gm)?.length ?? 0
    assert.equal(rowsOf(translatedPage(translation, original)), rowsOf(original), `${page}: each row of its tables`)
    const told = translation.replaceAll(/`[^`]+`|\]\([^)]+\)|^§.*$/gm, ' ')
    assert.deepEqual(englishIn(told, [...REASONS, 'ccxt', 'Python', 'Api-Key', 'API-key', 'ASCII', 'base64', 'python']), [], page)
  }
})

test('whatever is found of a key at another exchange, and each concern about it, is told in Chinese', () => {
  const { found } = chinese.server
  assert.ok(found)
  const names = globSync('client/doctor/*.ts', { cwd: source }).filter((file) => !file.endsWith('.test.ts')).flatMap((file) => [...textOf(file).matchAll(/finding\('(\w+)', '(\w+)'|probe: '(\w+)', verdict: '(\w+)'/g)].map(([, ...parts]) => parts.filter((part) => part !== undefined).join(' ')))
  assert.ok(names.length > 15)
  for (const name of new Set([...names, 'key fine', 'key advice', 'binding advice', 'binding fault'])) {
    const { what = '', remedy = '' }: Told = found.findings[name as FindingName]?.('“Enable Withdrawals”', '-1022') ?? {}
    assert.notEqual(what, '', `the finding ${name} lacks Chinese`)
    assert.deepEqual(englishIn(`${what} ${remedy}`, ['timedatectl set-ntp true', 'chrony']), [], name)
  }
  const concerns: readonly ConcernAbout[] = [{ is: 'rotation', dueInHours: -50 }, { is: 'rotation', dueInHours: 20 }, { is: 'grade', grade: 'D' }, { is: 'silence', forHours: 30 }, { is: 'finding', probe: 'fit', verdict: 'advice' }]
  for (const about of concerns) {
    const { what, remedy } = concernInWords({ text: 'It needs less: Enable Withdrawals is too much.', remedy: null, about }, chinese)
    assert.deepEqual(englishIn(`${what} ${remedy ?? ''}`), [], about.is)
    assert.equal(concernInWords({ text: 'It.', remedy: null, about }, english).what, 'It.')
  }
})

test('what each endpoint does is told in Chinese', () => {
  const { endpoints } = chinese.server
  assert.ok(endpoints)
  const rows = ENDPOINT_TABLE.map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual([Object.keys(endpoints).filter((row) => !rows.includes(row)), rows.filter((row) => (endpoints[row] ?? '') === '')], [[], []])
  for (const row of rows) assert.deepEqual(englishIn(endpoints[row] ?? ''), [], row)
})

test('what a field of a policy, of alert settings and of approval rules takes is told in Chinese, and that another is wrong', () => {
  const { fields } = chinese.server
  assert.ok(fields)
  for (const field of [...POLICY_FIELDS, ...Object.keys(DEFAULT_ALERT_SETTINGS), ...Object.keys(wishOfRules(noRules(1)))]) assert.notEqual(fields.takes[field] ?? '', '', field)
  const faults = [{ field: 'maxKeys', text: 'This is a whole number.' }, { field: 'movesPerDay', text: 'This is a whole number.' }, { field: 'unheardOf', text: 'This is not so.' }]
  const both = new Refused(400, { code: 'policy', message: 'It is wrong.', remedy: 'Mend it.', fields: faults })
  for (const { field, text } of faults) {
    assert.deepEqual(englishIn(faultOfField(chinese, both, field) ?? 'Nothing.', ['https', 'Asia/Shanghai']), [], field)
    assert.equal(faultOfField(english, both, field), text)
  }
})

test('what a lockdown finds that does not look like before is told in Chinese out of the same rows, name by name and number by number', () => {
  const call = { key: 'k_1', calls: 3, refused: 1, first: '2026-11-26T10:00:00.000Z', last: '2026-11-26T11:00:00.000Z' }
  const order = { environment: 'testnet', place: 'crossMargin', orderId: 7, side: 'BUY', type: 'LIMIT', price: '1', quantity: '1', filled: '0', status: 'NEW', at: '2026-11-26T10:00:00.000Z' } as const
  const calls = [
    { ...call, address: '203.0.113.45', endpoint: 'GET /api/v3/account', isNewAddress: true, isNewEndpoint: false }, { ...call, address: '198.51.100.7', endpoint: 'POST /api/v3/order', isNewAddress: false, isNewEndpoint: true },
    { ...call, address: '203.0.113.45', endpoint: 'POST /api/v3/order', isNewAddress: true, isNewEndpoint: true },
  ]
  const orders = [{ ...order, symbol: 'BTCUSDT', isNewSymbol: true }, { ...order, symbol: 'ETHUSDT', isNewSymbol: false }]
  const withdrawals = [{ id: 'w', coin: 'BTC', network: 'BTC', address: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', tag: '', amount: '0.5', state: 'awaitingApproval', at: '2026-11-26T10:00:00.000Z', isNewAddress: true }]
  const sentences = deviationsOf(calls, { orders }, withdrawals)
  const told = chinese.server.deviations?.({ calls, orders, withdrawals }) ?? []
  assert.equal(told.length, sentences.length)
  told.forEach((text, at) => {
    assert.deepEqual(englishIn(text, [withdrawals[0]?.address ?? '', '2026-11-26T10:00:00.000Z']), [], text)
    for (const number of sentences[at]?.match(DIGITS) ?? []) assert.ok(text.includes(number), `${text} lacks ${number}`)
  })
})

test('English tells a change by the sentence that the server wrote; what came without a code is told so in every language', () => {
  const told: ToldChange = { is: 'password.change' }
  assert.equal(changeInWords({ told, sentence: 'Choose.' }, english), 'Choose.')
  for (const words of [english, chinese] satisfies Words[]) assert.equal(changeInWords({ told: null, sentence: 'Stored before.' }, words), 'Stored before.')
})

test('a key is one sentence in Chinese too', () => {
  const key = {
    permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, guardRails: { symbols: ['BTCUSDT'], notionalPerOrder: '500' }, environment: 'live',
    state: 'enabled', expiresAt: '2027-02-24T10:00:00.000Z', tradingLapsesAt: null, sentence: 'Reads and trades spot.',
  } as const
  assert.equal(keyInWords(key, chinese), '读取、现货交易，限额：交易对: BTCUSDT; 单笔订单价值: 500 USDT，仅限 203.0.113.45，于 2027-02-24 10:00 UTC 到期。')
  assert.equal(keyInWords({ ...key, guardRails: {}, allowList: { mode: 'unrestricted' }, state: 'disabled', expiresAt: null }, chinese), '已停用，现在什么也打不开。启用后：读取、现货交易，任何地址均可使用，无期限。')
  assert.equal(keyInWords(key, english), 'Reads and trades spot.')
})

test('each act that is recorded has words', () => {
  const recorded = new Set(globSync('**/*.ts', { cwd: source }).filter((file) => !file.endsWith('.test.ts')).flatMap((file) => [...textOf(file).matchAll(/\bact: (?:\w+ \? '([\w.]+)' : )?'([\w.]+\.[\w.]+)'/g)].flatMap(([, one, other]) => [one, other])).filter((act) => act !== undefined))
  assert.ok(recorded.size > 60, String(recorded.size))
  // Put together where they are recorded.
  for (const decision of ['approve', 'reject']) recorded.add(`approval.${decision}`)
  for (const act of recorded) for (const { acts } of [english, chinese]) assert.ok(acts[act], act)
})
