import type { ReactNode } from 'react'

export const Section = ({ title, action, children }: { readonly title: string; readonly action?: ReactNode; readonly children: ReactNode }) => (
  <section aria-label={title} className="card min-w-0 p-5"><div className="mb-3 flex flex-wrap items-center justify-between gap-2"><h2>{title}</h2>{action}</div>{children}</section>
)
