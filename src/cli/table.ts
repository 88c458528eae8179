import { type Paint, shownWidth } from './paint.ts'

export interface Column {
  readonly title: string
  /** A cell wider than this is folded at blanks; a column without one is as wide as its widest cell. */
  readonly widest?: number
  readonly align?: 'right'
}

/** Breaks a text at blanks into lines of at most `width` columns; a longer word is cut. */
export const fold = (text: string, width: number): string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    let rest = word
    if (line !== '' && shownWidth(line) + 1 + shownWidth(rest) <= width) {
      line += ` ${rest}`
      continue
    }
    if (line !== '') lines.push(line)
    while (shownWidth(rest) > width) {
      const letters = Array.from(rest)
      lines.push(letters.slice(0, width).join(''))
      rest = letters.slice(width).join('')
    }
    line = rest
  }
  lines.push(line)
  return lines
}

const padded = (text: string, width: number, align: Column['align']): string => {
  const blanks = ' '.repeat(Math.max(0, width - shownWidth(text)))
  return align === 'right' ? blanks + text : text + blanks
}

/** Aligned columns, two blanks apart, without lines between them. */
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[], paint: Paint): string => {
  const cells = rows.map((row) => columns.map((column, index) => fold(row[index] ?? '', column.widest ?? Infinity)))
  const widths = columns.map((column, index) => Math.max(shownWidth(column.title), ...cells.map((row) => Math.max(...(row[index] ?? ['']).map(shownWidth)))))
  const lineOf = (texts: readonly string[]): string =>
    texts.map((text, index) => padded(text, widths[index] ?? 0, columns[index]?.align)).join('  ').trimEnd()
  const lines = [paint('dim', lineOf(columns.map((column) => column.title)))]
  for (const row of cells) {
    const height = Math.max(...row.map((cell) => cell.length))
    for (let line = 0; line < height; line++) lines.push(lineOf(row.map((cell) => cell[line] ?? '')))
  }
  return lines.join('\n')
}

/** A table without its titles, moved to the right. */
export const untitled = (columns: readonly Omit<Column, 'title'>[], rows: readonly (readonly string[])[], paint: Paint): string =>
  table(columns.map((column) => ({ ...column, title: '' })), rows, paint).split('\n').slice(1).map((line) => `  ${line}`).join('\n')

/** Running text, folded to the screen and moved to the right. */
export const paragraph = (text: string): string => fold(text, 98).map((line) => `  ${line}`).join('\n')

/** `name   value` pairs, the values in one column and folded under themselves. */
export const facts = (pairs: readonly (readonly [string, string])[], paint: Paint, width = 100): string => {
  const left = Math.max(...pairs.map(([name]) => shownWidth(name)))
  return pairs.map(([name, value]) =>
    value.split('\n').flatMap((part) => fold(part, width - left - 4))
      .map((line, index) => `  ${index === 0 ? paint('dim', name.padEnd(left)) : ' '.repeat(left)}  ${line}`.trimEnd()).join('\n')).join('\n')
}
