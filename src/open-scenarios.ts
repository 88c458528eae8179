import type { Authority } from './authority/authority.ts'
import type { ApiKey } from './authority/api-key.ts'
import type { KeyDirectory } from './authority/key-directory.ts'
import { familyOf } from './binance/endpoint.ts'
import type { Environment } from './environment.ts'
import type { GateRequest } from './gate/gate.ts'
import type { ScenarioControl, ScenarioSummary } from './operations/scenario-acts.ts'
import { parsePermission, permissionsOf } from './permission.ts'
import type { Sandboxes } from './open-sandboxes.ts'
import { Scenario } from './sandbox/scenario/scenario.ts'
import { type Act, readScript } from './sandbox/scenario/script.ts'
import { type Mishaps, mishapOf } from './server/mishap.ts'
import { type Clock, SECOND, toMs } from './time.ts'

const LOOKS_EVERY_MS = 50

export interface ScenarioParts {
  readonly sandboxes: Sandboxes
  readonly authority: Authority
  readonly directory: KeyDirectory
  readonly keysOf: () => Promise<readonly ApiKey[]>
  /** The authority's calendar, for what is done to keys. */
  readonly calendar: Clock
  readonly clock: Clock
}

interface Played {
  readonly scenario: Scenario
  readonly done: { readonly at: string; readonly act: string; readonly outcome: string }[]
}

const isoOf = (timeUs: number): string => new Date(toMs(timeUs)).toISOString()

/** What somebody plays on the sandboxes: requests are struck, and the world is acted on, when the script says so. Off unless one is started. */
export class Scenarios implements ScenarioControl, Mishaps {
  readonly #parts: ScenarioParts
  readonly #played = new Map<Environment, Played>()
  readonly #timer: NodeJS.Timeout
  /** Hears that a key seems to call from elsewhere now: whoever is connected for it is looked at again. */
  #onAddressMoved: (environment: Environment) => void = () => {}
  #acting: Promise<unknown> = Promise.resolve()

  constructor(parts: ScenarioParts) {
    this.#parts = parts
    this.#timer = setInterval(() => this.#look(), LOOKS_EVERY_MS).unref()
  }

  onAddressMoved(listener: (environment: Environment) => void): void {
    this.#onAddressMoved = listener
  }

  close(): Promise<unknown> {
    clearInterval(this.#timer)
    this.#played.clear()
    return this.#acting
  }

  /** The server's clock as callers of the wire see it. */
  wireClock(): Clock {
    const { clock } = this.#parts
    return { nowUs: () => (this.#played.size === 0 ? clock.nowUs() : clock.nowUs() + (this.#played.get('live')?.scenario.aheadUs ?? this.#played.get('testnet')?.scenario.aheadUs ?? 0)) }
  }

  start(environment: Environment, text: string): ReturnType<ScenarioControl['start']> {
    const read = readScript(text)
    if (!read.ok) return read
    this.stop(environment)
    this.#played.set(environment, { scenario: new Scenario(read.script, this.#parts.clock.nowUs()), done: [] })
    this.#look()
    return { ok: true, scenario: this.#summary(environment, this.#played.get(environment)) }
  }

  stop(environment: Environment): ScenarioSummary | null {
    const played = this.#played.get(environment)
    if (!played) return null
    this.#played.delete(environment)
    this.#parts.sandboxes[environment].show(1)
    return this.#summary(environment, played)
  }

  playing(environment: Environment): ScenarioSummary | null {
    const played = this.#played.get(environment)
    return played ? this.#summary(environment, played) : null
  }

  of(request: GateRequest): ReturnType<Mishaps['of']> {
    if (this.#played.size === 0) return null
    const scenario = this.#played.get(request.environment)?.scenario
    if (!scenario) return null
    const nowUs = this.#parts.clock.nowUs()
    const faults = scenario.strike({ endpoint: `${request.method} ${request.path}`, keyNames: this.#namesOf(request.apiKey) }, nowUs)
    return mishapOf(faults, (fault) => scenario.latencyMs(fault, nowUs), request, familyOf(request.path))
  }

  addressOf({ environment, apiKey }: Pick<GateRequest, 'environment' | 'apiKey'>): string | undefined {
    return this.#played.size === 0 ? undefined : this.#played.get(environment)?.scenario.addressOf(this.#namesOf(apiKey))
  }

  #namesOf(apiKey: string | undefined): readonly string[] {
    const key = apiKey === undefined ? undefined : this.#parts.directory.find(apiKey)?.key
    return key ? [key.text, key.id, key.label] : []
  }

  #look(): void {
    for (const [environment, played] of this.#played) {
      const nowUs = this.#parts.clock.nowUs()
      for (const act of played.scenario.takeDue(nowUs)) {
        this.#acting = this.#acting.then(async () => {
          const outcome = await this.#perform(environment, act, played.scenario.script.name).catch((error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`)
          played.done.push({ at: isoOf(nowUs), act: wordsOf(act), outcome })
        })
      }
      if (played.scenario.isOver(nowUs)) this.stop(environment)
    }
  }

  /** @returns what came of it, in words */
  async #perform(environment: Environment, act: Act, name: string): Promise<string> {
    const sandbox = this.#parts.sandboxes[environment]
    switch (act.kind) {
      case 'clock': return 'in force'
      case 'moveAddress':
        this.#onAddressMoved(environment)
        return 'in force'
      case 'haltSymbol':
      case 'resumeSymbol': {
        const outcome = sandbox.venue.execute({ kind: 'setSymbolStatus', symbol: act.symbol, status: act.kind === 'haltSymbol' ? 'HALT' : 'TRADING' })
        return outcome.ok ? 'done' : `refused: ${outcome.rejection.reason}`
      }
      case 'movePrice': return sandbox.moveValue(act.asset, 1 + act.percent / 100) ? 'done' : 'nobody makes a market here'
      case 'liquidity': return sandbox.show(act.percent / 100) ? 'done' : 'nobody makes a market here'
      case 'liquidate': return this.#liquidate(environment, act)
      case 'withdrawRight':
      case 'disableKey': return this.#closeKey(act, name)
    }
  }

  async #liquidate(environment: Environment, { key: name, symbol }: Extract<Act, { kind: 'liquidate' }>): Promise<string> {
    const key = await this.#keyNamed(name)
    if (!key) return `refused: there is no key ${name}`
    const outcome = this.#parts.sandboxes[environment].venue.execute({ kind: 'futures', act: { do: 'liquidate', accountId: key.accountId, symbol } })
    return outcome.ok ? 'done' : `refused: ${outcome.rejection.reason}`
  }

  async #keyNamed(name: string): Promise<ApiKey | undefined> {
    return (await this.#parts.keysOf()).find(({ text, id, label, deletedAtUs }) => deletedAtUs === null && [text, id, label].includes(name))
  }

  async #closeKey(act: Extract<Act, { kind: 'withdrawRight' | 'disableKey' }>, name: string): Promise<string> {
    const { authority, calendar, clock } = this.#parts
    const key = await this.#keyNamed(act.key)
    if (!key) return `refused: there is no key ${act.key}`
    const doing = { actor: 'system', source: `scenario:${name}`, nowUs: calendar.nowUs(), recordedAtUs: clock.nowUs() }
    const right = act.kind === 'withdrawRight' ? parsePermission(act.right) : undefined
    if (act.kind === 'withdrawRight' && right === undefined) return `refused: there is no right ${act.right}`
    const changed = right === undefined ? await authority.disable(key.id, doing) : await authority.edit(key.id, { permissions: permissionsOf(key.permissions).filter((one) => one !== right) }, doing)
    return changed.ok ? 'done' : `refused: ${changed.violations.map(({ text }) => text).join(' ')}`
  }

  #summary(environment: Environment, played: Played | undefined): ScenarioSummary {
    if (!played) throw new Error('a scenario that was just started is played')
    const { scenario: { script, startedAtUs, struck }, done } = played
    return {
      environment, name: script.name, seed: script.seed, startedAt: isoOf(startedAtUs), endsAt: isoOf(startedAtUs + script.lastsS * SECOND),
      rules: script.rules.map(({ fault, endpoint, key }, index) => ({ fault: fault.kind, endpoint: endpoint ?? null, key: key ?? null, struck: struck[index] ?? 0 })),
      done: [...done],
    }
  }
}

const wordsOf = ({ kind, ...rest }: Act): string => [kind, ...Object.entries(rest).filter(([name]) => name !== 'atS').map(([name, value]) => `${name} ${String(value)}`)].join(', ')
