import { kyselyCompiler } from './sqlite/dialect.ts'
import type { MainSchema } from './schema.ts'

/** Builds the main store's queries; they are compiled here and run by the writer's thread or the reader. */
export const queries = kyselyCompiler<MainSchema>()
