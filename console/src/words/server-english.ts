import { explainedEnglish } from './explained-english.ts'
import { refusalsEnglish } from './refusals-english.ts'
import type { ServerWords } from './server-words.ts'

/** The server speaks English itself. */
export const serverEnglish: ServerWords = {
  explained: explainedEnglish,
  refusals: refusalsEnglish,
  admitted: null, seen: null, told: null, keySentence: null, fields: null, endpoints: null, deviations: null, terms: null, found: null, risk: null, attention: null,
}
