import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import type { Environment } from '../../../../src/environment.ts'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { callSandbox, type SandboxAnswer, type SandboxCall } from '../../api/sandbox.ts'
import { useAccountLine } from './account-line.ts'
import { askedAgainInMs, pace } from './asking-again.ts'

/** As whom, and from where, everything on this page is sent. */
export interface Acting {
  readonly environment: Environment
  readonly key: KeySummary
  /** Null = from where the reader is. */
  readonly from: string | null
}

/** Whether changes of the account are heard as they happen. */
export interface Hearing { readonly isHeard: boolean }

const ActingContext = createContext<(Acting & Hearing) | null>(null)
export const ActingAs = ({ acting, children }: { readonly acting: Acting; readonly children: ReactNode }) => {
  const isHeard = useAccountLine(acting)
  return <ActingContext value={{ ...acting, isHeard }}>{children}</ActingContext>
}

export const useActing = (): Acting & Hearing => {
  const acting = use(ActingContext)
  if (acting === null) throw new Error('a part of the sandbox was shown that nobody acts in')
  return acting
}

type Method = SandboxCall['method']
type Parameters = Readonly<Record<string, string>>

export interface Asking {
  readonly parameters?: Parameters
  readonly method?: Method
  /** What else moves it than what happens in the account: prices and other accounts are not heard of, so it is asked again now and then. */
  readonly alsoMovedBy?: 'market' | 'others'
  readonly isWanted?: boolean
}

export const isRefused = (answer: SandboxAnswer | undefined): boolean => answer !== undefined && answer.status >= 400

/** What the wire tells the chosen key. */
export const useAnswer = (path: string, { parameters = {}, method = 'GET', alsoMovedBy, isWanted = true }: Asking = {}): UseQueryResult<SandboxAnswer> => {
  const { environment, key, from, isHeard } = useActing()
  const everyMs = pace(alsoMovedBy, isHeard)
  return useQuery({
    queryKey: ['sandbox', environment, key.id, from, method, path, parameters], queryFn: () => callSandbox({ environment, key: key.id, from, method, path, parameters }), enabled: isWanted,
    refetchInterval: ({ state }) => askedAgainInMs({ ...state, httpStatus: state.data?.status }, everyMs, Date.now()) ?? false, refetchOnWindowFocus: false, retry: false,
    // The same question with another parameter may show its former answer for a moment; another key's answer is never shown as this one's.
    placeholderData: (former, query) => (query?.queryKey[2] === key.id && query.queryKey[1] === environment && query.queryKey[3] === from && query.queryKey[5] === path ? keepPreviousData(former) : undefined),
  })
}

/** What anybody is told. */
export const usePublicAnswer = (environment: Environment, path: string, { parameters = {}, everyMs = null }: Pick<Asking, 'parameters'> & { readonly everyMs?: number | null } = {}): UseQueryResult<SandboxAnswer> =>
  useQuery({
    queryKey: ['sandbox', environment, 'public', path, parameters], queryFn: () => callSandbox({ environment, key: null, from: null, method: 'GET', path, parameters }),
    refetchInterval: everyMs ?? false, staleTime: everyMs ?? Infinity,
  })

export interface Sending {
  readonly answer: SandboxAnswer | null
  readonly error: unknown
  readonly isBusy: boolean
  /** @returns the body, or null where it was refused or nothing was sent */
  send(method: Method, path: string, parameters: Parameters): Promise<unknown>
  clear(): void
}

/** Sends as the chosen key; afterwards everything that the page shows is asked anew. */
export const useSending = (): Sending => {
  const { environment, key, from } = useActing()
  const queries = useQueryClient()
  const [state, setState] = useState<Pick<Sending, 'answer' | 'error' | 'isBusy'>>({ answer: null, error: null, isBusy: false })
  // What one key was told is not told of another.
  useEffect(() => setState({ answer: null, error: null, isBusy: false }), [environment, key.id, from])
  const send = async (method: Method, path: string, parameters: Parameters): Promise<unknown> => {
    setState({ answer: null, error: null, isBusy: true })
    try {
      const answer = await callSandbox({ environment, key: key.id, from, method, path, parameters })
      setState({ answer, error: null, isBusy: false })
      await queries.invalidateQueries({ queryKey: ['sandbox', environment, key.id] })
      return isRefused(answer) ? null : answer.body
    } catch (error) {
      setState({ answer: null, error, isBusy: false })
      return null
    }
  }
  return { ...state, send, clear: () => setState({ answer: null, error: null, isBusy: false }) }
}
