import { parse as parseYaml } from 'yaml'
import { z } from 'zod'

/** What goes wrong with a request, and when. Times are seconds from the start of the scenario. */
const fault = z.discriminatedUnion('kind', [
  /** The request is looked at only so much later. */
  z.strictObject({ kind: z.literal('latency'), ms: z.number().min(0).max(60_000), jitterMs: z.number().min(0).max(60_000).default(0) }),
  /** Refused before anything was done. */
  z.strictObject({ kind: z.literal('refuse'), status: z.number().int().min(400).max(599), code: z.number().int(), message: z.string().max(500), retryAfterS: z.number().int().min(0).optional() }),
  /** Refused as if this address had used up its weight. */
  z.strictObject({ kind: z.literal('tooManyRequests'), retryAfterS: z.number().int().min(1).default(10) }),
  /** Refused as if this address were banned. */
  z.strictObject({ kind: z.literal('banned'), forS: z.number().int().min(1).default(120) }),
  /** The venue is down: 503, and nothing was done. */
  z.strictObject({ kind: z.literal('failBefore') }),
  /** Done and durable, but the answer is a 504 that says nobody knows. */
  z.strictObject({ kind: z.literal('failAfter') }),
  /** Done and durable, but the connection ends without an answer. */
  z.strictObject({ kind: z.literal('loseAnswer') }),
  /** Arrives twice, as a network may deliver it. */
  z.strictObject({ kind: z.literal('duplicate') }),
])

const second = z.number().min(0).max(86_400)

const rule = z.strictObject({
  fault,
  /** Method and path, `POST /api/v3/order`, of a message `WS /ws-api/v3/order.place`; a `*` at the end stands for the rest. Left out: every request. */
  endpoint: z.string().max(200).optional(),
  /** The label, the id or the text of a key. Left out: every caller. */
  key: z.string().max(100).optional(),
  fromS: second.default(0),
  untilS: second.optional(),
  /** Of a hundred requests that fit, so many are struck. */
  percent: z.number().min(0).max(100).default(100),
  /** At most so many are struck. */
  times: z.number().int().min(1).optional(),
})

const act = z.discriminatedUnion('kind', [
  /** The server's clock, as callers see it, is so far ahead (or, below 0, behind). */
  z.strictObject({ kind: z.literal('clock'), aheadMs: z.number().int().min(-600_000).max(600_000) }),
  z.strictObject({ kind: z.literal('haltSymbol'), symbol: z.string().max(30) }),
  z.strictObject({ kind: z.literal('resumeSymbol'), symbol: z.string().max(30) }),
  /** What an asset is worth moves by so many percent; books and trades follow. */
  z.strictObject({ kind: z.literal('movePrice'), asset: z.string().max(20), percent: z.number().min(-95).max(900) }),
  /** The venue takes over what the account of a key holds of a contract, whatever backs it. */
  z.strictObject({ kind: z.literal('liquidate'), key: z.string().max(100), symbol: z.string().max(30) }),
  /** The makers show so many percent of what they usually do, so that orders are filled in parts. */
  z.strictObject({ kind: z.literal('liquidity'), percent: z.number().min(1).max(100) }),
  /** From now on the calls of a key come from there. */
  z.strictObject({ kind: z.literal('moveAddress'), key: z.string().max(100), address: z.union([z.ipv4(), z.ipv6()]) }),
  /** The right is taken from the key, for good. */
  z.strictObject({ kind: z.literal('withdrawRight'), key: z.string().max(100), right: z.string().max(40) }),
  z.strictObject({ kind: z.literal('disableKey'), key: z.string().max(100) }),
])

const script = z.strictObject({
  name: z.string().min(1).max(100),
  /** The same seed strikes the same requests. */
  seed: z.number().int().min(0).max(2 ** 31 - 1).default(1),
  /** When everything is over by itself. */
  lastsS: second.default(3_600),
  rules: z.array(rule).max(200).default([]),
  acts: z.array(z.intersection(z.object({ atS: second }), act)).max(200).default([]),
})

export type Fault = z.infer<typeof fault>
export type Rule = z.infer<typeof rule>
export type Act = z.infer<typeof act>
export type Script = z.infer<typeof script>

export type ReadScript = { readonly ok: true; readonly script: Script } | { readonly ok: false; readonly faults: readonly { readonly at: string; readonly text: string }[] }

/** Reads a script as people write it, in YAML or JSON. Every fault is told with where it stands. */
export const readScript = (text: string): ReadScript => {
  const written = parsed(text)
  if (!written.ok) return { ok: false, faults: [{ at: 'the file', text: written.text }] }
  const read = script.safeParse(written.value)
  return read.success ? { ok: true, script: read.data } : { ok: false, faults: read.error.issues.map(({ path, message }) => ({ at: path.join('.') || 'the file', text: message })) }
}

const parsed = (text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly text: string } => {
  try {
    return { ok: true, value: parseYaml(text) }
  } catch (error) {
    return { ok: false, text: error instanceof Error ? error.message : String(error) }
  }
}
