import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type FactorAdded, factorsQuery } from '../../api/entry.ts'
import { sessionQuery } from '../../api/session.ts'
import { PasskeySetUp, RecoveryCodes, TotpSetUp } from '../../parts/factor-set-up.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'

/** The first second factor, right after the account was made. */
export const AddFactorPage = () => {
  const w = useWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const leave = async (): Promise<void> => {
    await queries.invalidateQueries(sessionQuery)
    await navigate({ to: '/' })
  }
  const added = async ({ recoveryCodes }: FactorAdded): Promise<void> => {
    await queries.invalidateQueries(factorsQuery)
    if (recoveryCodes === null) await leave()
    else setCodes(recoveryCodes)
  }
  return (
    <>
      <PageHead title={w.setUp.factorTitle} action={codes === null ? <button type="button" className="button button-quiet" onClick={() => void leave()}>{w.setUp.later}</button> : undefined}>{w.setUp.factorText}</PageHead>
      <div className="card flex max-w-[640px] flex-col gap-6 p-6">
        {codes !== null ? <RecoveryCodes codes={codes} onKept={() => void leave()} /> : <><TotpSetUp onAdded={(one) => void added(one)} /><div className="border-t border-line" /><PasskeySetUp onAdded={(one) => void added(one)} /></>}
      </div>
    </>
  )
}
