import { type ColumnDef, type RowData, createPaginatedRowModel, createSortedRowModel, rowPaginationFeature, rowSortingFeature, sortFns, tableFeatures, useTable } from '@tanstack/react-table'
import { type ReactNode, useMemo } from 'react'
import { useWords } from '../words/words.tsx'
import { Icon } from './icon.tsx'
import { useOwnSearch } from './own-search.ts'
import type { Place } from './small-table.tsx'
import { tableSearch } from './table-search.ts'

const features = tableFeatures({ rowSortingFeature, rowPaginationFeature, sortedRowModel: createSortedRowModel(), paginatedRowModel: createPaginatedRowModel(), sortFns })

export interface Column<Row> {
  readonly id: string
  readonly head: string
  readonly cell: (row: Row) => ReactNode
  /** What it is sorted by; without it the column is not sortable. */
  readonly by?: (row: Row) => string | number
  /** Left out in a narrow place. */
  readonly isMinor?: boolean
  /** Where it stands in the block that a row is in a narrow place. */
  readonly place?: Place
  /** It has a line of that block to itself. */
  readonly isLong?: boolean
  readonly isNumber?: boolean
  /** For screen readers alone. */
  readonly isHeadHidden?: boolean
}

const PAGE = 25

/** The one table: sorted and paged, with its state in the URL; in a narrow place each row is a block. Filtering is the page's own, before the rows come here. */
export const DataTable = <Row extends RowData>({ caption, rows, columns, idOf, opens, isDense = false, initialSort }: {
  readonly caption: string; readonly rows: readonly Row[]; readonly columns: readonly Column<Row>[]; readonly idOf: (row: Row) => string; readonly opens?: (row: Row) => void; readonly isDense?: boolean; readonly initialSort?: string
}) => {
  const w = useWords()
  const [found, put] = useOwnSearch<Record<string, unknown>>()
  const search = tableSearch(found)
  const sort = search.sort ?? initialSort
  const sorting = useMemo(() => (sort === undefined ? [] : [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }]), [sort])
  const pagination = { pageIndex: (search.page ?? 1) - 1, pageSize: PAGE }
  const defs = useMemo(() => columns.map((column): ColumnDef<typeof features, Row> => ({ id: column.id, accessorFn: column.by ?? (() => ''), header: column.head, enableSorting: column.by !== undefined, sortFn: 'basic' })), [columns])
  // The table never writes to its rows; its type only forgets to say so.
  const table = useTable({ features, columns: defs, data: rows as Row[], getRowId: (row) => idOf(row), state: { sorting, pagination }, autoResetPageIndex: false, onSortingChange: () => undefined, onPaginationChange: () => undefined })
  const pages = Math.max(1, Math.ceil(rows.length / PAGE))
  return (
    <div className="table-place table-roomy" tabIndex={0} role="region" aria-label={caption}>
      <table role="table" className={`table table-stacks ${isDense ? 'table-dense' : ''}`}>
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => {
              const direction = sorting[0]?.id === column.id ? (sorting[0].desc ? 'descending' : 'ascending') : undefined
              return (
                <th key={column.id} role="columnheader" scope="col" aria-sort={direction} data-minor={column.isMinor ? '' : undefined} data-number={column.isNumber ? '' : undefined}>
                  {column.by === undefined ? <span className={column.isHeadHidden ? 'sr-only' : ''}>{column.head}</span> : (
                    <button type="button" className="inline-flex items-center gap-1 hover:text-ink" onClick={() => put({ sort: direction === 'ascending' ? `-${column.id}` : column.id, page: 1 })}>
                      {column.head}{direction === undefined ? null : <Icon name={direction === 'ascending' ? 'up' : 'down'} size={12} />}
                    </button>
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {table.getRowModel().rows.map(({ id, original }) => (
            <tr key={id} role="row" data-opens={opens && ''} onClick={opens && ((event) => { if (!(event.target instanceof Element && event.target.closest('a,button,input,label'))) opens(original) })} className={opens ? 'cursor-pointer' : ''}>
              {columns.map((column) => <td key={column.id} role="cell" data-minor={column.isMinor ? '' : undefined} data-number={column.isNumber ? '' : undefined} data-place={column.place} data-long={column.isLong ? '' : undefined} data-label={column.place === undefined ? column.head : undefined}>{column.cell(original)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {pages === 1 ? null : (
        <nav aria-label={w.table.pages} className="flex items-center justify-end gap-2 border-t border-line px-3 py-2">
          <span className="text-sm text-soft">{w.table.page(pagination.pageIndex + 1, pages)}</span>
          <button type="button" className="button button-small" disabled={pagination.pageIndex === 0} onClick={() => put({ page: pagination.pageIndex })} aria-label={w.table.previous}><Icon name="left" /></button>
          <button type="button" className="button button-small" disabled={pagination.pageIndex + 1 >= pages} onClick={() => put({ page: pagination.pageIndex + 2 })} aria-label={w.table.next}><Icon name="right" /></button>
        </nav>
      )}
    </div>
  )
}
