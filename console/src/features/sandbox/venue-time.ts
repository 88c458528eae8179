import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { clockQuery } from '../../api/sandbox.ts'
import { useActing } from './acting.tsx'

/** The venue's own time, in milliseconds, once a second: it may have been let run ahead of the reader's. */
export const useVenueTime = (): number => {
  const { environment } = useActing()
  const aheadMs = (useQuery(clockQuery(environment)).data?.aheadSeconds ?? 0) * 1_000
  const [nowMs, setNow] = useState(Date.now)
  useEffect(() => {
    const beat = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(beat)
  }, [])
  return nowMs + aheadMs
}
