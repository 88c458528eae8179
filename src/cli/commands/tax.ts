import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { csvLine } from '../../operations/csv-line.ts'
import type { Operator } from '../../operations/operator.ts'
import { done, type Outcome } from '../../operations/outcome.ts'
import { TAX_KINDS, type TaxKind, type TaxPage, type TaxWish } from '../../operations/tax-records.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { ENVIRONMENT_OPTION, environmentOf } from '../environment-option.ts'
import { LineFile } from '../line-file.ts'
import { readWholeNumber } from '../options.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const YEAR = 'Say which year: --year 2026'

/** Writes one file. @returns its rows */
const writeKind = async (operator: Operator, wish: Omit<TaxWish, 'fromUs'>, folder: string): Promise<Outcome<{ readonly file: string; readonly rows: number }>> => {
  const first = await operator.taxRecords(wish)
  if (!first.ok) return first
  const name = `${first.value.account}-${wish.year}-${wish.kind}.csv`
  const made = await LineFile.make(folder, name)
  if (!made.ok) return made
  try {
    await made.value.write(csvLine(first.value.columns))
    let written = 0
    for (let page: TaxPage = first.value; ;) {
      await made.value.write(page.rows.map(csvLine).join(''))
      written += page.rows.length
      if (page.next === null) return done({ file: join(folder, name), rows: written })
      const next = await operator.taxRecords({ ...wish, fromUs: page.next })
      if (!next.ok) return next
      page = next.value
    }
  } finally {
    await made.value.close()
  }
}

export const tax = command({
  name: 'tax',
  summary: 'write the tax records of a year: trades, transfers, income …',
  positionals: ['[FOLDER]'],
  options: { year: { type: 'string', value: 'YEAR', help: 'which year (UTC)' }, account: { type: 'string', value: 'UID', help: 'whose (default the only main account)' }, ...ENVIRONMENT_OPTION, ...STORE_OPTIONS },
  notes: ['Four CSV files, whose columns docs/tax-records.md tells, go into FOLDER (default: here). It needs a running server.'],
  examples: ['./bitting tax --year 2026', './bitting tax records --year 2026 --account 100001'],
  run: (call) => {
    const { year, account } = call.options
    if (year === undefined) throw new WrongUsage('"tax" needs a year.', YEAR)
    const wish = { year: readWholeNumber('year', year, 2017, 9_999), environment: environmentOf(call.options), ...(account !== undefined && { account: readWholeNumber('account', account, 1, Number.MAX_SAFE_INTEGER) }) }
    const folder = resolve(call.terminal.workingFolder, call.positionals[0] ?? '.')
    return withOperator(call, async (operator) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const files: { readonly kind: TaxKind; readonly file: string; readonly rows: number }[] = []
      for (const kind of TAX_KINDS) {
        const written = await writeKind(operator, { ...wish, kind }, folder)
        if (!written.ok) return written
        files.push({ kind, ...written.value })
      }
      return done(files)
    }, (files) => files.map(({ file, rows }) => `${String(rows).padStart(6)} ${rows === 1 ? 'row ' : 'rows'}  ${file}`).join('\n'))
  },
})
