import type { ReactNode } from 'react'
import { Refused } from '../api/client.ts'
import { useWords } from '../words/words.tsx'
import { Icon, type IconName } from './icon.tsx'
import { refusalIn } from './refusal-words.ts'

const State = ({ icon, title, children, action, role }: { readonly icon: IconName; readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode; readonly role?: 'alert' | 'status' }) => (
  <div role={role} className="flex flex-col items-center gap-2 px-6 py-12 text-center">
    <span className="text-faint"><Icon name={icon} size={28} /></span>
    <p className="font-medium">{title}</p>
    {children === undefined ? null : <div className="max-w-[56ch] text-soft">{children}</div>}
    {action === undefined ? null : <div className="mt-2">{action}</div>}
  </div>
)

/** Nothing there yet, with the one useful next step. */
export const Empty = ({ icon, title, children, action }: { readonly icon: IconName; readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) => <State icon={icon} title={title} action={action}>{children}</State>

/** What the reader's role does not open, and who can change that. */
export const NoPermission = () => {
  const w = useWords()
  return <State icon="lockdown" title={w.states.noPermission}>{w.states.noPermissionText}</State>
}

/** What a list shows when it could not be read: the server's own words, and a way on. */
export const Failed = ({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) => {
  const w = useWords()
  if (error instanceof Refused && error.status === 403) return <NoPermission />
  const [message, remedy] = refusalIn(w, error)
  return <State role="alert" icon="warning" title={message} action={retry && <button type="button" className="button" onClick={retry}>{w.common.tryAgain}</button>}>{remedy}</State>
}

/** What was asked for, as far as it matters where it failed before anything of it was known. */
export interface Reading { readonly isLoadingError: boolean; readonly error: unknown; readonly refetch: () => unknown }

/** Something beside the lists could not be read: the page says so, instead of showing that there is none. */
export const Unread = ({ of, className = 'mb-4' }: { readonly of: readonly Reading[]; readonly className?: string }) => {
  const w = useWords()
  const unread = of.filter(({ isLoadingError }) => isLoadingError)
  if (unread.length === 0) return null
  return (
    <div className={className}><Note kind="caution" role="alert"><div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="min-w-0 flex-1 basis-64">{w.states.partUnread} <span className="text-soft">{refusalIn(w, unread[0]?.error)[0]}</span></p>
      <button type="button" className="button button-small" onClick={() => { for (const { refetch } of unread) void refetch() }}>{w.common.tryAgain}</button>
    </div></Note></div>
  )
}
export const Loading = ({ rows = 5 }: { readonly rows?: number }) => {
  const w = useWords()
  return (
    <div role="status" className="flex flex-col gap-3 p-4">
      <span className="sr-only">{w.states.loading}</span>
      {Array.from({ length: rows }, (_, row) => <div key={row} className="shimmer h-5" />)}
    </div>
  )
}

/** A remark with its meaning as colour, icon and word. */
const NOTES = { safe: ['bg-safe-soft text-safe', 'check'], caution: ['bg-caution-soft text-caution', 'warning'], danger: ['bg-danger-soft text-danger', 'warning'], info: ['bg-accent-soft text-accent', 'info'] } as const
export const Note = ({ kind, children, role }: { readonly kind: keyof typeof NOTES; readonly children: ReactNode; readonly role?: 'alert' | 'status' }) => {
  const [colour, icon] = NOTES[kind]
  return <div role={role} className={`flex items-start gap-2 rounded-md px-3 py-2 ${colour}`}><span className="mt-px"><Icon name={icon} /></span><div className="min-w-0 break-words text-ink">{children}</div></div>
}

export const RefusedNote = ({ error }: { readonly error: unknown }) => {
  const w = useWords()
  if (error === null || error === undefined) return null
  const [message, remedy] = refusalIn(w, error)
  return <Note kind="danger" role="alert"><p className="whitespace-pre-line">{message}</p>{remedy === '' || remedy === message ? null : <p className="whitespace-pre-line text-soft">{remedy}</p>}</Note>
}

const BADGES = { safe: 'text-safe bg-safe-soft', caution: 'text-caution bg-caution-soft', danger: 'text-danger bg-danger-soft', neutral: 'text-soft bg-sunken', accent: 'text-accent bg-accent-soft' } as const
export const Badge = ({ kind, children }: { readonly kind: keyof typeof BADGES; readonly children: ReactNode }) =>
  <span className={`inline-flex items-center gap-1 rounded px-1.5 py-px text-xs font-medium whitespace-nowrap ${BADGES[kind]}`}>{children}</span>

/** That what is shown follows by itself, and whether the line stands. */
export const LiveBadge = ({ isLive }: { readonly isLive: boolean }) => {
  const w = useWords()
  return <Badge kind={isLive ? 'safe' : 'neutral'}><span aria-hidden="true">{isLive ? '●' : '○'}</span>{isLive ? w.common.live : w.common.paused}</Badge>
}

const GRADE_KIND = { A: 'safe', B: 'neutral', C: 'caution', D: 'danger', E: 'danger' } as const
export const GradeBadge = ({ grade, word }: { readonly grade: keyof typeof GRADE_KIND; readonly word?: string }) => {
  const w = useWords()
  return <Badge kind={GRADE_KIND[grade]}><strong>{grade}</strong><span className="font-normal">{word ?? w.grades[grade]}</span></Badge>
}
