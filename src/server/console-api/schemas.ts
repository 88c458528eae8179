import { z } from '@hono/zod-openapi'
import { LANGUAGES } from '../../language.ts'
import { ACT_NAMES, ROLES, type Act } from '../../people/acts.ts'
import { FACTORS } from '../../people/step-up-policy.ts'
import type { ToldChange } from '../../people/told-change.ts'
import { toMs, type TimeUs } from '../../time.ts'

// Every list of names is the house's own; here they only become schemas.

export const role = z.enum(ROLES).openapi('Role')
/** Lists are read here, never changed. */
export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
// ACT_NAMES has every act and is never empty.
export const act = z.enum(ACT_NAMES as [Act, ...Act[]]).openapi('Act')
export const factor = z.enum(FACTORS).openapi('Factor')
export const instant = z.iso.datetime().openapi({ description: 'ISO 8601, UTC' })
/** Of a schema that has a name in the document: `nullable()` would let the named one be null everywhere, or nowhere. */
export const orNull = <Schema extends z.ZodType>(named: Schema) => z.union([named, z.null()])
export const language = z.enum(LANGUAGES).openapi('Language')
export const nothing = z.null()
export const text = (longest: number) => z.string().max(longest)
export const idParams = z.strictObject({ id: text(200) })
export const accountParams = z.strictObject({ account: z.coerce.number().int().positive() })
/** What a browser's passkey ceremony gives or takes; the library that made it reads it. */
export const browserJson = z.record(z.string(), z.unknown()).openapi('PasskeyJson')

/** What is wrong with one field; the rule that it breaks, where rules of keys do. */
export const fieldFault = z.strictObject({ field: z.string(), text: z.string(), rule: z.string().optional() })
export const refused = z.strictObject({
  code: z.string(), message: z.string(), remedy: z.string(),
  fields: list(fieldFault).optional(),
}).openapi('Refused')

const requirement = list(list(factor))
/** Its arguments are those of its code (`src/people/told-change.ts`); the server made it, and nothing reads it back. */
export const toldChange = z.looseObject({ is: z.string() }).openapi('ToldChange') as unknown as z.ZodType<ToldChange, ToldChange>
const stepUpFields = { id: z.string(), email: z.string(), sentences: list(z.string()), told: list(toldChange.nullable()), requirement, given: list(factor), expiresAt: instant }
export const stepUpAsked = z.strictObject(stepUpFields).openapi('StepUpAsked')
/** Said in full: strict objects that the document puts together out of two would take neither's fields. */
export const stepUpShown = z.strictObject({ ...stepUpFields, isConfirmed: z.boolean(), triesLeft: z.number() }).openapi('StepUp')
export const approvalAsked = z.strictObject({ id: z.string(), sentence: z.string(), told: toldChange.nullable(), approvalsNeeded: z.number(), expiresAt: instant }).openapi('ApprovalAsked')
export const requirements = z.strictObject({ plain: requirement, grave: requirement }).openapi('StepUpRequirements')

export const factorAnswer = z.union([
  z.strictObject({ factor: z.enum(['mailCode', 'smsCode', 'totp', 'password', 'recoveryCode']), code: text(512) }),
  z.strictObject({ factor: z.literal('passkey'), response: browserJson }),
]).openapi('FactorAnswer')

export const isoOf = (timeUs: TimeUs): string => new Date(toMs(timeUs)).toISOString()
export const isoOrNull = (timeUs: TimeUs | null): string | null => (timeUs === null ? null : isoOf(timeUs))
