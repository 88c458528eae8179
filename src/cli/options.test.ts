import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readArguments, readChoice, readList, readWholeNumber } from './options.ts'
import { WrongUsage } from './wrong-usage.ts'

const TABLE = { label: { type: 'string', help: '' }, allow: { type: 'string', multiple: true, help: '' }, json: { type: 'boolean', help: '' }, 'expires-in-days': { type: 'string', value: 'N', help: '' } } as const
const read = (...words: string[]) => readArguments('keys create', TABLE, words)

test('options and words are read, wherever they stand', () => {
  const cases: readonly (readonly [string[], unknown, string[]])[] = [
    [[], {}, []],
    [['--label', 'a b', 'KEY'], { label: 'a b' }, ['KEY']],
    [['KEY', '--label=x', '--json'], { label: 'x', json: true }, ['KEY']],
    [['--allow', '1.1.1.1', '--allow=2.2.2.2,3.3.3.3'], { allow: ['1.1.1.1', '2.2.2.2,3.3.3.3'] }, []],
    [['--label', '-dash'], { label: '-dash' }, []],
    [['--label='], { label: '' }, []],
    [['--', '--label'], {}, ['--label']],
  ]
  for (const [words, options, positionals] of cases) assert.deepEqual(read(...words), { options, positionals }, words.join(' '))
})

test('what is not understood is told with what was probably meant', () => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['--lable', 'x'], /--lable is not an option of "keys create"\. Did you mean --label\?/],
    [['--expires', '3'], /Did you mean --expires-in-days\?/],
    [['--zzzzzzzzz'], /^--zzzzzzzzz is not an option of "keys create"\.$/],
    [['--constructor', 'x'], /--constructor is not an option/],
    [['--label'], /--label needs a value/],
    [['--label', '--json'], /--label needs a value/],
    [['--json=yes'], /--json takes no value/],
    [['--label', 'a', '--label', 'b'], /--label was given twice/],
    [['-x'], /-x is not an option/],
  ]
  for (const [words, expected] of cases) assert.throws(() => read(...words), (error: unknown) => error instanceof WrongUsage && expected.test(error.message), words.join(' '))
})

test('numbers, choices and lists are read exactly', () => {
  assert.equal(readWholeNumber('port', '0', 0, 65_535), 0)
  for (const text of ['', '-1', '1.5', '65536', '1e3', ' 1', '0x10', '9'.repeat(20)]) assert.throws(() => readWholeNumber('port', text, 0, 65_535), WrongUsage, text)
  assert.equal(readChoice('kind', 'RSA', ['ed25519', 'rsa', 'hmac']), 'rsa')
  assert.throws(() => readChoice('kind', 'ed2519', ['ed25519', 'rsa', 'hmac']), (error: unknown) => error instanceof WrongUsage && error.remedy === 'Did you mean ed25519?')
  assert.deepEqual(readList(['203.0.113.45, 198.51.100.0/28', '', '::1,']), ['203.0.113.45', '198.51.100.0/28', '::1'])
})
