import type { Language } from '../../../src/language.ts'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { rememberLanguage } from '../api/client.ts'
import { english, type Words } from './english.ts'

/** One row a language. Adding one is adding a file, and its row here. */
export const LANGUAGES: readonly { readonly code: Language; readonly name: string; readonly load: () => Promise<Words> }[] = [
  { code: 'en', name: 'English', load: async () => english },
  { code: 'zh-Hans', name: '简体中文', load: async () => (await import('./chinese.ts')).chinese },
]

interface Spoken {
  readonly language: Language
  readonly words: Words
  speak(language: Language): void
}

const SpokenContext = createContext<Spoken>({ language: 'en', words: english, speak: () => undefined })

const remembered = (): Language => {
  try {
    const kept = localStorage.getItem('bitting.language')
    return LANGUAGES.find(({ code }) => code === kept)?.code ?? (kept === null && navigator.language.toLowerCase().startsWith('zh') ? 'zh-Hans' : 'en')
  } catch {
    return 'en'
  }
}

/** Speaks the reader's language; nothing is shown in a wrong one first. */
export const Speaking = ({ children }: { readonly children: ReactNode }) => {
  const [language, speak] = useState(remembered)
  const [spoken, setSpoken] = useState<{ readonly language: Language; readonly words: Words } | null>(language === 'en' ? { language, words: english } : null)
  useEffect(() => {
    let isWanted = true
    void LANGUAGES.find(({ code }) => code === language)?.load().then((words) => { if (isWanted) setSpoken({ language, words }) })
    document.documentElement.lang = language
    rememberLanguage(language)
    try { localStorage.setItem('bitting.language', language) } catch { /* it is asked for anew next time */ }
    return () => { isWanted = false }
  }, [language])
  return spoken === null ? null : <SpokenContext value={{ ...spoken, speak }}>{children}</SpokenContext>
}

export const useWords = (): Words => use(SpokenContext).words
export const useLanguage = (): Spoken => use(SpokenContext)
