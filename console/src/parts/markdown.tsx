import type { ReactNode } from 'react'

/** The little of Markdown that the project's own pages are written in: headings, paragraphs, tables, fences, and within a line code, emphasis and links. */
type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'fence'; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'paragraph'; readonly text: string }

const cellsOf = (line: string): readonly string[] => line.replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim())

const blockOf = (lines: readonly string[]): Block => {
  const [first = '', , ...rows] = lines
  if (first.startsWith('## ')) return { kind: 'heading', text: first.slice(3) }
  return first.startsWith('|') ? { kind: 'table', head: cellsOf(first), rows: rows.map(cellsOf) } : { kind: 'paragraph', text: lines.join(' ') }
}

/** @returns the title and what stands below it */
export const readMarkdown = (source: string): { readonly title: string; readonly blocks: readonly Block[] } => {
  const [title = '', ...rest] = source.split('\n')
  const blocks: Block[] = []
  // Fences may hold empty lines; everything else ends with one.
  for (const [index, piece] of rest.join('\n').split(/^```.*$/m).entries()) {
    if (index % 2 === 1) blocks.push({ kind: 'fence', text: piece.replace(/^\n|\n$/g, '') })
    else for (const lines of piece.split(/\n{2,}/)) if (lines.trim() !== '') blocks.push(blockOf(lines.trim().split('\n')))
  }
  return { title: title.replace(/^# /, ''), blocks }
}

const INLINE = /(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/

/** @param link how a link to another page is shown */
const inline = (text: string, link: (text: string, to: string) => ReactNode): readonly ReactNode[] => text.split(INLINE).map((piece, index) => {
  if (piece.startsWith('`')) return <code key={index} className="break-words">{piece.slice(1, -1)}</code>
  if (piece.startsWith('**')) return <strong key={index}>{piece.slice(2, -2)}</strong>
  const [, shown, to] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(piece) ?? []
  return shown === undefined || to === undefined ? piece : <span key={index}>{link(shown, to)}</span>
})

export const Markdown = ({ blocks, link }: { readonly blocks: readonly Block[]; readonly link: (text: string, to: string) => ReactNode }) => blocks.map((block, index) => {
  switch (block.kind) {
    case 'heading': return <h2 key={index} className="mt-3 text-lg">{block.text}</h2>
    case 'fence': return <pre key={index} tabIndex={0} role="region" aria-label={block.text.split('\n')[0]} className="overflow-x-auto rounded-md bg-sunken p-3 text-sm">{block.text}</pre>
    case 'paragraph': return <p key={index}>{inline(block.text, link)}</p>
    case 'table': return (
      <div key={index} className="overflow-x-auto" tabIndex={0} role="region" aria-label={block.head.join(', ')}>
        <table className="table"><thead><tr>{block.head.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
          <tbody>{block.rows.map((row, at) => <tr key={at}>{row.map((cell, column) => <td key={column} className="!h-auto min-w-24 py-2 align-top break-words">{inline(cell, link)}</td>)}</tr>)}</tbody></table>
      </div>
    )
  }
})
