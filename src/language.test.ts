import assert from 'node:assert/strict'
import { test } from 'node:test'
import { preferredLanguage } from './language.ts'

test('the language that a browser likes best of those there are', () => {
  const cases: readonly (readonly [string | undefined, string | null])[] = [
    [undefined, null], ['', null], ['*', null], ['fr, de;q=0.9', null], ['en', 'en'], ['en-GB,en;q=0.9', 'en'], ['zh-Hans', 'zh-Hans'], ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-Hans'], ['ZH', 'zh-Hans'],
    ['en;q=0.3, zh;q=0.7', 'zh-Hans'], ['fr, en;q=0.5, zh;q=0.4', 'en'], ['zh;q=0, en;q=0.1', 'en'], ['zh;q=nonsense, en;q=0.1', 'en'], [`${'xx,'.repeat(1_000)}zh`, null],
  ]
  for (const [header, language] of cases) assert.equal(preferredLanguage(header), language, String(header))
})
