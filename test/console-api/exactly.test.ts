import assert from 'node:assert/strict'
import { it } from 'node:test'
import { z } from '@hono/zod-openapi'
import { exactly } from '../../src/server/console-api/answers/exactly.ts'

interface Told { readonly id: string; readonly further?: readonly { readonly at?: string }[] }

it('the compiler takes a schema of exactly the type: nothing more, nothing less, deep down, and where it may be absent', () => {
  const item = z.strictObject({ at: z.string().optional() })
  const same = exactly<Told>()(z.strictObject({ id: z.string(), further: z.array(item).readonly().optional() }))
  assert.ok(same.safeParse({ id: 'a', further: [{}] }).success)
  // @ts-expect-error a field is lacking that may be absent
  exactly<Told>()(z.strictObject({ id: z.string() }))
  // @ts-expect-error a field more, which may be absent
  exactly<Told>()(z.strictObject({ id: z.string(), further: z.array(item).optional(), more: z.string().optional() }))
  // @ts-expect-error one more deep down
  exactly<Told>()(z.strictObject({ id: z.string(), further: z.array(z.strictObject({ at: z.string().optional(), more: z.string() })).optional() }))
  // @ts-expect-error of another type
  exactly<Told>()(z.strictObject({ id: z.number(), further: z.array(item).optional() }))
  // @ts-expect-error null where the type has none
  exactly<Told>()(z.strictObject({ id: z.string().nullable(), further: z.array(item).optional() }))
})
