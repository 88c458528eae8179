import assert from 'node:assert/strict'
import { DescribedAnswers } from './described-answers.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Whatever JSON came; tests read what they expect of it. */
  readonly body: {
    readonly value?: unknown
    readonly stepUp?: { readonly id: string; readonly requirement: readonly (readonly string[])[]; readonly sentences: readonly string[] }
    readonly approval?: { readonly id: string; readonly sentence: string; readonly approvalsNeeded: number }
    readonly refused?: { readonly code: string; readonly fields?: readonly { readonly field: string }[] }
  }
}

/** One document a console, whichever browser asks. */
const documents = new Map<string, Promise<DescribedAnswers>>()

/** A browser as the API sees one: it keeps cookies, names its origin and carries the session's CSRF token. Every answer is held against the API's document. */
export class Browser {
  readonly url: string
  readonly cookies = new Map<string, string>()
  csrf: string | null = null
  address: string | null = null
  /** Every text that the server ever answered, for tests that look for secrets. */
  readonly heard: string[] = []

  constructor(url: string) {
    this.url = url
  }

  /** @param further headers to send besides, or instead; undefined leaves one out */
  async send(method: string, path: string, body?: unknown, further: Readonly<Record<string, string | undefined>> = {}): Promise<Answer> {
    const headers: Record<string, string | undefined> = {
      origin: this.url, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      ...(this.cookies.size > 0 && { cookie: this.cookieHeader }), ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(this.csrf !== null && method !== 'GET' && { 'x-bitting-csrf': this.csrf }), ...(this.address !== null && { 'x-bitting-address': this.address }), ...further,
    }
    const response = await fetch(new URL(path, this.url), {
      method, headers: Object.fromEntries(Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined)), ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0/i.test(cookie)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const text = await response.text()
    this.heard.push(text)
    const contentType = (response.headers.get('content-type') ?? '').split(';', 1)[0] ?? ''
    // The API answers JSON of one shape; a page is kept as its text.
    const parsed = contentType === 'application/json' ? JSON.parse(text) as Answer['body'] : { value: text }
    const described = documents.get(this.url) ?? DescribedAnswers.of(this.url)
    documents.set(this.url, described)
    ;(await described).hold({ method, path, sent: body, status: response.status, contentType, body: parsed })
    const csrf = (parsed.value as { csrfToken?: unknown } | null | undefined)?.csrfToken
    if (typeof csrf === 'string') this.csrf = csrf
    return { status: response.status, headers: response.headers, body: parsed }
  }

  /** The value of an answer that must be one. The caller says what it is. */
  async must<Value>(method: string, path: string, body?: unknown, further?: Readonly<Record<string, string | undefined>>): Promise<Value> {
    const answer = await this.send(method, path, body, further)
    assert.equal(answer.status, 200, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body.value as Value
  }

  /** Another browser that holds the same cookies: a second tab, or a thief. */
  twin(): Browser {
    const twin = new Browser(this.url)
    for (const [name, value] of this.cookies) twin.cookies.set(name, value)
    twin.csrf = this.csrf
    return twin
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}
