/** The languages that people read; the code is what a page names its own by. */
export const LANGUAGES = ['en', 'zh-Hans'] as const
export type Language = (typeof LANGUAGES)[number]

/** What somebody is written to in where nothing tells more. */
export const DEFAULT_LANGUAGE: Language = 'en'

/** So many wishes of a browser are looked at: the header is a stranger's text. */
const MOST_WISHES = 20

const primaryOf = (tag: string): string => tag.toLowerCase().split('-', 1)[0] ?? ''

/** The language that an `Accept-Language` likes best of those there are (RFC 9110, 12.5.4); null where it names none of them. */
export const preferredLanguage = (header: string | undefined): Language | null => {
  const wishes = (header ?? '').slice(0, 500).split(',', MOST_WISHES).map((wish) => {
    const [tag = '', weight] = wish.split(';')
    return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(/^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(weight)?.[1] ?? 0) }
  })
  const liked = wishes.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight)
  return liked.map(({ tag }) => LANGUAGES.find((language) => primaryOf(language) === primaryOf(tag))).find((language) => language !== undefined) ?? null
}
