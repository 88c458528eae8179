import type { CallRecord } from './call-log.ts'

/** A span as OTLP's JSON writes it (opentelemetry-proto, trace.proto): ids in hex, times in ns as text. */
export interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly OtlpAttribute[]
  readonly status: { readonly code: number }
}

type OtlpAttribute = { readonly key: string; readonly value: { readonly stringValue: string } | { readonly intValue: string } }

const KIND = { internal: 1, server: 2 } as const
const STATUS = { unset: 0, error: 2 } as const

const nano = (timeUs: number): string => `${timeUs}000`
const text = (key: string, value: string | null): OtlpAttribute[] => (value === null ? [] : [{ key, value: { stringValue: value } }])
const whole = (key: string, value: number | null): OtlpAttribute[] => (value === null ? [] : [{ key, value: { intValue: String(value) } }])

/**
 * One call as spans: the whole of it, and within it the gate's decision and the venue's answer. The id of the trace is the request's own (`x-mbx-uuid` without its
 * hyphens), so that each is found by the other; and nothing is in it that is not in the call log.
 */
export const spansOf = ({ requestId, timeUs, durationUs, gateUs, accountId, keyId, address, endpoint, symbol, status, code, reason, weight }: CallRecord): readonly OtlpSpan[] => {
  const traceId = requestId.replaceAll('-', '')
  const root = traceId.slice(16)
  const endUs = timeUs + durationUs
  const decidedUs = timeUs + Math.min(gateUs ?? 0, durationUs)
  // The first digit of the root's id is never 0 or 1: it carries the variant of a UUID (RFC 9562), which is 8 to b.
  const part = (name: string, digit: string, fromUs: number, untilUs: number): OtlpSpan =>
    ({ traceId, spanId: `${digit}${root.slice(1)}`, parentSpanId: root, name, kind: KIND.internal, startTimeUnixNano: nano(fromUs), endTimeUnixNano: nano(untilUs), attributes: [], status: { code: STATUS.unset } })
  const isDecided = gateUs !== undefined
  const isAdmitted = reason === null || reason === 'venue'
  return [
    {
      traceId, spanId: root, name: endpoint, kind: KIND.server, startTimeUnixNano: nano(timeUs), endTimeUnixNano: nano(endUs), status: { code: status >= 500 ? STATUS.error : STATUS.unset },
      attributes: [
        ...text('client.address', address), ...whole('http.response.status_code', status), ...text('bitting.key', keyId), ...whole('bitting.account', accountId), ...text('bitting.symbol', symbol),
        ...text('bitting.reason', reason), ...whole('bitting.code', code), ...whole('bitting.weight', weight), ...text('bitting.request_id', requestId),
      ],
    },
    ...(isDecided ? [part('gate', '0', timeUs, decidedUs)] : []),
    ...(isDecided && isAdmitted ? [part('venue', '1', decidedUs, endUs)] : []),
  ]
}

/** Whether a call is among the part that is traced: by its id, whose last digits are random, so that whoever asks decides alike. */
export const isSampled = ({ requestId }: Pick<CallRecord, 'requestId'>, ratio: number): boolean => ratio >= 1 || Number.parseInt(requestId.slice(-8), 16) < ratio * 2 ** 32

/** Spans as the body of one OTLP request. */
export const otlpBody = (spans: readonly OtlpSpan[], version: string): string => JSON.stringify({
  resourceSpans: [{
    resource: { attributes: [...text('service.name', 'bitting'), ...text('service.version', version)] },
    scopeSpans: [{ scope: { name: 'bitting', version }, spans }],
  }],
})
