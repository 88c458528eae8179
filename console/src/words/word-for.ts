/** A code in words, where there are words for it; else as it came. */
export const wordFor = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code
