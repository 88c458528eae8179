import type { Page, Request, Route } from 'playwright-core'

/** What is asked for, in one word: the path without what differs from one row to the next, or the path of the wire that is called. Null: nothing is read. */
export const readOf = (request: Request): string | null => {
  const { pathname } = new URL(request.url())
  if (!pathname.startsWith('/api/') || request.resourceType() === 'eventsource') return null
  if (pathname === '/api/sandbox/calls') return `wire ${(JSON.parse(request.postData() ?? '{}') as { readonly path: string }).path}` // as the console writes it
  return pathname.replace(/\/requests\/[^/]+/, '/requests/:id').replace(/\/accounts\/\d+/, '/accounts/:id').replace(/\/keys\/k_[^/]+/, '/keys/:id')
}

/** Hears what a page reads, and answers some of it otherwise than the server does. */
export class HeardReads {
  readonly heard = new Set<string>()
  #answers: (read: string) => ((route: Route) => Promise<void>) | undefined = () => undefined
  #held: (() => void)[] = []
  readonly #page: Page

  private constructor(page: Page) {
    this.#page = page
  }

  static async of(page: Page): Promise<HeardReads> {
    const reads = new HeardReads(page)
    await page.route((url) => url.pathname.startsWith('/api/'), async (route) => {
      const read = readOf(route.request())
      if (read !== null) reads.heard.add(read)
      // A page that is left takes its requests with it.
      await (read === null ? route.continue() : reads.#answers(read)?.(route) ?? route.continue()).catch(() => undefined)
    })
    return reads
  }

  /** Waits until this was read. */
  async hearing(name: string): Promise<void> {
    if (!this.heard.has(name)) await this.#page.waitForRequest((request) => readOf(request) === name)
  }

  /** These wait until they are let go. */
  hold(names: ReadonlySet<string>): void {
    this.#answers = (read) => (names.has(read) ? async (route) => { await new Promise<void>((go) => this.#held.push(go)); await route.continue() } : undefined)
  }

  /** These fail: with what the server says when something breaks inside it, or with what a proxy in front of it says to too many. */
  fail(names: ReadonlySet<string>, status: (read: string) => 500 | 429): void {
    this.#answers = (read) => (!names.has(read) ? undefined : (route) => (status(read) === 500
      ? route.fulfill({ status: 500, json: { refused: { code: 'internal', message: 'Something failed inside.', remedy: 'Look whether it was done before you try again; the server\'s output says what failed.' } } })
      : route.fulfill({ status: 429, contentType: 'text/html', body: '<html><h1>429 Too Many Requests</h1></html>' })))
  }

  /** From now on the server answers, what waited too. */
  letGo(): void {
    this.#answers = () => undefined
    for (const go of this.#held.splice(0)) go()
  }
}
