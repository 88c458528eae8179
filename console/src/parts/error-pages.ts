import type { Language } from '../../../src/language.ts'
import { translatedPage } from './translated-page.ts'

type Pages = Readonly<Record<string, () => Promise<string>>>

/** The pages of docs/errors/ themselves, each loaded when it is opened: what is read here is what stands there. */
const PAGES: Pages = import.meta.glob<string>('../../../docs/errors/[0-9]*.md', { query: '?raw', import: 'default' })
const CHINESE: Pages = import.meta.glob<string>('../words/errors-chinese/[0-9]*.md', { query: '?raw', import: 'default' })

const pathOf = (code: string): string => `../../../docs/errors/${code}.md`

/** The codes that have a page, without their minus. */
export const ERROR_CODES: readonly string[] = Object.keys(PAGES).map((path) => /(\d+)\.md$/.exec(path)?.[1] ?? '').toSorted()
export const hasErrorPage = (code: string): boolean => pathOf(code) in PAGES

/** A page in the reader's language; null where there is none. */
export const loadErrorPage = async (code: string, language: Language): Promise<string | null> => {
  const [original, translation] = await Promise.all([PAGES[pathOf(code)]?.(), language === 'zh-Hans' ? CHINESE[`../words/errors-chinese/${code}.md`]?.() : undefined])
  if (original === undefined) return null
  return translation === undefined ? original : translatedPage(translation, original)
}
