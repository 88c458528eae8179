import type { IncidentReport } from './report.ts'
import { type Cell, contentOf, type ReportSection } from './report-content.ts'

/** What strangers chose (labels, addresses) must not draw lines or marks of its own. */
const plain = (text: string): string => text.replace(/[\\|`*_<>[\]]/g, (mark) => `\\${mark}`).replace(/\s+/g, ' ')
const cell = ({ text, isNew = false }: Cell): string => `${plain(text)}${isNew ? ' **new**' : ''}`

const sectionText = ({ title, remark, none, items = [], table, leftOut = 0 }: ReportSection): readonly string[] => [
  '', `## ${title}`, '',
  ...(remark === undefined ? [] : [remark, '']),
  ...items.map((item) => `- ${plain(item)}`),
  ...(table && table.rows.length > 0 ? [`| ${table.titles.join(' | ')} |`, `|${table.titles.map(() => '---').join('|')}|`, ...table.rows.map((row) => `| ${row.map(cell).join(' | ')} |`)] : []),
  ...(items.length === 0 && (table?.rows.length ?? 0) === 0 ? [none] : []),
  ...(leftOut === 0 ? [] : ['', `${leftOut} more are left out here.`]),
]

/** The report as a page of text (Markdown), to be read, printed or sent. */
export const reportText = (report: IncidentReport): string => {
  const { title, facts, sections } = contentOf(report)
  return [`# ${plain(title)}`, '', ...facts.map(plain), ...sections.flatMap(sectionText), ''].join('\n')
}
