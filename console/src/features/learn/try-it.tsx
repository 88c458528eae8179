import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { keysQuery } from '../../api/keys.ts'
import { callSandbox } from '../../api/sandbox.ts'
import { Icon } from '../../parts/icon.tsx'
import { Badge, RefusedNote } from '../../parts/states.tsx'
import { PAGES } from '../../pages.ts'
import type { Words } from '../../words/english.ts'
import { useWords } from '../../words/words.tsx'
import { type Guides, TRIES, type Try, type TryName } from './guides.ts'

type Call = Extract<Try, { readonly on: 'sandbox' }>

/** Pages and calls by their names, with the types of every row rather than of their own. */
const tryNamed = (name: TryName): Try => TRIES[name]

const isCall = (name: TryName): name is keyof Guides['trying']['calls'] & TryName => TRIES[name].on === 'sandbox'

const titleOf = (to: string, w: Words): string => {
  const found = PAGES.find(({ path }) => path === to)
  return found === undefined ? w.palette.createKey : w.nav[found.word]
}

/** What tries a claim: a page, or a call that runs in the sandbox and tells its answer in place. */
export const TryIt = ({ name, words }: { readonly name: TryName; readonly words: Guides['trying'] }) => {
  const w = useWords()
  if (isCall(name)) return <TryCall call={TRIES[name]} text={words.calls[name]} words={words} />
  const tried = tryNamed(name)
  if (tried.on !== 'page') return null
  const { to, search } = tried
  return <Link to={to} {...(search && { search })} className="link inline-flex items-center gap-1 text-sm"><Icon name="right" size={14} />{words.open(titleOf(to, w))}</Link>
}

/** One of the reader's keys that has what the call needs, and lacks what it must lack. */
const keyFor = ({ key, from }: Call, keys: readonly KeySummary[]): KeySummary | undefined => key === null ? undefined : keys.find(({ state, environment, permissions, allowList }) =>
  state === 'enabled' && environment === 'live' && key.has.every((right) => permissions.includes(right)) && !key.lacks.some((right) => permissions.includes(right))
  && allowList.mode === 'trusted' && (from === null ? allowList.entries.some((entry) => entry.startsWith('127.')) : !allowList.entries.includes(from)))

const codeOf = (body: unknown): number | null => (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'number' ? body.code : null)

const TryCall = ({ call, text, words }: { readonly call: Call; readonly text: string; readonly words: Guides['trying'] }) => {
  const w = useWords()
  const { data: keys } = useQuery(keysQuery)
  const key = keyFor(call, keys ?? [])
  const run = useMutation({ mutationFn: () => callSandbox({ environment: 'live', key: key?.id ?? null, from: call.from, method: call.method, path: call.path, parameters: call.parameters }) })
  if (call.key !== null && keys !== undefined && key === undefined) return <p className="text-sm text-soft">{text}: {words.noKey} <Link to="/keys/create" className="link">{words.makeOne}</Link></p>
  const code = codeOf(run.data?.body)
  const isAsTold = run.data !== undefined && run.data.status === call.answer.status && code === call.answer.code
  return (
    <div className="flex flex-col items-start gap-1">
      <button type="button" className="button button-small" disabled={run.isPending || keys === undefined} onClick={() => run.mutate()}><Icon name="sandbox" size={14} /><span className="min-w-0 text-left">{words.run}<span className="font-normal"> · {text}</span></span></button>
      <div aria-live="polite">{run.data === undefined ? null : (
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <span className="text-soft">{key === undefined ? '' : words.as(key.label, call.from)} <code>{call.method} {call.path}</code> → {words.answered}</span>
          <Badge kind={run.data.status < 400 ? 'safe' : 'caution'}>HTTP {run.data.status}{code === null ? '' : ` · ${code}`}</Badge>
          {isAsTold ? <span className="inline-flex items-center gap-1 text-safe"><Icon name="check" size={14} />{words.expected}</span> : null}
          {run.data.status < 400 ? null : <Link to="/refused" search={{ request: run.data.requestId }} className="link">{words.why}<span className="sr-only"> {w.nav.refused}: {text}</span></Link>}
        </p>
      )}</div>
      <RefusedNote error={run.error} />
    </div>
  )
}
