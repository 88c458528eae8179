import { queryOptions } from '@tanstack/react-query'
import type { LockdownPreview, LockdownWish } from '../../../src/operations/lockdown/lockdown.ts'
import type { IncidentReport } from '../../../src/operations/lockdown/report.ts'
import { change, type Changed, tell } from './client.ts'

export const lockdownPreviewQuery = (wish: LockdownWish) => queryOptions({ queryKey: ['lockdown', wish], queryFn: () => tell<LockdownPreview>('POST', '/api/lockdowns/preview', wish) })
export const lockDown = (wish: LockdownWish): Promise<Changed<IncidentReport>> => change({ method: 'POST', path: '/api/lockdowns', body: wish })
