/** What a page of the documentation shows as it is in every language: what a command printed, and what the wire answers word for word. */
const SAME = /^```[\s\S]*?^```$|^\| HTTP \|.*(?:\n\|.*)*/gm

/**
 * A page in another language: where it has a line `§` stands the next of what is the same in every language, so that it is written once. Behind the sign
 * may stand the heads of a table in the page's own language.
 * @param original the page of the documentation
 */
export const translatedPage = (translation: string, original: string): string => {
  const same = [...original.matchAll(SAME)].map(([block]) => block)
  let at = 0
  return translation.replace(/^§ ?(.*)$/gm, (_, heads: string) => {
    const block = same[at++]
    if (block === undefined) throw new Error('the translation quotes more than the page has')
    return heads === '' ? block : `| ${heads} |\n${block.split('\n').slice(1).join('\n')}`
  })
}

/** How much of it there is. */
export const countOfSame = (original: string): number => [...original.matchAll(SAME)].length
