import type { ReactNode } from 'react'

export interface TableColumn<Row> { readonly head: string; readonly cell: (row: Row) => ReactNode; readonly isNumber?: boolean; readonly isHeadHidden?: boolean }

/** What is done with a row stays in sight while the rest scrolls. */
const STAYS = 'sticky right-0 bg-surface'

/** A table that scrolls within itself where it is too wide; rows keep their place while their values change. */
export const SmallTable = <Row,>({ caption, rows, columns, idOf, empty }: { readonly caption: string; readonly rows: readonly Row[]; readonly columns: readonly TableColumn<Row>[]; readonly idOf: (row: Row) => string; readonly empty: string }) => (rows.length === 0 ? <p className="py-4 text-center text-soft">{empty}</p> : (
  <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={caption}>
    <table className="table table-dense"><caption className="sr-only">{caption}</caption>
      <thead><tr>{columns.map(({ head, isNumber, isHeadHidden }) => <th key={head} scope="col" className={`!px-1.5 ${isNumber ? 'text-right' : ''} ${isHeadHidden ? STAYS : ''}`}>{isHeadHidden ? <span className="sr-only">{head}</span> : head}</th>)}</tr></thead>
      <tbody>{rows.map((row) => <tr key={idOf(row)}>{columns.map(({ head, cell, isNumber, isHeadHidden }) => <td key={head} className={`!px-1.5 whitespace-nowrap ${isNumber ? 'text-right' : ''} ${isHeadHidden ? STAYS : ''}`}>{cell(row)}</td>)}</tr>)}</tbody>
    </table>
  </div>
))
