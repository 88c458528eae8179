import type { ReactNode } from 'react'

/** A few figures in a line, each under its name. Their places are fixed, so that what changes moves nothing. */
export const Strip = ({ items }: { readonly items: readonly { readonly head: string; readonly value: ReactNode }[] }) => (
  <dl className="mb-3 grid grid-cols-2 gap-x-4 gap-y-2 rounded-md bg-sunken px-3 py-2 sm:grid-cols-[repeat(auto-fit,minmax(92px,1fr))]">
    {items.map(({ head, value }) => <div key={head} className="min-w-0"><dt className="text-xs text-soft">{head}</dt><dd className="numeric min-h-5 font-medium">{value}</dd></div>)}
  </dl>
)
