import type { Act } from '../../../src/people/acts.ts'
import { type SessionView, useSession } from '../api/session.ts'
import { useWords } from '../words/words.tsx'
import { useOwnSearch } from './own-search.ts'

type Account = SessionView['accounts'][number]

/** The account that a page is about: chosen among those where the act is allowed, kept in the URL. */
export const useAccountChoice = (act: Act, isFit: (account: Account) => boolean = () => true): { readonly account: Account | undefined; readonly choice: React.ReactNode } => {
  const w = useWords()
  const { accounts } = useSession()
  const [{ account: named }, put] = useOwnSearch<{ account?: string }>()
  const fitting = accounts.filter((one) => (one.acts.includes(act) || one.ownActs.includes(act)) && isFit(one))
  const account = fitting.find(({ id }) => String(id) === named) ?? fitting[0]
  const isAlone = (label: string): boolean => label !== '' && accounts.filter((one) => one.label === label).length === 1
  const choice = fitting.length < 2 ? null : (
    <select aria-label={w.common.account} className="input !w-auto max-w-72" title={account?.email} value={account?.id} onChange={(event) => put({ account: event.target.value })}>
      {fitting.map(({ id, email, label }) => <option key={id} value={id}>{isAlone(label) ? label : label === '' ? email : `${label} (${email})`}</option>)}
    </select>
  )
  return { account, choice }
}
