/** Ready-made scenarios; what each does stands in words beside its name (`w.sandbox.samples`). */
export const SAMPLES = ['lostAnswers', 'rateLimits', 'slow', 'down', 'duplicates', 'crash', 'halt', 'thin', 'clock', 'moved', 'rightGone'] as const
export type SampleName = (typeof SAMPLES)[number]

export interface SampleOf { readonly symbol: string; readonly asset: string; readonly key: string }

const MINUTES_10 = 600

type Fault = Readonly<Record<string, string | number>>
interface Body { readonly rules?: readonly { readonly endpoint?: string; readonly key?: string; readonly percent?: number; readonly times?: number; readonly fault: Fault }[]; readonly acts?: readonly Readonly<Record<string, string | number>>[] }

const BODIES: Readonly<Record<SampleName, (of: SampleOf) => Body>> = {
  lostAnswers: () => ({ rules: [{ endpoint: 'POST /api/v3/order', percent: 20, fault: { kind: 'loseAnswer' } }, { endpoint: 'POST /api/v3/order', percent: 20, fault: { kind: 'failAfter' } }] }),
  rateLimits: () => ({ rules: [{ percent: 10, fault: { kind: 'tooManyRequests', retryAfterS: 10 } }, { percent: 1, fault: { kind: 'banned', forS: 60 } }] }),
  slow: () => ({ rules: [{ percent: 50, fault: { kind: 'latency', ms: 300, jitterMs: 2_000 } }] }),
  down: () => ({ rules: [{ percent: 30, fault: { kind: 'failBefore' } }] }),
  duplicates: () => ({ rules: [{ endpoint: 'POST /api/v3/order', percent: 50, fault: { kind: 'duplicate' } }] }),
  crash: ({ asset }) => ({ acts: [{ atS: 3, kind: 'movePrice', asset, percent: -15 }, { atS: 60, kind: 'movePrice', asset, percent: 10 }] }),
  halt: ({ symbol }) => ({ acts: [{ atS: 1, kind: 'haltSymbol', symbol }, { atS: 60, kind: 'resumeSymbol', symbol }] }),
  thin: () => ({ acts: [{ atS: 1, kind: 'liquidity', percent: 3 }] }),
  clock: () => ({ acts: [{ atS: 1, kind: 'clock', aheadMs: 8_000 }, { atS: 120, kind: 'clock', aheadMs: -8_000 }] }),
  moved: ({ key }) => ({ acts: [{ atS: 1, kind: 'moveAddress', key, address: '198.51.100.7' }] }),
  rightGone: ({ key }) => ({ acts: [{ atS: 1, kind: 'withdrawRight', key, right: 'spotAndMarginTrading' }] }),
}

/** What stays after the scenario has ended, so that it waits for the typed name. */
export const isForGood = (sample: SampleName): boolean => sample === 'rightGone'

/** The script of a sample, as its reader may change it. */
export const scriptOf = (sample: SampleName, name: string, seed: number, of: SampleOf): string => JSON.stringify({ name, seed, lastsS: MINUTES_10, ...BODIES[sample](of) }, null, 2)
