import { queryOptions, skipToken } from '@tanstack/react-query'
import type { LockdownPreview, LockdownWish } from '../../../src/operations/lockdown/lockdown.ts'
import type { IncidentReport } from '../../../src/operations/lockdown/report.ts'
import { ask, change, type Changed, tell } from './client.ts'

export const lockdownPreviewQuery = (wish: LockdownWish) => queryOptions({ queryKey: ['lockdown', wish], queryFn: () => tell<LockdownPreview>('POST', '/api/lockdowns/preview', wish) })
export interface LockdownListed { readonly id: string; readonly beganAt: string; readonly state: 'closing' | 'closed'; readonly askedBy: string; readonly keys: number; readonly deviations: number }
/** Nobody but who sees the record is told. */
export const lockdownsQuery = (account: number) => queryOptions({ queryKey: ['lockdowns', account], queryFn: ({ signal }) => ask<readonly LockdownListed[]>(`/api/accounts/${account}/lockdowns`, signal), retry: false })
export const lockDown = (wish: LockdownWish): Promise<Changed<IncidentReport>> => change({ method: 'POST', path: '/api/lockdowns', body: wish })

/** The report of the lockdown that was just made; nothing asks for it. */
export const incidentQuery = queryOptions<IncidentReport>({ queryKey: ['incident'], queryFn: skipToken })
