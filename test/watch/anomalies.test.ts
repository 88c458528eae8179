import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Anomaly } from '../../src/watch/anomalies/anomaly.ts'
import { KeyWatch } from '../../src/watch/anomalies/key-watch.ts'
import { SeededRandom } from '../harness/seeded-random.ts'
import { BENIGN, HARD_BENIGN, HARD_HOSTILE, HOSTILE, type Trace } from './traces.ts'

const SEEDS = 20

const heardOf = ({ calls }: Trace): Anomaly[] => {
  const told: Anomaly[] = []
  const watch = new KeyWatch({ offSinceUs: () => null, missedHours: () => null, tell: (anomaly) => void told.push(anomaly) })
  for (let from = 0; from < calls.length; from += 1_000) watch.hear(calls.slice(from, from + 1_000))
  return told
}

interface Score {
  readonly precision: number
  readonly recall: number
  readonly faults: readonly string[]
}

/** A trace counts once: as found where the attack shows as what it is, as a false alarm where anything is told that is none. */
const scoreOf = (benign: typeof BENIGN, hostile: typeof HOSTILE): Score => {
  let [found, missed, falseAlarms] = [0, 0, 0]
  const faults: string[] = []
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    for (const make of [...benign, ...hostile]) {
      const trace = make(new SeededRandom(seed))
      const told = heardOf(trace)
      const { attack } = trace
      const early = told.filter(({ timeUs }) => attack === null || timeUs < attack.fromUs)
      if (early.length > 0) {
        falseAlarms += 1
        faults.push(`false: seed ${seed}, ${trace.name}: ${early.map(({ evidence }) => evidence.kind).join(', ')}`)
      }
      if (attack === null) continue
      if (told.some(({ timeUs, evidence }) => timeUs >= attack.fromUs && attack.shows.includes(evidence.kind))) found += 1
      else {
        missed += 1
        faults.push(`missed: seed ${seed}, ${trace.name}`)
      }
    }
  }
  return { precision: found / (found + falseAlarms), recall: found / (found + missed), faults }
}

test('of generated lives of keys, at least 97 % of what is told is an attack, and at least 97 % of attacks are told', (context) => {
  const { precision, recall, faults } = scoreOf(BENIGN, HOSTILE)
  context.diagnostic(`precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} over ${SEEDS} seeds × ${BENIGN.length} benign and ${HOSTILE.length} hostile lives`)
  assert.ok(precision >= 0.97 && recall >= 0.97, `precision ${precision}, recall ${recall}\n${faults.join('\n')}`)
})

test('with the cases that cannot be told apart by calls alone, both are lower, and are told as measured', (context) => {
  const { precision, recall } = scoreOf([...BENIGN, ...HARD_BENIGN], [...HOSTILE, ...HARD_HOSTILE])
  context.diagnostic(`precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} with journeys and a thief who does as the bot does`)
  assert.ok(precision >= 0.8 && recall >= 0.8, `precision ${precision}, recall ${recall}`)
})
