/** What a guide says: paragraphs, lists and one thing to try. Each language has the same guides. */
export interface Guide {
  readonly id: 'levels' | 'order' | 'types' | 'addresses' | 'signing' | 'rotation' | 'leak' | 'mistakes'
  readonly title: string
  readonly parts: readonly (string | readonly string[])[]
  /** A page of the console where it can be tried. */
  readonly tries: readonly { readonly to: string; readonly text: string }[]
}

export interface Guides {
  readonly intro: string
  readonly guides: readonly Guide[]
  readonly table: { readonly heads: readonly [string, string, string, string]; readonly opensPreset: string }
  readonly quiz: { readonly title: string; readonly start: string; readonly again: string; readonly result: string; readonly make: string; readonly none: string; readonly noneText: string; readonly questions: { readonly [name in QuizQuestion]: string }; readonly yes: string; readonly no: string }
  readonly sign: { readonly intro: string; readonly payload: string; readonly secret: string; readonly secretHint: string; readonly steps: readonly [string, string, string]; readonly result: string; readonly go: string }
}

export const QUIZ = {
  account: { yes: 'orders', no: null },
  orders: { yes: 'once', no: 'tax' },
  once: { yes: 'one-time-script', no: 'several' },
  several: { yes: 'elsewhere', no: 'clients' },
  elsewhere: { yes: 'arbitrage', no: 'market-maker' },
  clients: { yes: 'custody-settlement', no: 'grid-bot' },
  tax: { yes: 'tax-records', no: 'tracker' },
  tracker: { yes: 'portfolio-tracker', no: 'research' },
  research: { yes: 'data-analysis', no: 'dashboard' },
} as const satisfies Readonly<Record<string, { readonly yes: string; readonly no: string | null }>>
export type QuizQuestion = keyof typeof QUIZ

export const isQuestion = (text: string): text is QuizQuestion => Object.hasOwn(QUIZ, text)
