import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SandboxAnswer } from '../../api/sandbox.ts'
import { Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { isRefused, type Sending } from './acting.tsx'

/** What the wire said no to, in place, with the way to its trace. */
export const Refusal = ({ answer, isAlert = true, retry }: { readonly answer: SandboxAnswer; readonly isAlert?: boolean; readonly retry?: () => void }) => {
  const w = useWords()
  // An error of the wire is a code and a text.
  const { code, msg } = answer.body as { code?: number; msg?: string }
  return <Note kind="danger" {...(isAlert && { role: 'alert' as const })}><p><strong>{w.sandbox.refusedTitle}</strong> HTTP {answer.status}, {code}: {msg}</p>{answer.requestId === null ? null : <Link to="/refused" search={{ request: answer.requestId }} className="link">{w.sandbox.why}</Link>}{retry === undefined ? null : <button type="button" className="button button-small ml-3" onClick={retry}>{w.common.tryAgain}</button>}</Note>
}

/** What came of what was sent. */
export const Sent = <Body,>({ of: { answer, error }, done }: { readonly of: Pick<Sending, 'answer' | 'error'>; readonly done: (body: Body) => ReactNode }) =>
  // As the wire's documentation has it; the caller knows what it sent.
  answer === null ? <RefusedNote error={error} /> : answer.status >= 400 ? <Refusal answer={answer} /> : <Note kind="safe" role="status">{done(answer.body as Body)}</Note>

/** What the wire told, or why it told nothing; `besides` is what the same list is made of. */
export const Told = <Body,>({ by, besides = [], rows = 4, children }: { readonly by: UseQueryResult<SandboxAnswer>; readonly besides?: readonly UseQueryResult<SandboxAnswer>[]; readonly rows?: number; readonly children: (body: Body) => ReactNode }) => {
  const all = [by, ...besides]
  const readAgain = (): void => { for (const { refetch } of all) void refetch() }
  const unread = all.find(({ isLoadingError }) => isLoadingError)
  if (unread) return <Failed error={unread.error} retry={readAgain} />
  if (all.some(({ data }) => data === undefined)) return <Loading rows={rows} />
  const refused = all.find(({ data }) => isRefused(data))?.data
  // As the wire's documentation has it; the caller knows which answer it asked for.
  return refused ? <Refusal answer={refused} isAlert={false} retry={readAgain} /> : children(by.data?.body as Body)
}

/** A body that is shown beside others, where its refusal is told elsewhere. */
export const bodyOf = <Body,>({ data }: UseQueryResult<SandboxAnswer>): Body | undefined => (data === undefined || data.status >= 400 ? undefined : data.body as Body) // as the caller asked for it
