import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerCalls, type CallApi } from './answer-calls.ts'
import { answerChecks } from './answer-schemas.ts'
import { CONDITIONAL_FIELDS, MAY_BE_EMPTY, OTHER_DECIMALS } from './conditional-fields.ts'

/**
 * One test an endpoint: every answer of it, variants included, has the documented shape. `api` calls the endpoints, in
 * process or over HTTP, as an account with every right and funds; a route that nothing is known of fails.
 */
export const testAnswerShapes = (routes: readonly string[], api: CallApi): void => {
  const checks = answerChecks()
  const callsOf = answerCalls(api)
  const seenFields = new Set<string>()
  for (const route of routes) {
    test(`${route} answers in the documented shape`, async () => {
      const calls = callsOf(route)
      assert.ok(calls.some(({ name }) => name === route), `test/shapes/answer-calls.ts says nothing of ${route}`)
      for (const { name, bodies } of calls) {
        const check = checks.get(name)
        assert.ok(check, `test/shapes/connector-answers.ts says nothing of ${name}`)
        const all = await bodies()
        assert.deepEqual(all.flatMap((body) => check(body)), [], name)
        const found = findings(all)
        for (const field of found.fields) seenFields.add(field)
        assert.deepEqual(found.oddMoney, [], `${name}: money is a text with eight decimals`)
        assert.deepEqual(found.emptyLists.filter((path) => !(`${name}${path}` in MAY_BE_EMPTY)), [], `${name}: lists that were empty prove nothing of their items`)
      }
    })
  }
  test('every conditional field whose condition can be met was seen', () => {
    const expected = CONDITIONAL_FIELDS.filter(({ isNeverMet }) => !isNeverMet).flatMap(({ fields }) => fields)
    assert.deepEqual(expected.filter((field) => !seenFields.has(field)), [])
  })
}

interface Findings {
  /** Names of all fields there were. */
  readonly fields: ReadonlySet<string>
  /** Paths of lists that had no item in any of the bodies. */
  readonly emptyLists: readonly string[]
  /** Texts that are numbers without being written as money is. */
  readonly oddMoney: readonly string[]
}

const findings = (bodies: readonly unknown[]): Findings => {
  const fields = new Set<string>()
  const sizes = new Map<string, number>()
  const oddMoney: string[] = []
  const walk = (value: unknown, path: string, field: string): void => {
    if (Array.isArray(value)) {
      sizes.set(path, Math.max(sizes.get(path) ?? 0, value.length))
      for (const item of value) walk(item, `${path}[]`, field)
    } else if (value !== null && typeof value === 'object') {
      for (const [name, item] of Object.entries(value)) {
        fields.add(name)
        walk(item, `${path}.${name}`, name)
      }
    } else if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) && !/^-?\d+\.\d{8}$/.test(value) && !OTHER_DECIMALS.has(field) && !isKlineEnd(path, value)) {
      oddMoney.push(`${path} ${value}`)
    }
  }
  for (const body of bodies) walk(body, '', '')
  return { fields, emptyLists: [...sizes].filter(([, size]) => size === 0).map(([path]) => path), oddMoney }
}

/** A candle ends in a "0" that Binance says to ignore. */
const isKlineEnd = (path: string, value: string): boolean => path === '[][]' && value === '0'
