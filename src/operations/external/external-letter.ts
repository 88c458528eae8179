import type { Letter } from '../../people/message.ts'
import { plainLine } from '../../people/person.ts'
import type { Concern } from '../../watch/external/concerns.ts'
import type { ExternalKey } from '../../watch/external/external-key.ts'

/** What somebody is told of one external key. */
export interface ExternalTelling {
  readonly key: ExternalKey
  readonly concerns: readonly Concern[]
}

export interface ExternalWords {
  subject(label: string): string
  subjectOfMany(count: number): string
  concern(concern: Concern): Pick<Concern, 'text' | 'remedy'>
  readonly opening: string
  readonly closing: string
}

const MOST_LETTERS_OF_A_TEXT = 400

/** What another exchange says stands in it too. */
const line = (text: string): string => plainLine(text, MOST_LETTERS_OF_A_TEXT)

const lines = ({ key, concerns }: ExternalTelling, words: ExternalWords): string[] => [
  `  ${plainLine(key.label)} (${key.id}, ${line(key.url)})`,
  ...concerns.map(words.concern).flatMap(({ text, remedy }) => [`    ${line(text)}`, ...(remedy === null ? [] : [`      ${line(remedy)}`])]),
]

/** One letter for everything that one person is told in one go. */
export const externalLetter = (to: string, tellings: readonly ExternalTelling[], words: ExternalWords): Letter => {
  const [only, another] = tellings
  return {
    channel: 'mail', to, subject: only && !another ? words.subject(plainLine(only.key.label)) : words.subjectOfMany(tellings.length),
    text: `${words.opening}\n\n${tellings.map((telling) => lines(telling, words).join('\n')).join('\n\n')}\n\n${words.closing}\n`,
  }
}
