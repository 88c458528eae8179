import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/session.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { useOwnSearch } from '../../parts/own-search.ts'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'
import { Letters } from './letters.tsx'
import { Mail } from './mail.tsx'
import { OwnSettings } from './own-settings.tsx'
import { PolicyEditor } from './policy-editor.tsx'
import { RulesEditor } from './rules-editor.tsx'
import { StepUpEditor } from './step-up-editor.tsx'
import { TaxRecords } from './tax-records.tsx'

const TABS = ['own', 'account', 'mail'] as const

/** One's own ways in, what an account asks for, and the letters of the house. */
export const SettingsPage = () => {
  const w = useWords()
  const may = useMay()
  const [search] = useOwnSearch<{ of?: string }>()
  const shown = TABS.find((tab) => tab === search.of) ?? 'own'
  // Rules and policies belong to main accounts; sub-accounts have those of theirs.
  const { account, choice } = useAccountChoice('account.see', ({ parent }) => parent === null)
  return (
    <>
      <PageHead title={w.nav.settings} action={shown === 'account' ? choice : undefined}>{shown === 'own' ? w.settings.intro : shown === 'account' ? w.policy.ofMain : w.settings.mailIntro}</PageHead>
      <nav aria-label={w.nav.settings} className="mb-5 flex gap-1 border-b border-line">
        {TABS.filter((tab) => tab !== 'mail' || may('outbox.see')).map((tab) => (
          <Link key={tab} to="/settings" search={(former: object) => ({ ...former, of: tab === 'own' ? undefined : tab })} aria-current={tab === shown ? 'page' : undefined} className={`-mb-px border-b-2 px-3 py-2 ${tab === shown ? 'border-accent font-medium text-accent' : 'border-transparent text-soft hover:text-ink'}`}>{w.settings.tabs[tab]}</Link>
        ))}
      </nav>
      {shown === 'own' ? <OwnSettings /> : shown === 'mail' ? <div className="flex flex-col gap-5"><Mail /><Letters /></div> : account === undefined ? null : (
        <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-2">
          <PolicyEditor account={account.id} mayEdit={may('policy.edit', account.id)} />
          <div className="flex min-w-0 flex-col gap-5"><StepUpEditor account={account.id} mayEdit={may('stepUpPolicy.edit', account.id)} /><RulesEditor account={account.id} mayEdit={may('approvalRule.edit', account.id)} /><TaxRecords /></div>
        </div>
      )}
    </>
  )
}
