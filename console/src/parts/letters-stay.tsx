import { useQuery } from '@tanstack/react-query'
import { houseQuery } from '../api/demo.ts'
import { useWords } from '../words/words.tsx'

/** Where a letter was just promised: that no mail server takes it away, and how whoever runs this one reads it. */
export const LettersStay = () => {
  const w = useWords()
  const { data: house } = useQuery(houseQuery)
  return house?.keepsLetters === true ? <p className="text-sm text-soft">{w.mail.staysHere} <code>./bitting outbox</code></p> : null
}
