import { useEffect, useState } from 'react'
import { useSession } from '../../api/session.ts'
import { useActing } from './acting.tsx'
import { listen, streamsAt } from './listening.ts'

/** What every contract is worth to its venue, each second anew. */
export const useMarks = (): ReadonlyMap<string, string> => {
  const { environment } = useActing()
  const { urls: { ws } } = useSession()
  const [marks, setMarks] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => {
    setMarks(new Map())
    return listen(streamsAt(ws, environment, 'futures', ['!markPrice@arr@1s']), {
      // As the stream's documentation has it.
      onData: (data) => setMarks(new Map((data as readonly { readonly s: string; readonly p: string }[]).map(({ s, p }) => [s, p]))),
    })
  }, [ws, environment])
  return marks
}
