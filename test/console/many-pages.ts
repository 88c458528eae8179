import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { PATIENCE_MS } from './browser.ts'

/** Pages that are open at one time. */
const AT_ONCE = 4

/** Looks at each of many rows on a page of its own, some at a time, and tells of all in which something is not as it should be. */
export const onPages = async <Row>(newPage: () => Promise<Page>, rows: readonly Row[], nameOf: (row: Row) => string, look: (row: Row, page: Page) => Promise<void>): Promise<void> => {
  const waiting = [...rows]
  const faults: string[] = []
  const lookOn = async (): Promise<void> => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
      const page = await newPage()
      page.setDefaultTimeout(PATIENCE_MS)
      await look(row, page).catch((error: Error) => faults.push(`${nameOf(row)}: ${error.message.replace(/\s*\n\s*/g, ' ').slice(0, 600)}`))
      await page.close()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lookOn))
  assert.deepEqual(faults, [])
}
