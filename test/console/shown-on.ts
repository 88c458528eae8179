import type { Page } from 'playwright-core'

/** What stands on a page, as far as it is a time, an id or an amount. */
export interface Shown {
  readonly times: number
  /** Texts that tell a time without being one. */
  readonly looseTimes: readonly string[]
  /** Times without their instant, or that do not tell it when they are pointed at. */
  readonly vagueTimes: readonly string[]
  /** Ids, addresses and keys that stand for themselves, each with what the button beside it copies; null: there is none. */
  readonly ids: readonly { readonly shown: string; readonly copied: string | null }[]
  /** Amounts whose digits stand in no groups. */
  readonly ungrouped: readonly string[]
}

/** Evaluated through the debugging protocol: the page's own content policy lets no text be run. */
const LOOK = `(async () => {
  const LOOSE = /\\b\\d{1,2}:\\d{2}(?::\\d{2})?\\b|\\b\\d{4}-\\d{2}-\\d{2}\\b|\\b\\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \\d{4}\\b|\\b\\d+ (?:sec|min|hr|day|hour|minute|second)s?\\.? ago\\b|\\bin \\d+ (?:sec|min|hr)\\b/
  // Written out with its zone, a time is its own instant.
  const WHOLE = /\\d{4}-\\d{2}-\\d{2}(?: \\d{2}:\\d{2} UTC|T[\\d:.]+Z)/g
  const ID = /^(?:\\d{1,3}(?:\\.\\d{1,3}){3}(?:\\/\\d+)?|(?=.*:.*:)[0-9a-f:]+(?:\\/\\d+)?|[a-z]{1,2}_\\w{8,}…?|bi[a-z]1\\w+…?|(?:person|key|approval|operator):\\S+|0x[0-9a-fA-F]{6,}…?|[0-9a-f]{8}-[0-9a-f-]+…?|[0-9a-f]{32,}…?|\\w{8,}…)(?: \\+\\d+)?$/
  const AMOUNT = /(?<![\\w.,])(\\d[\\d,]*(?:\\.\\d+)?) (?:USDT|BTC|ETH|BNB|USDC|SOL|XRP|ADA|DOGE|LTC|TRX)\\b/g
  const isGrouped = (amount) => /^\\d{1,3}(?:,\\d{3})*(?:\\.\\d+)?$/.test(amount)
  const copied = []
  const write = navigator.clipboard.writeText.bind(navigator.clipboard)
  navigator.clipboard.writeText = (text) => { copied.push(text); return write(text).catch(() => undefined) }
  /** The button that copies what stands before it in the same cell. */
  const copyBeside = (node) => {
    for (let place = node.parentElement, up = 0; place && up < 4; place = place.parentElement, up += 1) {
      const found = [...place.querySelectorAll('button[aria-label^="Copy "]')].find((one) => node.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)
      if (found) return found
      if (['TD', 'LI', 'DD', 'P'].includes(place.tagName)) return null
    }
    return null
  }
  // What stands on top is looked at alone.
  const place = document.querySelector('dialog[open]') ?? document.querySelector('main')
  const told = { times: 0, looseTimes: [], vagueTimes: [], ids: [], ungrouped: [] }
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
  const nodes = []
  while (walker.nextNode()) nodes.push(walker.currentNode)
  for (const node of nodes) {
    const text = node.textContent.trim()
    const holder = node.parentElement
    if (text === '' || !holder.checkVisibility() || holder.closest('pre, textarea, select, output, .sr-only, time')) continue
    if (LOOSE.test(text.replaceAll(WHOLE, ''))) told.looseTimes.push(text.slice(0, 120))
    if (ID.test(text)) { const button = copyBeside(node); button?.click(); told.ids.push({ shown: text, copied: button ? copied.at(-1) ?? null : null }) }
    for (const [, amount] of text.matchAll(AMOUNT)) if (!isGrouped(amount)) told.ungrouped.push(text.slice(0, 120))
    if (holder.closest('td.text-right') && /^[+-]?\\d{4,}(?:\\.\\d+)?$/.test(text)) told.ungrouped.push(text)
  }
  for (const time of place.querySelectorAll('time')) {
    told.times += 1
    if (Number.isNaN(Date.parse(time.dateTime)) || !time.title.includes(time.dateTime)) told.vagueTimes.push(time.outerHTML.slice(0, 160))
  }
  return told
})()`

/** What the main part of a page, or the dialog over it, shows now; each copy button beside an id is pressed. */
export const shownOn = (page: Page): Promise<Shown> => page.evaluate<Shown>(LOOK)
