import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type CallFilter, callPagesQuery, type CallView, hearCalls } from '../../api/calls.ts'

/** So many of those heard are kept; older ones stand in the pages. */
const MOST_HEARD = 1_000
/** Calls that come together are shown together. */
const GATHERED_MS = 250

const isMeant = ({ outcome, address, endpoint }: CallFilter) => (call: CallView): boolean =>
  (outcome === undefined || (call.status < 400) === (outcome === 'admitted')) && (address === undefined || call.address === address) && (endpoint === undefined || call.endpoint === endpoint)

/** The log as it grows: the pages that were asked for, and before them what was heard since. */
export const useLiveCalls = (filter: CallFilter, isFollowing: boolean) => {
  const { key, account, outcome, address, endpoint } = filter
  const pages = useInfiniteQuery({ ...callPagesQuery(filter), refetchOnWindowFocus: false })
  const [heard, setHeard] = useState<readonly CallView[]>([])
  const [isLive, setLive] = useState(false)
  const refetch = useRef(pages.refetch)
  refetch.current = pages.refetch
  useEffect(() => setHeard([]), [key, account, outcome, address, endpoint])
  useEffect(() => {
    if (!isFollowing) { setLive(false); return undefined }
    let gathered: CallView[] = []
    const show = setInterval(() => {
      if (gathered.length === 0) return
      const newest = gathered.toReversed()
      gathered = []
      setHeard((former) => [...newest, ...former].slice(0, MOST_HEARD))
    }, GATHERED_MS)
    const fits = isMeant({ outcome, address, endpoint })
    const stop = hearCalls({ key, account }, {
      onCall: (call) => { if (fits(call)) gathered.push(call) },
      onOpen: () => { setLive(true); void refetch.current() },
      onLost: () => setLive(false),
    })
    return () => { clearInterval(show); stop() }
  }, [key, account, outcome, address, endpoint, isFollowing])
  const calls = useMemo(() => {
    const known = new Map<string, CallView>()
    for (const call of [...heard, ...(pages.data?.pages.flatMap((page) => page.calls) ?? [])]) if (!known.has(call.requestId)) known.set(call.requestId, call)
    return [...known.values()].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
  }, [heard, pages.data])
  return { calls, pages, isLive }
}
