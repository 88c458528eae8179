import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Anomaly } from '../../src/watch/anomalies/anomaly.ts'
import { KeyWatch } from '../../src/watch/anomalies/key-watch.ts'
import { SeededRandom } from '../harness/seeded-random.ts'
import { HONEST, type Life, type LifeMaker, STOLEN } from './lives.ts'

const SEEDS = 20

const toldOf = ({ calls }: Life): Anomaly[] => {
  const told: Anomaly[] = []
  const watch = new KeyWatch({ offSinceUs: () => null, tell: (anomaly) => void told.push(anomaly) })
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
    for (let seed = 1; seed <= SEEDS; seed += 1) {
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

test('lives of keys that were written without a look at the detectors: what of it is found, and what is told of nobody', (context) => {
  const scores: Score[] = []
  for (const make of [...HONEST, ...STOLEN]) {
    const score = scoreOf([make])
    const { lives, found, wrongLives, wrongAlerts } = score
    scores.push(score)
    context.diagnostic(`${make(new SeededRandom(1)).name}: the thief found in ${found} of ${lives}, something told of nobody in ${wrongLives} (${(wrongAlerts / lives).toFixed(1)} alerts in eight weeks)`)
  }
  const sum = (of: (score: Score) => number): number => scores.reduce((total, score) => total + of(score), 0)
  const [lives, found, rightAlerts, wrongAlerts, wrongLives] = [sum((one) => one.lives), sum((one) => one.found), sum((one) => one.rightAlerts), sum((one) => one.wrongAlerts), sum((one) => one.wrongLives)]
  const alarms = scoreOf([...HONEST, ...STOLEN], ({ severity }) => severity === 'alarm')
  context.diagnostic(`of alarms alone, which a policy may act on: precision ${(alarms.found / (alarms.found + alarms.wrongLives)).toFixed(3)} by life (${(alarms.rightAlerts / (alarms.rightAlerts + alarms.wrongAlerts)).toFixed(3)} by alert), recall ${(alarms.found / (SEEDS * STOLEN.length)).toFixed(3)}`)
  const [precision, recall] = [found / (found + wrongLives), found / (SEEDS * STOLEN.length)]
  context.diagnostic(`precision ${precision.toFixed(3)} by life (${(rightAlerts / (rightAlerts + wrongAlerts)).toFixed(3)} by alert), recall ${recall.toFixed(3)}, over ${lives} lives`)
  assert.ok(precision >= 0.57 && recall >= 0.82, `precision ${precision}, recall ${recall}`)
})
