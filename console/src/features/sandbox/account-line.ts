import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { hearSandbox, type SandboxAnswer } from '../../api/sandbox.ts'
import { type Acting, isRefused } from './acting.tsx'

/** Changes that come close together are asked for once. */
const TOGETHER_MS = 250

/** Asks anew for what the page shows as soon as something changes in the account of the chosen key. @returns whether the line is open: meanwhile nothing needs to be asked again and again */
export const useAccountLine = ({ environment, key: { id }, from }: Acting): boolean => {
  const queries = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    setOpen(false)
    let waiting: ReturnType<typeof setTimeout> | undefined
    let lastMs = -Infinity
    const ask = (): void => {
      waiting = undefined
      lastMs = performance.now()
      void queries.invalidateQueries({
        queryKey: ['sandbox', environment, id],
        // What was refused stays so whatever the account does; asking again would fill the call log. The data of these queries are answers.
        predicate: ({ state }) => !isRefused(state.data as SandboxAnswer | undefined),
      })
    }
    const changed = (): void => { waiting ??= setTimeout(ask, Math.max(0, TOGETHER_MS - (performance.now() - lastMs))) }
    const hangUp = hearSandbox({ environment, key: id, from }, {
      onChanged: changed,
      // What happened while nobody heard is caught up with.
      onOpen: () => { setOpen(true); changed() },
      onLost: () => setOpen(false),
    })
    return () => { clearTimeout(waiting); hangUp() }
  }, [queries, environment, id, from])
  return isOpen
}
