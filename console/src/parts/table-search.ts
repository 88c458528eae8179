/** What of a table stands in the URL. */
export interface TableSearch {
  readonly sort?: string
  readonly page?: number
}
export const tableSearch = (search: Record<string, unknown>): TableSearch => ({
  ...(typeof search.sort === 'string' && /^-?\w+$/.test(search.sort) && { sort: search.sort }),
  ...(Number.isSafeInteger(search.page) && Number(search.page) > 1 && { page: Number(search.page) }),
})
