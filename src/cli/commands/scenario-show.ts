import { command, STORE_OPTIONS } from '../command.ts'
import { ENVIRONMENT_OPTION, environmentOf } from '../environment-option.ts'
import { painter } from '../paint.ts'
import { scenarioPage } from '../scenario-page.ts'
import { withOperator } from '../with-operator.ts'

export const scenarioShow = command({
  name: 'scenario show',
  summary: 'what the scenario that is played has done so far',
  positionals: [],
  options: { ...ENVIRONMENT_OPTION, ...STORE_OPTIONS },
  examples: ['./bitting scenario show'],
  run: (call) => withOperator(call, (operator) => operator.scenarioShow(environmentOf(call.options)), (scenario) => scenarioPage(scenario, painter(call.terminal))),
})
