import { Link } from '@tanstack/react-router'
import type { CallView } from '../api/calls.ts'
import { useWords } from '../words/words.tsx'
import { Time } from './formats.tsx'
import { Badge } from './states.tsx'

/** One refused call in two lines, and the way to its trace. */
export const RefusalLine = ({ of: call, isShown = false }: { readonly of: CallView; readonly isShown?: boolean }) => {
  const w = useWords()
  const reason = call.reason === null ? undefined : w.reasons[call.reason]
  return (
    <Link to="/refused" search={{ request: call.requestId }} aria-current={isShown ? 'true' : undefined} className={`block rounded-md px-3 py-2 hover:bg-sunken ${isShown ? 'bg-accent-soft' : ''}`}>
      <span className="flex items-center justify-between gap-2"><code className="truncate" title={call.endpoint}>{call.endpoint}</code><Badge kind="danger">{call.code ?? call.status}</Badge></span>
      <span className="flex justify-between gap-2 text-sm text-soft"><span className="truncate">{call.label ?? call.address}{reason === undefined ? null : <> · {reason}</>}</span><Time at={call.at} /></span>
    </Link>
  )
}
