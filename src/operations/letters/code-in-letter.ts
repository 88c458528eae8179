/** The code that a letter carries, in whatever language: in the last line with one that quotes nothing. What is quoted is indented, and digits in a label are no code. */
export const codeInLetter = (text: string): string | undefined => [...text.matchAll(/^\S.*?(?<!\d)(\d{8})(?!\d)/gm)].at(-1)?.[1]
