import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { csvLine } from './csv-line.ts'

for (const [cells, line] of [
  [['a', 1, null, true, 'x y'], 'a,1,,true,x y\r\n'],
  [['say "so"', 'one, two', 'three\nfour'], '"say ""so""","one, two","three\nfour"\r\n'],
  [['-2015', -2015, '-0.5', '0.1'], '-2015,-2015,-0.5,0.1\r\n'],
  [['=1+1', '+49', '@sum', '-a', '\tx', '＝1'], '"\'=1+1","\'+49","\'@sum","\'-a","\'\tx","\'＝1"\r\n'],
  [['=HYPERLINK("http://x","y")'], '"\'=HYPERLINK(""http://x"",""y"")"\r\n'],
] as const) {
  test(`${JSON.stringify(cells)} is written as ${JSON.stringify(line)}`, () => assert.equal(csvLine(cells), line))
}

test('whatever text is written, no cell begins as a formula does, and the text comes back', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('=', '+', '-', '@', '\t', '\r').chain((first) => fc.string().map((rest) => first + rest))), (text) => {
    const line = csvLine([text]).slice(0, -2)
    const cell = line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line
    assert.ok(!/^[=+\-@\t\r]/.test(cell) || /^-\d+(\.\d+)?$/.test(cell), line)
    assert.ok(cell === text || cell === `'${text}`)
  }))
})
