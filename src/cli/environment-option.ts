import { type Environment, ENVIRONMENTS } from '../environment.ts'
import type { OptionTable } from './options.ts'
import { WrongUsage } from './wrong-usage.ts'

export const ENVIRONMENT_OPTION = { environment: { type: 'string', value: 'NAME', help: `${ENVIRONMENTS.join(' or ')} (default live)` } } as const satisfies OptionTable

/** The environment that was named. Throws WrongUsage. */
export const environmentOf = ({ environment = 'live' }: { readonly environment?: string }): Environment => {
  const known = ENVIRONMENTS.find((name) => name === environment)
  if (known === undefined) throw new WrongUsage(`There is no environment "${environment}".`, `Give ${ENVIRONMENTS.join(' or ')}.`)
  return known
}
