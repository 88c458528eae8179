import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { askDemoOwner, demoOwnerQuery, houseQuery } from '../api/demo.ts'
import { useWords } from '../words/words.tsx'
import { Icon } from './icon.tsx'

/** In a demo, where its owner is asked for a code: the button that puts it there, as a phone or a mailbox would have told it. */
export const DemoCode = ({ factor, email, fill }: { readonly factor: 'totp' | 'mailCode'; readonly email?: string | undefined; readonly fill: (code: string) => void }) => {
  const w = useWords()
  const { data: house } = useQuery(houseQuery)
  const { data: owner } = useQuery({ ...demoOwnerQuery, enabled: house?.isDemo === true })
  const [isMissing, setMissing] = useState(false)
  if (!owner || (email !== undefined && email !== owner.email)) return null
  const take = async (): Promise<void> => {
    const code = (await askDemoOwner())[factor]
    setMissing(code === null)
    if (code !== null) fill(code)
  }
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <button type="button" className="button button-small" onClick={() => void take().catch(() => setMissing(true))}><Icon name="flask" size={14} />{factor === 'totp' ? w.demo.fillTotp : w.demo.fillMail}</button>
      {isMissing ? <span role="status" className="text-soft">{factor === 'totp' ? w.demo.used(owner.secondsLeft) : w.demo.noLetter}</span> : null}
    </div>
  )
}
