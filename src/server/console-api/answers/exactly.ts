import { z } from '@hono/zod-openapi'
import type { AuditValue } from '../../../audit/entry.ts'

/** Everything that a value may hold, said to be there: so a field that one of two types leaves out is seen even where it may be absent. */
type Whole<Value> = Value extends readonly (infer Item)[] ? readonly Whole<Item>[] : Value extends object ? { readonly [Name in keyof Value]-?: Whole<Exclude<Value[Name], undefined>> } : Value

type Same<One, Other> = [Whole<One>] extends [Whole<Other>] ? ([Whole<Other>] extends [Whole<One>] ? unknown : { readonly 'has what the type has not': One }) : { readonly 'lacks what the type has': Other }

/**
 * The schema of an answer whose type belongs to a room below, which knows of no schemas and tells the command line the same. The compiler takes
 * one that has each of the type's fields, deep down, and no other: the document cannot say less or more than the rooms do.
 */
export const exactly = <Value>() => <Schema extends z.ZodType>(schema: Schema & Same<z.output<Schema>, Value>): z.ZodType<Value, Value> =>
  // `Same` has just shown that the two are one; what differs is readonly, and how absent fields are written.
  schema as unknown as z.ZodType<Value, Value>

/** What the record keeps of a change: any JSON. */
export const auditValue = z.unknown().openapi({ description: 'Any JSON' }) as unknown as z.ZodType<AuditValue, AuditValue>
