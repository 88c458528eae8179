import { resolve } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { createGenerator } from 'ts-json-schema-generator'
import { ADDITIONS, type AnswerName, CONDITIONAL_FIELDS } from './conditional-fields.ts'

/** The little of JSON schema that the generator writes here. */
interface Schema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema | Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  discriminator?: { propertyName: string }
  allOf?: Schema[]
  description?: string
}

/** JSON schemas of every answer, from the connectors' types, made strict: what is declared is required, nothing else is allowed. */
export const answerSchemas = (): ReadonlyMap<AnswerName, Schema> => {
  const whole = createGenerator({
    path: resolve(import.meta.dirname, 'connector-answers.ts'),
    tsconfig: resolve(import.meta.dirname, 'tsconfig.json'),
    type: 'ConnectorAnswers', expose: 'none', topRef: false, skipTypeCheck: true, additionalProperties: false,
  }).createSchema('ConnectorAnswers') as Schema // its type is of draft 7's whole width; the strictness below relies on this part only
  const properties = whole.properties ?? {}
  return new Map(Object.entries(properties).map(([name, schema]) => [name as AnswerName, strict(schema, name)]))
}

const conditionalFieldsOf = (name: string): ReadonlySet<string> =>
  new Set(CONDITIONAL_FIELDS.filter(({ of }) => of === 'every answer' || of.some((row) => name === row || name.startsWith(`${row} `))).flatMap(({ fields }) => fields))

const strict = (schema: Schema, name: string): Schema => {
  const conditional = conditionalFieldsOf(name)
  const additions = ADDITIONS.filter(({ of }) => of.includes(name))
  const walk = (node: Schema): Schema => {
    if (node.anyOf) return union(node.anyOf.map(walk))
    if (node.allOf) return { allOf: node.allOf.map(walk) }
    if (node.items) return { type: 'array', items: Array.isArray(node.items) ? node.items.map(walk) : walk(node.items) }
    // `number | bigint` comes as a list of one: the connectors' mark of an integer
    if (Array.isArray(node.type) && node.type.length === 1 && node.type[0] === 'number') return { type: 'integer' }
    if (node.type !== 'object') return withoutDescription(node)
    const declared = Object.entries(node.properties ?? {})
    const added = declared.length > 0 ? additions.map(({ field, schema: of }): [string, Schema] => [field, of]) : []
    return {
      type: 'object',
      properties: Object.fromEntries([...added, ...declared.map(([field, of]): [string, Schema] => [field, walk(of)])]),
      required: declared.map(([field]) => field).filter((field) => !conditional.has(field)),
      additionalProperties: typeof node.additionalProperties === 'object' ? walk(node.additionalProperties) : false,
    }
  }
  return walk(schema)
}

/** Branches that `filterType` tells apart are chosen by it, so that a fault names the one filter that is wrong. */
const union = (branches: Schema[]): Schema =>
  branches.every(({ properties }) => properties?.['filterType']?.const !== undefined)
    ? { type: 'object', discriminator: { propertyName: 'filterType' }, required: ['filterType'], oneOf: branches }
    : { anyOf: branches }

const withoutDescription = ({ description: _, ...rest }: Schema): Schema => rest

/** A check for each answer: the faults found, in words; none when the answer has its documented shape. */
export const answerChecks = (): ReadonlyMap<AnswerName, (body: unknown) => readonly string[]> => {
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true, discriminator: true })
  return new Map([...answerSchemas()].map(([name, schema]) => [name, faultsBy(ajv.compile(schema))]))
}

const faultsBy = (validate: ValidateFunction) => (body: unknown): readonly string[] => {
  if (validate(body)) return []
  return (validate.errors ?? []).map(({ instancePath, message, params, data }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}${data !== null && typeof data === 'object' ? '' : ` (is ${JSON.stringify(data)})`}`)
}
