import { type ReactNode, useEffect } from 'react'

/** A page's title with its one primary action; the title is the document's too. */
export const PageHead = ({ title, children, action }: { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) => {
  useEffect(() => { document.title = `${title} · Bitting` }, [title])
  return (
    <div className="mb-5 flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0"><h1 className="break-words">{title}</h1>{children === undefined ? null : <div className="mt-1 max-w-[100ch] text-pretty text-soft">{children}</div>}</div>
      {action === undefined ? null : <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  )
}
