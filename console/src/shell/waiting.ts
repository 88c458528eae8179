import { useQuery } from '@tanstack/react-query'
import { alertsQuery } from '../api/alerts.ts'
import { approvalsQuery } from '../api/money.ts'
import { useMay, useSession } from '../api/session.ts'

/** How much waits for the reader behind a page of the navigation, by its path. */
export const useWaiting = (): Readonly<Record<string, number>> => {
  const may = useMay()
  const { person } = useSession()
  const { data: alerts = [] } = useQuery({ ...alertsQuery(true), enabled: may('alert.see') })
  const { data: approvals = [] } = useQuery({ ...approvalsQuery(false), enabled: may('approval.see') })
  return { '/alerts': alerts.length, '/approvals': approvals.filter(({ mayDecide }) => mayDecide.some(({ person: id }) => id === person.id)).length }
}
