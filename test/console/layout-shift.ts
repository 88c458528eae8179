import type { Page } from 'playwright-core'

/** What moves by more than this is a jump. */
export const MOST_SHIFT = 0.05

/** From now on each page that is loaded here keeps what moved in it without anybody having touched it. */
export const hearShifts = async (page: Page): Promise<void> => { await page.addInitScript(`
  globalThis.shifts = []
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) globalThis.shifts.push({ at: one.startTime, value: one.value, moved: one.sources.map(({ node, previousRect, currentRect }) => [node?.nodeName, node?.textContent?.slice(0, 40), previousRect.y + '→' + currentRect.y, previousRect.height + '→' + currentRect.height].join(' ')) }) }).observe({ type: 'layout-shift', buffered: true })
`) }

interface Shift { readonly at: number; readonly value: number; readonly moved: readonly string[] }

/** The moment of the page, to count from. */
export const momentOf = (page: Page): Promise<number> => page.evaluate<number>('performance.now()')

/** How much moved since then, as Chromium counts it (Layout Instability), and what did. Two frames are waited for, so that what is there has been drawn. */
export const shiftSince = async (page: Page, since: number): Promise<{ readonly sum: number; readonly moved: readonly string[] }> => {
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
  const shifts = (await page.evaluate<readonly Shift[]>('globalThis.shifts')).filter(({ at }) => at >= since)
  return { sum: shifts.reduce((sum, { value }) => sum + value, 0), moved: shifts.filter(({ value }) => value > 0.01).flatMap(({ moved }) => moved) }
}
