/** The pages of docs/errors/ themselves, each loaded when it is opened: what is read here is what stands there. */
const PAGES = import.meta.glob<string>('../../../docs/errors/[0-9]*.md', { query: '?raw', import: 'default' })

const pathOf = (code: string): string => `../../../docs/errors/${code}.md`

/** The codes that have a page, without their minus. */
export const ERROR_CODES: readonly string[] = Object.keys(PAGES).map((path) => /(\d+)\.md$/.exec(path)?.[1] ?? '').toSorted()
export const hasErrorPage = (code: string): boolean => pathOf(code) in PAGES
export const loadErrorPage = async (code: string): Promise<string | null> => await PAGES[pathOf(code)]?.() ?? null
