import { refusalAnswer } from '../../src/binance/errors.ts'
import type { Family, ParameterFault } from '../../src/gate/endpoint-shape.ts'
import { REFUSAL_SAMPLES } from '../../src/gate/refusal.samples.ts'
import type { Refusal } from '../../src/gate/refusal.ts'

const FAMILIES: readonly Family[] = ['api', 'sapi', 'fapi']
const FAULTS: readonly ParameterFault[] = [{ fault: 'oneOfMissing', names: ['orderId', 'origClientOrderId'] }, { fault: 'tooGreat', name: 'limit', limit: '1000' }]
const REFUSALS: readonly Refusal[] = [...REFUSAL_SAMPLES, ...FAULTS.map((fault): Refusal => ({ reason: 'parameter', fault }))]

/** The rows of a page's table: every text that the gate answers with this code, where, and for which reasons. */
export const answeredLines = (code: number): string[] => {
  const lines = new Map<string, { families: Set<Family>; reasons: Set<string> }>()
  for (const family of FAMILIES) {
    for (const refusal of REFUSALS) {
      const answer = refusalAnswer(refusal, family, '203.0.113.45')
      if (answer.code !== code) continue
      const told = `| ${answer.status} | \`${answer.message}\``
      const line = lines.get(told) ?? { families: new Set(), reasons: new Set() }
      line.families.add(family)
      line.reasons.add(refusal.reason)
      lines.set(told, line)
    }
  }
  return [...lines].map(([told, { families, reasons }]) => `${told} | ${[...families].map((family) => `/${family}`).join(', ')} | ${[...reasons].join(', ')} |`)
}
