import { useNavigate, useSearch } from '@tanstack/react-router'

/** What a page keeps of itself in the URL, and how it puts something else there: in place, so that going back leaves the page. */
export const useOwnSearch = <Search extends object>() => {
  const navigate = useNavigate()
  // app.tsx reads each page's search; what a page names here is what its row there lets through.
  const found: object = useSearch({ strict: false })
  const search = found as Search
  // `.` is whatever page this is, whose search the router cannot know.
  const put = (next: { readonly [Name in keyof Search]?: Search[Name] | undefined }): void => void navigate({ to: '.', replace: true, search: ((former: object) => ({ ...former, ...next })) as never })
  return [search, put] as const
}
