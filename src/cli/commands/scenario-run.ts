import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { command, STORE_OPTIONS } from '../command.ts'
import { ENVIRONMENT_OPTION, environmentOf } from '../environment-option.ts'
import { painter } from '../paint.ts'
import { scenarioPage } from '../scenario-page.ts'
import { tellRefusal, withOperator } from '../with-operator.ts'

export const scenarioRun = command({
  name: 'scenario run',
  summary: 'let things go wrong on purpose, as a script says',
  positionals: ['FILE'],
  options: { ...ENVIRONMENT_OPTION, ...STORE_OPTIONS },
  notes: ['YAML or JSON; docs/scenarios.md tells what a script may say. It goes on by itself until its time is over or it is stopped.'],
  examples: ['./bitting scenario run nerves.yaml', './bitting scenario stop'],
  run: (call) => {
    const file = resolve(call.terminal.workingFolder, call.positionals[0] ?? '')
    let script: string
    try {
      script = readFileSync(file, 'utf8')
    } catch (error) {
      return Promise.resolve(tellRefusal({ code: 'unreadable', message: `${file} could not be read: ${error instanceof Error ? error.message : String(error)}`, remedy: 'Name a file with a script in it: ./bitting help scenario run' }, call.options.json ?? false, call.terminal))
    }
    return withOperator(call, (operator) => operator.scenarioStart(environmentOf(call.options), script), (scenario) => scenarioPage(scenario, painter(call.terminal)))
  },
})
