import { useQuery } from '@tanstack/react-query'
import { outboxQuery } from '../../api/letters.ts'
import { Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { Badge, Empty, Failed, Loading } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

const KINDS = { waiting: 'caution', sent: 'safe', failed: 'danger' } as const

/** What the server wrote to people, and whether a carrier took it. */
export const Letters = () => {
  const w = useWords()
  const letters = useQuery(outboxQuery)
  return (
    <Section title={w.settings.letters}>
      <p className="mb-4 text-soft">{w.settings.lettersText}</p>
      {letters.isPending ? <Loading /> : letters.isLoadingError ? <Failed error={letters.error} retry={() => void letters.refetch()} /> : letters.data.length === 0 ? <Empty icon="mail" title={w.settings.noLetters} /> : (
        <ul className="divide-y divide-line">
          {letters.data.map((letter, index) => (
            <li key={`${letter.at} ${index}`} className="py-4 first:pt-0 last:pb-0">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1"><Badge kind={KINDS[letter.state]}>{w.settings.letterStates[letter.state]}</Badge><span className="font-medium">{letter.subject}</span><span className="break-all text-soft">{letter.to}</span><span className="ml-auto text-soft"><Time at={letter.at} /></span></p>
              {letter.text === null ? null : <p className="mt-2 max-w-[78ch] whitespace-pre-wrap break-words text-soft">{letter.text.trim()}</p>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
