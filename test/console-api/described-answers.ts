import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

interface Content { readonly content: Readonly<Record<string, { readonly schema: object }>> }

/** The little of an OpenAPI document that is read here. */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: Content; readonly responses: Readonly<Record<string, Content>> }>>>>
  readonly components: object
}

/** What was asked and what came back, as far as a document describes it. */
export interface DescribedExchange {
  readonly method: string
  readonly path: string
  /** Undefined where none was sent. */
  readonly sent: unknown
  readonly status: number
  readonly contentType: string
  /** Parsed where it is JSON. */
  readonly body: unknown
}

/** Statuses that a path may have which the document does not know: there is nothing, or the request came from elsewhere. */
const OF_NO_ROUTE = [401, 403, 404, 421]

const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, binary: true } })

/** Holds every answer of a console, and every body that it took, against the document that the same console serves: a route, status or field that it does not know fails. */
export class DescribedAnswers {
  readonly #document: Document
  readonly #patterns: readonly (readonly [RegExp, string])[]
  readonly #checks = new Map<object, ValidateFunction>()

  private constructor(document: Document) {
    this.#document = document
    // A literal path wins over one with parameters: `/api/keys/draft` is not the key called draft.
    this.#patterns = Object.keys(document.paths).sort((one, other) => one.split('{').length - other.split('{').length).map((path) => [new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), path] as const)
  }

  static async of(url: string): Promise<DescribedAnswers> {
    return new DescribedAnswers(await (await fetch(new URL('/openapi.json', url))).json() as Document)
  }

  hold({ method, path, sent, status, contentType, body }: DescribedExchange): void {
    const { pathname } = new URL(path, 'http://console')
    if (!pathname.startsWith('/api/')) return
    const said = `${method} ${path} answered ${status} ${JSON.stringify(body)?.slice(0, 1_000)}`
    const methods = this.#patterns.filter(([pattern]) => pattern.test(pathname)).map(([, template]) => this.#document.paths[template]?.[method.toLowerCase()])
    const row = methods.find((one) => one !== undefined)
    if (!row) return assert.ok(OF_NO_ROUTE.includes(status), `the document has no such route: ${said}`)
    assert.notEqual(status, 500, said)
    const response = row.responses[status] ?? row.responses[`${String(status)[0]}XX`]
    assert.ok(response, `the document has no such status: ${said}`)
    const schema = response.content[contentType]?.schema
    assert.ok(schema, `the document knows no ${contentType} there: ${said}`)
    const taken = row.requestBody?.content['application/json']?.schema
    if (status < 300 && taken) this.#follows(taken, sent, `what was sent is not as the document has it: ${method} ${path} ${JSON.stringify(sent)}`)
    if (contentType === 'application/json') this.#follows(schema, body, `not as the document has it: ${said}`)
  }

  #follows(schema: object, value: unknown, said: string): void {
    const check = this.#checks.get(schema) ?? ajv.compile({ ...schema, components: this.#document.components })
    this.#checks.set(schema, check)
    assert.ok(check(value), `${said}\n${JSON.stringify(check.errors)}`)
  }
}
