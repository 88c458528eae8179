import { queryOptions } from '@tanstack/react-query'
import type { DemoOwnerTold, House } from '../../../src/server/console-api/answers/people-answers.ts'
import { ask } from './client.ts'

export const askDemoOwner = (signal?: AbortSignal): Promise<DemoOwnerTold> => ask<DemoOwnerTold>('/api/demo/owner', signal)
export const demoOwnerQuery = queryOptions({ queryKey: ['demo', 'owner'], queryFn: ({ signal }) => askDemoOwner(signal), refetchInterval: 2_000, retry: false })

export const houseQuery = queryOptions({ queryKey: ['house'], queryFn: ({ signal }) => ask<House>('/api/house', signal), staleTime: Infinity })
