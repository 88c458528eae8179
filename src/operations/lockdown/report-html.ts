import type { IncidentReport } from './report.ts'
import { type Cell, contentOf, type ReportSection } from './report-content.ts'

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Text inside an element. What turns the direction of writing or hides is shown as a box: a label must look like what it is. */
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '\u25a1').replace(/[&<>"']/g, (mark) => MARKS[mark] ?? '')
const cell = ({ text, isNew = false }: Cell): string => (isNew ? `<td class="new">${plain(text)} <b>new</b></td>` : `<td>${plain(text)}</td>`)

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem; border-bottom: 1px solid #bbb }
div { overflow-x: auto } table { border-collapse: collapse; font-size: 13px } th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #ddd; overflow-wrap: anywhere } td { min-width: 4rem }
.new, b { color: #8a1c00 } .soft { color: #555 }
@media print { body { margin: 0; max-width: none } div { overflow: visible } }`

const sectionHtml = ({ title, remark, none, items = [], table, leftOut = 0 }: ReportSection): string => [
  `<section><h2>${plain(title)}</h2>`,
  ...(remark === undefined ? [] : [`<p class="soft">${plain(remark)}</p>`]),
  ...(items.length === 0 ? [] : [`<ul>${items.map((item) => `<li>${plain(item)}</li>`).join('')}</ul>`]),
  ...(table && table.rows.length > 0 ? [`<div><table><thead><tr>${table.titles.map((one) => `<th scope="col">${plain(one)}</th>`).join('')}</tr></thead><tbody>`, ...table.rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`), '</tbody></table></div>'] : []),
  ...(items.length === 0 && (table?.rows.length ?? 0) === 0 ? [`<p>${plain(none)}</p>`] : []),
  ...(leftOut === 0 ? [] : [`<p class="soft">${leftOut} more are left out here.</p>`]),
  '</section>',
].join('\n')

/**
 * The report as one page of HTML, to be opened, printed or sent to support. It carries all that it shows, fetches nothing and runs nothing: its own
 * policy says so to the browser, whoever opens it.
 */
export const reportHtml = (report: IncidentReport): string => {
  const { title, facts, sections } = contentOf(report)
  return [
    '<!doctype html>', '<html lang="en"><head><meta charset="utf-8">', '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; base-uri \'none\'; form-action \'none\'">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">', '<meta name="referrer" content="no-referrer">', `<title>${plain(title)}</title>`, `<style>${STYLE}\n</style></head><body><main>`,
    `<h1>${plain(title)}</h1>`, ...facts.map((fact) => `<p class="soft">${plain(fact)}</p>`), ...sections.map(sectionHtml), '</main></body></html>', '',
  ].join('\n')
}
