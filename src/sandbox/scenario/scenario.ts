import { uniform } from '../../exchange/market/noise.ts'
import { MS, SECOND, type TimeUs } from '../../time.ts'
import type { Act, Fault, Rule, Script } from './script.ts'

/** A request, as far as a rule looks at it. */
export interface StruckRequest {
  /** Method and path without the environment. */
  readonly endpoint: string
  /** By what names the caller's key is known: text, id, label; none where no known key was sent. */
  readonly keyNames: readonly string[]
}

/** A script that runs: which requests it strikes with what, and what it does to the world by itself. Reads no clock and draws nothing. */
export class Scenario {
  readonly script: Script
  readonly startedAtUs: TimeUs
  /** How often each rule fitted a request, and how often it struck one. */
  readonly #fitted: number[]
  readonly #struck: number[]
  readonly #addresses = new Map<string, string>()
  #nextAct = 0
  #aheadUs = 0

  constructor(script: Script, startedAtUs: TimeUs) {
    this.script = { ...script, acts: [...script.acts].sort((one, other) => one.atS - other.atS) }
    this.startedAtUs = startedAtUs
    this.#fitted = script.rules.map(() => 0)
    this.#struck = script.rules.map(() => 0)
  }

  isOver(nowUs: TimeUs): boolean {
    return nowUs - this.startedAtUs >= this.script.lastsS * SECOND
  }

  /** How far the server's clock is ahead of time, as callers see it. */
  get aheadUs(): number {
    return this.#aheadUs
  }

  /** How many requests each rule has struck, in the order of the script. */
  get struck(): readonly number[] {
    return this.#struck
  }

  /** What a request is struck with; each is drawn from the seed and from how many requests fitted the rule before. */
  strike(request: StruckRequest, nowUs: TimeUs): readonly Fault[] {
    const { seed, rules } = this.script
    return rules.flatMap((rule, index) => {
      if (!this.#isAsked(rule, index, request, nowUs)) return []
      const count = this.#fitted[index] ?? 0
      this.#fitted[index] = count + 1
      if (uniform(seed, index, count) * 100 >= rule.percent) return []
      this.#struck[index] = (this.#struck[index] ?? 0) + 1
      return [rule.fault]
    })
  }

  /** Where a key's call seems to come from; undefined where it stays as it is. */
  addressOf(keyNames: readonly string[]): string | undefined {
    for (const name of keyNames) {
      const address = this.#addresses.get(name)
      if (address !== undefined) return address
    }
    return undefined
  }

  /** The acts whose time has come since the last call, in order. Those that concern requests are in force already. */
  takeDue(nowUs: TimeUs): readonly Act[] {
    const due: Act[] = []
    for (let act = this.script.acts[this.#nextAct]; act !== undefined && this.startedAtUs + act.atS * SECOND <= nowUs; act = this.script.acts[this.#nextAct]) {
      this.#nextAct += 1
      if (act.kind === 'clock') this.#aheadUs = act.aheadMs * MS
      if (act.kind === 'moveAddress') this.#addresses.set(act.key, act.address)
      due.push(act)
    }
    return due
  }

  /** How long a latency lasts this time, in milliseconds. */
  latencyMs(fault: Extract<Fault, { kind: 'latency' }>, nowUs: TimeUs): number {
    return Math.round(fault.ms + fault.jitterMs * uniform(this.script.seed, nowUs))
  }

  #isAsked(rule: Rule, index: number, { endpoint, keyNames }: StruckRequest, nowUs: TimeUs): boolean {
    const atS = (nowUs - this.startedAtUs) / SECOND
    if (atS < rule.fromS || (rule.untilS !== undefined && atS >= rule.untilS) || this.isOver(nowUs)) return false
    if (rule.times !== undefined && (this.#struck[index] ?? 0) >= rule.times) return false
    if (rule.key !== undefined && !keyNames.includes(rule.key)) return false
    if (rule.endpoint === undefined) return true
    return rule.endpoint.endsWith('*') ? endpoint.startsWith(rule.endpoint.slice(0, -1)) : endpoint === rule.endpoint
  }
}
