/** One cell of a row: what is not there is an empty one. */
export type CsvCell = string | number | boolean | null

const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/
/** What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/**
 * A line of CSV by RFC 4180, its line end included. A text that a spreadsheet would run as a formula gets an apostrophe before it, by
 * which spreadsheets tell text; numbers stay as they are.
 */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`

const csvCell = (cell: CsvCell): string => {
  if (cell === null) return ''
  const text = String(cell)
  const harmless = typeof cell === 'string' && FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
