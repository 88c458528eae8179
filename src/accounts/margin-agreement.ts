/** What is accepted before margin is opened. Another text is another version: an acceptance names the one that was read. */
export const MARGIN_AGREEMENT = {
  version: '2026-11',
  title: 'Margin agreement',
  clauses: [
    'Margin is borrowed money: a loss is a loss on the whole position, and can be greater than what you put in.',
    'Interest is charged by the hour on what is borrowed, from the first hour on, until it is repaid.',
    'When the margin level falls too low, positions are closed without your consent and at the market’s price; what is owed after that remains owed.',
    'A key with the margin right can borrow, repay and move collateral without asking you again. Give it to no program that does not need it.',
  ],
} as const
