import { command, STORE_OPTIONS } from '../command.ts'
import { ENVIRONMENT_OPTION, environmentOf } from '../environment-option.ts'
import { painter } from '../paint.ts'
import { scenarioPage } from '../scenario-page.ts'
import { withOperator } from '../with-operator.ts'

export const scenarioStop = command({
  name: 'scenario stop',
  summary: 'end the scenario that is played',
  positionals: [],
  options: { ...ENVIRONMENT_OPTION, ...STORE_OPTIONS },
  examples: ['./bitting scenario stop'],
  run: (call) => withOperator(call, (operator) => operator.scenarioStop(environmentOf(call.options)), (scenario) => scenarioPage(scenario, painter(call.terminal))),
})
