import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { askDemoOwner, demoOwnerQuery, houseQuery } from '../api/demo.ts'
import { useWords } from '../words/words.tsx'
import { Icon } from './icon.tsx'
import { LettersStay } from './letters-stay.tsx'

const SECOND_MS = 1_000

/** A code of a form: typed, or filled in by a demo. Whoever confirms before the demo's code has come confirms as soon as it has. */
export const useCode = () => {
  const [code, setCode] = useState('')
  const [coming, setComing] = useState<Promise<string | null> | null>(null)
  return {
    code, setCode,
    isThere: code.trim() !== '' || coming !== null,
    /** What to confirm with; '' where none came. */
    given: async (): Promise<string> => (code === '' ? await coming ?? '' : code),
    /** What was typed meanwhile stays. */
    fill: (next: Promise<string | null>): void => {
      setCode('')
      setComing(next)
      void next.then((came) => { setCode((typed) => (typed === '' ? came ?? '' : typed)); setComing(null) })
    },
  }
}

/** In a demo, where its owner is asked for a code: the button that puts it there, as a phone or a mailbox would have told it. Whoever else waits for a letter that nothing carries hears where it is. */
export const DemoCode = ({ factor, email, fill, prepare }: { readonly factor: 'totp' | 'mailCode'; readonly email?: string | undefined; readonly fill: (code: Promise<string | null>) => void; /** Sends the letter where none is on its way. */ readonly prepare?: (() => Promise<void>) | undefined }) => {
  const w = useWords()
  const { data: house } = useQuery(houseQuery)
  const { data: owner, isLoading } = useQuery({ ...demoOwnerQuery, enabled: house?.isDemo === true })
  const [asking, setAsking] = useState<'no' | 'asked' | 'waiting' | 'missing'>('no')
  const isHere = useRef(true)
  useEffect(() => { isHere.current = true; return () => { isHere.current = false } }, [])
  if (!owner || (email !== undefined && email !== owner.email)) return factor === 'mailCode' && !isLoading ? <LettersStay /> : null
  // No authenticator's code is taken twice: the next one may have to be waited for.
  const next = async (): Promise<string | null> => {
    setAsking('asked')
    await prepare?.()
    for (;;) {
      const told = await askDemoOwner().catch(() => null)
      const code = told?.[factor] ?? null
      if (code !== null || told === null || factor === 'mailCode' || !isHere.current) {
        setAsking(code === null ? 'missing' : 'no')
        return code
      }
      setAsking('waiting')
      await new Promise((resolve) => setTimeout(resolve, told.secondsLeft * SECOND_MS))
    }
  }
  const isBusy = asking === 'asked' || asking === 'waiting'
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <button type="button" className="button button-small" disabled={isBusy} onClick={() => fill(next())}><Icon name="flask" size={14} />{factor === 'totp' ? w.demo.fillTotp : w.demo.fillMail}</button>
      {asking === 'waiting' ? <span role="status" className="text-soft">{w.demo.nextComes(owner.secondsLeft)}</span> : null}
      {asking === 'missing' ? <span role="status" className="text-soft">{factor === 'totp' ? w.demo.noCode : w.demo.noLetter}</span> : null}
    </div>
  )
}
