/** One question of the knowledge check. The right answer and its reason are told only after an answer was given. */
interface QuizRow {
  readonly id: string
  readonly question: string
  readonly answers: readonly string[]
  /** Index of the right answer. */
  readonly right: number
  readonly because: string
}

export const FUTURES_QUIZ_VERSION = '2026-11'

/** The short knowledge check that opens futures: every question answered rightly. One row is all that is known of a question. */
const ROWS: readonly QuizRow[] = [
  {
    id: 'leverage', question: 'You open a position of 10,000 USDT with 1,000 USDT of margin (10 ×). The price moves 5 % against you. How much of your margin is lost?',
    answers: ['5 % of it', '50 % of it', 'All of it'], right: 1,
    because: 'A loss is counted on the whole position: 5 % of 10,000 USDT is 500 USDT, half of the margin.',
  },
  {
    id: 'liquidation', question: 'What happens when your margin no longer covers the maintenance margin?',
    answers: ['The exchange waits until you add funds', 'The position is closed by the exchange, at the market’s price and for a fee', 'The position stays open, and only new orders are refused'], right: 1,
    because: 'Liquidation comes without asking; what is left of the margin after it may be nothing.',
  },
  {
    id: 'funding', question: 'You hold a perpetual future. What is the funding rate?',
    answers: ['A fee to the exchange for each order', 'Interest on money that you lent', 'A payment between longs and shorts at fixed hours, which you may have to pay'], right: 2,
    because: 'Funding keeps the price of the future near the index: one side pays the other while the position is open.',
  },
  {
    id: 'crossMargin', question: 'In cross margin, what can the loss of one position use up?',
    answers: ['The margin of that position alone', 'The whole futures wallet', 'Nothing, losses are capped'], right: 1,
    because: 'Cross margin shares one balance among all positions; isolated margin limits a loss to what was set aside for it.',
  },
  {
    id: 'key', question: 'A program’s key has the futures right and is stolen. What can the thief do without the withdrawal right?',
    answers: ['Nothing that costs money', 'Read the account only', 'Lose the account’s money in trades against their own account'], right: 2,
    because: 'Bad trades move money as surely as a withdrawal. Bind the key to addresses, and give it futures alone.',
  },
]

/** A question as it is asked: without its answer. */
export interface QuizQuestion {
  readonly id: string
  readonly question: string
  readonly answers: readonly string[]
}

export const FUTURES_QUESTIONS: readonly QuizQuestion[] = ROWS.map(({ id, question, answers }) => ({ id, question, answers }))

export interface GradedAnswer {
  readonly id: string
  readonly isRight: boolean
  readonly because: string
}

/** @param answers the index of the chosen answer for each question's id */
export const gradeQuiz = (answers: Readonly<Record<string, number>>): { readonly isPassed: boolean; readonly graded: readonly GradedAnswer[] } => {
  const graded = ROWS.map(({ id, right, because }) => ({ id, isRight: Object.hasOwn(answers, id) && answers[id] === right, because }))
  return { isPassed: graded.every(({ isRight }) => isRight), graded }
}
