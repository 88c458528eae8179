import { monitorEventLoopDelay } from 'node:perf_hooks'

const LOOK_EVERY_MS = 10

/** Watches how late the event loop is. */
export const watchEventLoop = (): { since: () => { readonly p50: number; readonly p99: number; readonly max: number }; stop: () => void } => {
  const delay = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS })
  delay.enable()
  // What is measured is the time between two looks: being on time is no delay. Before the first look there is nothing to tell.
  const late = (ns: number): number => (delay.count === 0 ? 0 : Math.max(0, ns / 1e9 - LOOK_EVERY_MS / 1e3))
  return {
    /** Since it was asked before. */
    since: () => {
      const seen = { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) }
      delay.reset()
      return seen
    },
    stop: () => void delay.disable(),
  }
}
