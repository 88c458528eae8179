import type { Letter } from '../../people/message.ts'
import { plainLine } from '../../people/person.ts'
import type { Concern } from '../../watch/external/concerns.ts'
import type { ExternalKey } from '../../watch/external/external-key.ts'

/** What somebody is told of one external key. */
export interface ExternalTelling {
  readonly key: ExternalKey
  readonly concerns: readonly Concern[]
}

const MOST_LETTERS_OF_A_TEXT = 400

/** What another exchange says stands in it too: one line, with an end. */
const line = (text: string): string => [...text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()].slice(0, MOST_LETTERS_OF_A_TEXT).join('')

const lines = ({ key, concerns }: ExternalTelling): string[] => [
  `  ${plainLine(key.label)} (${key.id}, ${line(key.url)})`,
  ...concerns.flatMap(({ text, remedy }) => [`    ${line(text)}`, ...(remedy === null ? [] : [`      ${line(remedy)}`])]),
]

/** One letter for everything that one person is told in one go. */
export const externalLetter = (to: string, tellings: readonly ExternalTelling[]): Letter => {
  const [only, another] = tellings
  return {
    channel: 'mail', to, subject: only && !another ? `The key ${plainLine(only.key.label)} at another exchange needs you` : `${tellings.length} keys at other exchanges need you`,
    text: `This is what your keys at other exchanges need:\n\n${tellings.map((telling) => lines(telling).join('\n')).join('\n\n')}\n\nEach of these is told once, for as long as it stands. All of them: ./bitting external\n`,
  }
}
