import type { ReactNode } from 'react'

/** Where a cell stands in the block that a row becomes in a narrow place: its mark and its name, beside its name, or last, as what is done with it; all else stands below, under its head. */
export type Place = 'mark' | 'head' | 'side' | 'act'

export interface TableColumn<Row> { readonly head: string; readonly cell: (row: Row) => ReactNode; readonly isNumber?: boolean; readonly isHeadHidden?: boolean; readonly place?: Place; /** It has a line of a block to itself. */ readonly isLong?: boolean }

/** So many columns need room; what has fewer stays a table everywhere. */
const STACKS_FROM = 4

/** A table whose rows keep their place while their values change. In a narrow place each row is a block, so that nothing is out of sight. */
export const SmallTable = <Row,>({ caption, rows, columns, idOf, empty, isDense = false }: { readonly caption: string; readonly rows: readonly Row[]; readonly columns: readonly TableColumn<Row>[]; readonly idOf: (row: Row) => string; readonly empty: ReactNode; /** Figures close to one another, as beside a market. */ readonly isDense?: boolean }) => {
  const placeOf = ({ place, isHeadHidden }: TableColumn<Row>, at: number): Place | undefined => place ?? (at === 0 ? 'head' : isHeadHidden ? 'act' : undefined)
  return rows.length === 0 ? <p className="py-4 text-center text-soft">{empty}</p> : (
    <div className="table-place" tabIndex={0} role="group" aria-label={caption}>
      <table role="table" className={`table ${isDense ? 'table-dense table-small' : ''} ${columns.length >= STACKS_FROM || columns.some(({ isLong }) => isLong) ? 'table-stacks' : ''}`}><caption className="sr-only">{caption}</caption>
        <thead role="rowgroup"><tr role="row">{columns.map(({ head, isNumber, isHeadHidden }) => <th key={head} role="columnheader" scope="col" data-number={isNumber ? '' : undefined}>{isHeadHidden ? <span className="sr-only">{head}</span> : head}</th>)}</tr></thead>
        <tbody role="rowgroup">{rows.map((row) => <tr key={idOf(row)} role="row">{columns.map((column, at) => { const place = placeOf(column, at); return <td key={column.head} role="cell" data-number={column.isNumber ? '' : undefined} data-place={place} data-long={column.isLong ? '' : undefined} data-label={place === undefined ? column.head : undefined}>{column.cell(row)}</td> })}</tr>)}</tbody>
      </table>
    </div>
  )
}
