import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { keysQuery } from '../../api/keys.ts'
import { peopleQuery } from '../../api/people.ts'
import { useSession } from '../../api/session.ts'
import { Id } from '../../parts/formats.tsx'
import { useWords } from '../../words/words.tsx'

/** The names behind the ids of the record, of those that the reader may see; an id that nobody names stays as it is. */
export const useNames = (): ((id: string, names?: Readonly<Record<string, string>>) => ReactNode) => {
  const w = useWords()
  const { accounts } = useSession()
  const { data: keys = [] } = useQuery(keysQuery)
  const people = useQueries({ queries: accounts.filter(({ acts }) => acts.includes('person.see')).map(({ id }) => ({ ...peopleQuery(id), staleTime: 60_000 })) }).flatMap(({ data }) => data ?? [])
  return (id, names) => {
    if (id === 'system') return w.audit.system
    if (id === 'operator:local') return w.audit.operator
    const plain = id.replace(/^(person|key):/, '')
    const [key, person, account] = [keys.find((one) => one.id === plain), people.find(({ personId }) => personId === plain), accounts.find((one) => String(one.id) === id)]
    if (key) return <Link to="/keys/$key" params={{ key: key.id }} title={id} className="hover:underline">{key.label}</Link>
    if (person) return <span title={`${person.email} · ${id}`}>{person.name}</span>
    if (names?.[plain] !== undefined) return <span title={id}>{names[plain]}</span>
    if (account) return <span title={id}>{account.label === '' ? account.email : account.label}</span>
    return <Id text={id} what={w.key.id} keep={20} />
  }
}
