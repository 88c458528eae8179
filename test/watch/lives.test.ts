import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Anomaly } from '../../src/watch/anomalies/anomaly.ts'
import { KeyWatch } from '../../src/watch/anomalies/key-watch.ts'
import { SeededRandom } from '../harness/seeded-random.ts'
import { HELD_OUT_HONEST, HELD_OUT_STOLEN } from './held-out-lives.ts'
import { HONEST, type Life, type LifeMaker, STOLEN } from './lives.ts'

/** Seeds that nothing was tuned by. */
const SEEDS = Array.from({ length: 10 }, (_, at) => 21 + at)

const toldOf = ({ calls }: Life): Anomaly[] => {
  const told: Anomaly[] = []
  const watch = new KeyWatch({ offSinceUs: () => null, missedHours: () => null, tell: (anomaly) => void told.push(anomaly) })
  for (let from = 0; from < calls.length; from += 1_000) watch.hear(calls.slice(from, from + 1_000))
  return told
}

interface Score {
  readonly lives: number
  readonly found: number
  readonly rightAlerts: number
  readonly wrongAlerts: number
  readonly wrongLives: number
}

const scoreOf = (makers: readonly LifeMaker[], isCounted: (anomaly: Anomaly) => boolean = () => true): Score => {
  let [lives, found, rightAlerts, wrongAlerts, wrongLives] = [0, 0, 0, 0, 0]
  for (const make of makers) {
    for (const seed of SEEDS) {
      const life = make(new SeededRandom(seed * 7_919))
      const told = toldOf(life).filter(isCounted)
      const right = told.filter(({ timeUs }) => life.theftsUs.has(timeUs)).length
      lives += 1
      found += right > 0 ? 1 : 0
      rightAlerts += right
      wrongAlerts += told.length - right
      wrongLives += told.length > right ? 1 : 0
    }
  }
  return { lives, found, rightAlerts, wrongAlerts, wrongLives }
}

interface Measured {
  readonly precision: number
  readonly recall: number
}

const measure = (context: TestContext, honest: readonly LifeMaker[], stolen: readonly LifeMaker[]): Measured => {
  const scores: Score[] = []
  for (const make of [...honest, ...stolen]) {
    const score = scoreOf([make])
    const { lives, found, wrongLives, wrongAlerts } = score
    scores.push(score)
    context.diagnostic(`${make(new SeededRandom(1)).name}: the thief found in ${found} of ${lives}, something told of nobody in ${wrongLives} (${(wrongAlerts / lives).toFixed(1)} alerts in eight weeks)`)
  }
  const sum = (of: (score: Score) => number): number => scores.reduce((total, score) => total + of(score), 0)
  const [lives, found, rightAlerts, wrongAlerts, wrongLives] = [sum((one) => one.lives), sum((one) => one.found), sum((one) => one.rightAlerts), sum((one) => one.wrongAlerts), sum((one) => one.wrongLives)]
  const alarms = scoreOf([...honest, ...stolen], ({ severity }) => severity === 'alarm')
  const thieves = SEEDS.length * stolen.length
  context.diagnostic(`of alarms alone, which a policy may act on: precision ${(alarms.found / (alarms.found + alarms.wrongLives)).toFixed(3)} by life (${(alarms.rightAlerts / (alarms.rightAlerts + alarms.wrongAlerts)).toFixed(3)} by alert), recall ${(alarms.found / thieves).toFixed(3)}`)
  const [precision, recall] = [found / (found + wrongLives), found / thieves]
  context.diagnostic(`precision ${precision.toFixed(3)} by life (${(rightAlerts / (rightAlerts + wrongAlerts)).toFixed(3)} by alert), recall ${recall.toFixed(3)}, over ${lives} lives`)
  return { precision, recall }
}

test('lives of keys that were written without a look at the detectors: what of it is found, and what is told of nobody', (context) => {
  const { precision, recall } = measure(context, HONEST, STOLEN)
  assert.ok(precision >= 0.74 && recall >= 0.81, `precision ${precision}, recall ${recall}`)
})

test('other lives, that nothing was tuned by', (context) => {
  const { precision, recall } = measure(context, HELD_OUT_HONEST, HELD_OUT_STOLEN)
  assert.ok(precision >= 0.61 && recall >= 0.73, `precision ${precision}, recall ${recall}`)
})
