import { queryOptions } from '@tanstack/react-query'
import { ask } from './client.ts'

/** What the server tells of the demo owner, at the machine that the demo runs on alone. */
export interface DemoOwner {
  readonly email: string
  readonly password: string | null
  /** A code that is taken now; null where the present ones were used. */
  readonly totp: string | null
  readonly secondsLeft: number
  readonly mailCode: string | null
}
export const askDemoOwner = (signal?: AbortSignal): Promise<DemoOwner> => ask<DemoOwner>('/api/demo/owner', signal)
export const demoOwnerQuery = queryOptions({ queryKey: ['demo', 'owner'], queryFn: ({ signal }) => askDemoOwner(signal), refetchInterval: 2_000, retry: false })

export const houseQuery = queryOptions({ queryKey: ['house'], queryFn: ({ signal }) => ask<{ readonly isDemo: boolean; readonly isSignUpOpen: boolean; readonly needsFirstOwner: boolean }>('/api/house', signal), staleTime: Infinity })
