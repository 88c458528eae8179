import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerCalls, type CallApi } from './answer-calls.ts'
import { answerChecks } from './answer-schemas.ts'
import { MAY_BE_EMPTY } from './conditional-fields.ts'

/**
 * One test an endpoint: every answer of it, variants included, has the documented shape. `api` calls the endpoints, in
 * process or over HTTP, as an account with every right and funds; a route that nothing is known of fails.
 */
export const testAnswerShapes = (routes: readonly string[], api: CallApi): void => {
  const checks = answerChecks()
  const callsOf = answerCalls(api)
  for (const route of routes) {
    test(`${route} answers in the documented shape`, async () => {
      const calls = callsOf(route)
      assert.ok(calls.some(({ name }) => name === route), `test/shapes/answer-calls.ts says nothing of ${route}`)
      for (const { name, bodies } of calls) {
        const check = checks.get(name)
        assert.ok(check, `test/shapes/connector-answers.ts says nothing of ${name}`)
        const all = await bodies()
        assert.deepEqual(all.flatMap((body) => check(body)), [], name)
        assert.deepEqual(alwaysEmptyLists(all).filter((path) => !(`${name}${path}` in MAY_BE_EMPTY)), [], `${name}: lists that were empty prove nothing of their items`)
      }
    })
  }
}

/** Paths of lists that had no item in any of the bodies. */
const alwaysEmptyLists = (bodies: readonly unknown[]): readonly string[] => {
  const sizes = new Map<string, number>()
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      sizes.set(path, Math.max(sizes.get(path) ?? 0, value.length))
      for (const item of value) walk(item, `${path}[]`)
    } else if (value !== null && typeof value === 'object') {
      for (const [name, item] of Object.entries(value)) walk(item, `${path}.${name}`)
    }
  }
  for (const body of bodies) walk(body, '')
  return [...sizes].filter(([, size]) => size === 0).map(([path]) => path)
}
