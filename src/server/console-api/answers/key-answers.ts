import { z } from '@hono/zod-openapi'
import { RISK_CHANGES, RISK_GROUNDS } from '../../../authority/risk.ts'
import type { PresetRow } from '../../../authority/presets.ts'
import type { Explanation } from '../../../gate/explain.ts'
import type { Refusal } from '../../../gate/refusal.ts'
import type { RiskSummary } from '../../../operations/key-risk.ts'
import type { AttentionItem } from '../../../operations/keys-attention.ts'
import type { KeyDraft } from '../../../operations/keys/draft.ts'
import type { StillUsed } from '../../../operations/keys/still-used.ts'
import type { CreatedKey, DeletedKey, EditedKey, KeySummary, MadeFromKey } from '../../../operations/operator.ts'
import type { BoundAddress } from '../../../operations/moving-addresses/bind.ts'
import type { MovingAddressSummary } from '../../../operations/moving-addresses/list.ts'
import { fieldFault, instant, list, orNull } from '../schemas.ts'
import { exactly } from './exactly.ts'
import { afterPeriod, allowList, environment, guardRails, kind, permission } from './shared-answers.ts'

const grade = z.enum(['A', 'B', 'C', 'D', 'E'])
const risk = exactly<RiskSummary>()(z.strictObject({
  grade, word: z.string(), tier: z.enum(['see', 'trade', 'move inside', 'move out']), reasons: list(z.string()), grounds: list(z.strictObject({ about: z.enum(RISK_GROUNDS), count: z.number().int().nullable(), permissions: list(permission) })),
  best: z.strictObject({ change: z.enum(RISK_CHANGES), permissions: list(permission), text: z.string(), gradeAfter: grade, remedy: z.string() }).nullable(),
})).openapi('Risk')

export const stillUsedAnswer = exactly<StillUsed>()(z.strictObject({
  key: z.string(), successor: z.string(), since: instant, addresses: list(z.strictObject({ address: z.string(), calls: z.number().int(), refused: z.number().int(), last: instant, endpoint: z.string(), usesSuccessor: z.boolean() })),
})).openapi('StillUsed').nullable()

const keyFields = {
  id: z.string(), apiKey: z.string(), account: z.number().int(), accountEmail: z.string(), environment, label: z.string(), kind, permissions: list(permission), allowList,
  state: z.enum(['enabled', 'disabled', 'expired', 'retired', 'deleted']), createdAt: instant, expiresAt: instant.nullable(), tradingLapsesAt: instant.nullable(), replayGuard: z.boolean(), guardRails, programOffSince: instant.nullable(), boundTo: z.union([z.literal('crossMargin'), z.templateLiteral(['isolatedMargin:', z.string()])]).nullable(), limitsLeft: z.strictObject({ notionalPerWindow: z.string(), withdrawalPerWindow: z.string() }).partial(),
  holder: z.string().nullable(), preset: z.string().nullable(), periodDays: z.number().nullable(), afterPeriod, rotationDueAt: instant.nullable(), callsLeft: z.number().nullable(),
  lineage: z.strictObject({ generation: z.number().int(), predecessor: z.string().nullable(), successor: z.string().nullable(), isAsleep: z.boolean(), retiresAt: instant.nullable() }),
  secretWaitsUntil: instant.nullable(), risk: orNull(risk), reminders: list(z.string()),
  lastUse: z.strictObject({ at: instant, address: z.string(), endpoint: z.string(), perPermission: z.partialRecord(permission, instant) }).nullable(), sentence: z.string(),
}
export const keySummary = exactly<KeySummary>()(z.strictObject(keyFields)).openapi('KeySummary')
export const deletedKey = exactly<DeletedKey>()(z.strictObject({ ...keyFields, cancelledOrders: z.number().int().nullable() })).openapi('DeletedKey')

const createdFields = { key: keySummary, secretKey: z.string().nullable(), remarks: list(z.string()) }
export const createdKey = exactly<CreatedKey>()(z.strictObject(createdFields)).openapi('CreatedKey')
export const madeFromKey = exactly<MadeFromKey>()(z.strictObject({ ...createdFields, former: keySummary })).openapi('MadeFromKey')
export const editedKey = exactly<EditedKey>()(z.strictObject({ before: keySummary, after: keySummary, remarks: list(z.string()) })).openapi('EditedKey')
const keyShape = z.strictObject({ permissions: list(permission), allowList, guardRails, environment })
export const keyDraft = exactly<KeyDraft>()(z.strictObject({ sentence: z.string(), told: z.strictObject({ shape: keyShape, endsInHours: z.number().int().nullable(), lapsesInHours: z.number().int().nullable() }), risk, faults: list(fieldFault), remarks: list(z.string()) })).openapi('KeyDraft')

export const attentionItem = exactly<AttentionItem>()(z.strictObject({
  key: z.string(), label: z.string(), account: z.number().int(), about: z.enum(['end', 'rotation', 'lapse', 'idle', 'review', 'risk', 'handover']), urgency: z.enum(['now', 'soon', 'when there is time']),
  at: instant.nullable(), text: z.string(), remedy: z.string(),
})).openapi('AttentionItem')

// One shape a reason, each told in src/gate/refusal.ts; what the document promises is the reason.
const refusal = z.looseObject({ reason: z.string() }).openapi('RequestRefusal') as unknown as z.ZodType<Refusal, Refusal>
const seen = z.union([z.strictObject({ is: z.enum(['unsigned', 'keyless', 'signatureFits']) }), z.strictObject({ is: z.literal('clock'), differenceMs: z.number(), recvWindowMs: z.number().nullable() })])
export const explanation = exactly<Explanation>()(z.strictObject({
  requestId: z.string(), at: instant, request: z.string(), address: z.string(), answer: z.string(), status: z.number().int(), code: z.number().int().nullable(), what: z.string(), remedy: z.string(),
  steps: list(z.strictObject({ step: z.string(), outcome: z.enum(['passed', 'failed', 'not reached']), detail: z.string(), seen: seen.nullable() })), signedPayload: z.string().nullable(), keyId: z.string().nullable(), refusal: refusal.nullable(),
  venue: z.strictObject({ message: z.string(), why: z.strictObject({ code: z.string(), message: z.string(), remedy: z.string() }).nullable() }).nullable(),
})).openapi('Explanation')

export const presetRow = exactly<PresetRow>()(z.strictObject({
  name: z.string(), title: z.string(), rights: list(permission), furtherRights: list(permission), entries: z.strictObject({ least: z.number().int(), most: z.number().int() }),
  periodDays: z.number(), afterPeriod, needsApproval: z.boolean(), sentence: z.string(),
})).openapi('Preset')

export const movingAddress = exactly<MovingAddressSummary>()(z.strictObject({
  id: z.string(), key: z.string(), keyLabel: z.string(), source: z.enum(['name', 'heartbeat']), name: z.string().nullable(), entries: list(z.string()), within: list(z.string()), allowsPrivate: z.boolean(),
  state: z.enum(['moves', 'stays']), movesInLastDay: z.number().int(), movesLeft: z.number().int(), lastMovedAt: instant.nullable(), lastHeardAt: instant.nullable(), fault: z.string().nullable(), createdAt: instant,
})).openapi('MovingAddress')
export const boundAddress = exactly<BoundAddress>()(z.strictObject({ id: z.string(), token: z.string().nullable() })).openapi('BoundAddress')
