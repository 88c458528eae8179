import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { MailSummary, TestLetter } from '../../../../src/operations/mail/mail-office.ts'
import { mailQuery, sendTestLetter } from '../../api/letters.ts'
import { useSession } from '../../api/session.ts'
import { Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

const TO_SET = 'BITTING_SMTP_URL=smtps://user:password@mail.example.org\nBITTING_MAIL_FROM="Bitting <bitting@example.org>"'

/** Where mail goes, whether it arrives there, and a letter to oneself that tries it. */
export const Mail = () => {
  const w = useWords()
  const mail = useQuery(mailQuery)
  if (mail.isPending) return <Section title={w.mail.title}><Loading rows={7} /></Section>
  if (mail.isLoadingError) return <Section title={w.mail.title}><Failed error={mail.error} retry={() => void mail.refetch()} /></Section>
  return (
    <Section title={w.mail.title}>
      <div className="flex flex-col gap-4">
        <Server of={mail.data} />
        <Queue of={mail.data} />
        {mail.data.server === null && !mail.data.isDemo ? null : <Test isInDrawer={mail.data.server === null} />}
      </div>
    </Section>
  )
}

const Server = ({ of: { server, isDemo } }: { readonly of: MailSummary }) => {
  const w = useWords()
  if (server !== null) return <Facts><Fact name={w.mail.server}><code>{server.host}:{server.port}</code> · {w.mail.encryption[server.encryption]}</Fact><Fact name={w.mail.from}>{server.from}</Fact></Facts>
  return (
    <>
      {isDemo ? <Note kind="info">{w.mail.inDemo}</Note> : null}
      <Note kind={isDemo ? 'info' : 'caution'}><p className="font-medium">{w.mail.notSet}</p><p>{w.mail.notSetText}</p><pre className="mt-1 overflow-x-auto text-sm" tabIndex={0} aria-label={w.mail.notSetText}>{TO_SET}</pre></Note>
    </>
  )
}

/** Where no carrier is set nothing is tried, so that nothing waits for one. */
const Queue = ({ of: { server, waiting, failed, oldestWaiting, lastFault } }: { readonly of: MailSummary }) => {
  const w = useWords()
  if (server === null) return null
  if (waiting === 0 && failed === 0) return <p className="flex items-center gap-2"><span className="text-safe"><Icon name="check" /></span>{w.mail.allWell}</p>
  return (
    <Facts>
      <Fact name={w.mail.queue}>{w.mail.waiting(waiting)}{oldestWaiting === null ? null : <span className="text-soft">, {w.mail.oldest} <Time at={oldestWaiting} /></span>}</Fact>
      {failed === 0 ? null : <Fact name={w.mail.failed}>{w.mail.waiting(failed)}</Fact>}
      {lastFault === null ? null : <Fact name={w.mail.fault}><Time at={lastFault.at} />: {w.mail.reasons[lastFault.reason]} <code className="break-words text-soft">{lastFault.said}</code></Fact>}
    </Facts>
  )
}

const Facts = ({ children }: { readonly children: ReactNode }) => <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">{children}</dl>
const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => <><dt className="text-soft">{name}</dt><dd className="break-words">{children}</dd></>

const Test = ({ isInDrawer }: { readonly isInDrawer: boolean }) => {
  const w = useWords()
  const { person } = useSession()
  const queries = useQueryClient()
  const testing = useMutation({ mutationFn: sendTestLetter, onSettled: () => Promise.all([queries.invalidateQueries(mailQuery), queries.invalidateQueries({ queryKey: ['outbox'] })]) })
  return (
    <div className="flex flex-col items-start gap-3">
      <button type="button" className="button" disabled={testing.isPending} onClick={() => testing.mutate()}><Icon name="mail" />{testing.isPending ? w.mail.sending : w.mail.test(person.email)}</button>
      {testing.data === undefined ? null : <Tested of={testing.data} isInDrawer={isInDrawer} />}
      <RefusedNote error={testing.error} />
    </div>
  )
}

const Tested = ({ of: { to, state, fault }, isInDrawer }: { readonly of: TestLetter; readonly isInDrawer: boolean }) => {
  const w = useWords()
  if (state === 'sent' || fault === null) return <Note kind={state === 'sent' ? 'safe' : 'info'} role="status">{isInDrawer ? w.mail.tested.drawer(to) : w.mail.tested[state](to)}</Note>
  return <Note kind="danger" role="alert"><p>{w.mail.reasons[fault.reason]} <code className="break-words">{fault.said}</code></p><p className="text-soft">{w.mail.againLater}</p></Note>
}
