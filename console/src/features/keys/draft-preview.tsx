import type { KeyDraft } from '../../api/drafts.ts'
import { Bitting } from '../../parts/bitting.tsx'
import { bestStep, riskReasons } from '../../parts/risk-words.ts'
import { tierOf } from '../../parts/rights.ts'
import { fieldFaultIn } from '../../parts/refusal-words.ts'
import { GradeBadge, Note } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import type { Draft } from './key-draft.ts'

/** The key as it grows, beside every step. */
export const Preview = ({ draft, preview }: { readonly draft: Draft; readonly preview: KeyDraft | undefined }) => {
  const w = useWords()
  const isLapsing = draft.allowList.mode === 'unrestricted' && draft.environment === 'live'
  return (
    <aside aria-label={w.create.soFar} className="card sticky top-16 flex flex-col gap-3 p-4 max-lg:static">
      <div className="flex justify-center rounded-md bg-sunken px-2 py-4 max-w-full overflow-hidden"><Bitting height={52} grows of={{ permissions: draft.permissions, allowList: draft.allowList, lapsing: isLapsing ? draft.permissions.filter((name) => tierOf(name) === 'trade') : [] }} /></div>
      <div aria-live="polite" className="flex flex-col gap-3">
        {preview === undefined ? null : <>
          {preview.risk === null ? preview.faults.map((fault) => <Note key={fault.text} kind="danger">{fieldFaultIn(w, fault)}</Note>) : <>
            <div className="flex items-center justify-between gap-2"><span className="text-soft">{w.create.riskGrade}</span><GradeBadge grade={preview.risk.grade} word={w.grades[preview.risk.grade]} /></div>
            <p className="font-medium">{preview.sentence}</p>
            <ul className="flex list-disc flex-col gap-1 pl-4 text-sm text-soft">{riskReasons(preview.risk, w).map((reason) => <li key={reason}>{reason}</li>)}</ul>
            {preview.risk.best === null ? null : <Note kind="info"><p className="text-sm">{bestStep(preview.risk.best, w)} {w.create.thenIs(preview.risk.best.gradeAfter)}</p></Note>}
          </>}
        </>}
      </div>
    </aside>
  )
}
