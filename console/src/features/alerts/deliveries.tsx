import { useQuery } from '@tanstack/react-query'
import { alertSettingsQuery, deliveriesQuery } from '../../api/alerts.ts'
import { Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { Badge, Failed, Loading } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

const KINDS = { waiting: 'caution', sent: 'safe', failed: 'danger' } as const

/** What was posted to the account's webhook lately, and why it was not taken. */
export const Deliveries = ({ account }: { readonly account: number }) => {
  const w = useWords()
  const { data: settings } = useQuery(alertSettingsQuery(account))
  const deliveries = useQuery({ ...deliveriesQuery(account), enabled: typeof settings?.webhookUrl === 'string' })
  if (!settings?.webhookUrl) return null
  return (
    <Section title={w.alerts.deliveries}>
      {deliveries.isPending ? <Loading rows={2} /> : deliveries.isLoadingError ? <Failed error={deliveries.error} retry={() => void deliveries.refetch()} /> : deliveries.data.length === 0 ? <p className="text-soft">{w.alerts.noDeliveries}</p> : <ul className="flex flex-col gap-2">{deliveries.data.slice(0, 10).map(({ id, state, attempts, createdAt, fault }) => (
        <li key={id} className="flex flex-wrap items-center gap-2 text-sm"><Badge kind={KINDS[state]}>{w.alerts.deliveryStates[state]}</Badge><Time at={createdAt} /><span className="text-soft">{w.alerts.tries(attempts)}{fault === null ? '' : `: ${fault}`}</span></li>
      ))}</ul>}
    </Section>
  )
}
