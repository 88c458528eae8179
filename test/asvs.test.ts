import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/asvs.md'), 'utf8')

/** How many items each section of these chapters has in version 5.0.0. */
const SECTIONS: Readonly<Record<string, number>> = {
  '2.1': 3, '2.2': 3, '2.3': 5, '2.4': 2, '6.1': 3, '6.2': 12, '6.3': 8, '6.4': 6, '6.5': 8, '6.6': 4, '6.7': 2, '6.8': 4,
  '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 3, '7.6': 2, '8.1': 4, '8.2': 4, '8.3': 3, '8.4': 2,
}
const ALL = Object.entries(SECTIONS).flatMap(([section, count]) => Array.from({ length: count }, (_, at) => `${section}.${at + 1}`))

/** `6.2.1, 6.2.9` and `6.8.1–6.8.4`. */
const itemsIn = (text: string): readonly string[] => text.split(', ').flatMap((piece) => {
  const [first = '', last = first] = piece.split('–')
  return ALL.slice(ALL.indexOf(first), ALL.indexOf(last) + 1)
})

const rows = page.split('\n').filter((line) => /^\| \d/.test(line)).map((line) => {
  const [item = '', , here = '', tests = ''] = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''))
  return { item, here, tests: [...tests.matchAll(/`([^`]+)`: \*(.+?)\*(?:<br>|$)/g)].map(([, file = '', title = '']) => ({ file, title })), text: tests }
})

/** Titles as they stand in a file of tests, whatever quotes are around them. */
const titlesOf = (file: string): ReadonlySet<string> =>
  new Set([...readFileSync(join(root, file), 'utf8').matchAll(/\b(?:it|test|describe)\((['`])((?:\\.|(?!\1).)*)\1/g)].map(([, , title = '']) => title.replace(/\\(.)/g, '$1')))

describe('the checklist of OWASP ASVS 5.0', () => {
  it('has every item of chapters 2, 6, 7 and 8, each once', () => {
    assert.deepEqual(rows.flatMap(({ item }) => itemsIn(item)).sort(), [...ALL].sort())
  })

  it('names tests that are there', () => {
    for (const { item, tests, text } of rows) {
      assert.equal(text.trim() === '' || text === '|' ? 0 : text.split('<br>').length, tests.length, `${item}: each test is named by file and title: ${text}`)
      for (const { file, title } of tests) assert.ok(existsSync(join(root, file)) && titlesOf(file).has(title), `${item}: ${file} has no test "${title}"`)
    }
  })

  it('has a test, or the file where it is written down, for each item that it says is met', () => {
    for (const { item, here, tests } of rows) {
      const files = [...here.matchAll(/`([\w./-]+\.(?:ts|tsx|md))`/g)].map(([, file = '']) => file)
      for (const file of files) assert.ok(existsSync(join(root, file)), `${item}: there is no ${file}`)
      const isMet = !/\*\*(?:not met|partly|otherwise)\*\*|\*nothing here\*/i.test(here)
      assert.ok(!isMet || tests.length > 0 || files.length > 0, `${item} is said to be met, and nothing shows it`)
    }
  })
})
