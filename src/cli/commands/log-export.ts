import { CALL_COLUMNS, callLine, EXPORT_FORMATS } from '../../operations/calls-export.ts'
import { csvLine } from '../../operations/csv-line.ts'
import { done, type Outcome } from '../../operations/outcome.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { LineFile } from '../line-file.ts'
import { readChoice } from '../options.ts'
import { withOperator } from '../with-operator.ts'
import { allCalls } from './log.ts'
import { callsWishOf, LOG_FILTER } from './log-filter.ts'

export const logExport = command({
  name: 'log export',
  summary: 'write the calls into a file, as CSV or JSON lines, the oldest first',
  positionals: ['FILE'],
  options: { ...LOG_FILTER, format: { type: 'string', value: 'FORMAT', help: 'csv (default) or jsonl' }, ...STORE_OPTIONS },
  notes: ['FILE must not exist yet; it is made with mode 0600. No text in a CSV is run as a formula by a spreadsheet.'],
  examples: ['./bitting log export calls.csv --since 2026-11-01', './bitting log export refused.jsonl --format jsonl --outcome refused'],
  run: (call) => {
    const format = readChoice('format', call.options.format ?? 'csv', EXPORT_FORMATS)
    const wish = callsWishOf(call.options)
    return withOperator(call, async (operator): Promise<Outcome<{ file: string; calls: number }>> => {
      const opened = await LineFile.make(call.terminal.workingFolder, call.positionals[0] ?? '')
      if (!opened.ok) return opened
      const file = opened.value
      try {
        if (format === 'csv') await file.write(csvLine(CALL_COLUMNS))
        let calls = 0
        for await (const page of allCalls(operator, wish)) {
          if (!page.ok) return page
          calls += page.value.length
          await file.write(page.value.map((one) => callLine(one, format)).join(''))
        }
        return done({ file: file.name, calls })
      } finally {
        await file.close()
      }
    }, ({ file, calls }) => `${calls} ${calls === 1 ? 'call' : 'calls'} written to ${file} (mode 0600).`)
  },
})
