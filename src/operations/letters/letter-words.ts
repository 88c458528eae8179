import { DEFAULT_LANGUAGE, type Language } from '../../language.ts'
import type { PeopleLetters, Written } from '../../people/letters.ts'
import type { AlertWords } from '../alerts/alert-letter.ts'
import type { DeciderWords } from '../approvals/decider-letter.ts'
import type { MakerWords } from '../approvals/maker-letter.ts'
import type { ExternalWords } from '../external/external-letter.ts'
import type { ReminderWords } from '../reminding/reminder-letter.ts'
import { chinese } from './chinese.ts'
import { english } from './english.ts'

/** Every letter that is written, in one language. */
export interface LetterWords {
  readonly people: PeopleLetters
  /** @param asker null: the operator at the machine */
  readonly test: (asker: string | null, consoleUrl: string) => Written
  readonly reminder: ReminderWords
  readonly alert: AlertWords
  readonly external: ExternalWords
  readonly maker: MakerWords
  readonly decider: DeciderWords
}

/** One row a language. Adding one is adding a file, and its row here. */
export const LETTER_WORDS: Readonly<Record<Language, LetterWords>> = { en: english, 'zh-Hans': chinese }

/** @param language null: nobody knows which one its reader reads */
export const wordsFor = (language: Language | null): LetterWords => LETTER_WORDS[language ?? DEFAULT_LANGUAGE]
