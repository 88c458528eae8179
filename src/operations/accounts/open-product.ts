import type { Account } from '../../accounts/account.ts'
import { FUTURES_QUIZ_VERSION, gradeQuiz } from '../../accounts/futures-quiz.ts'
import { MARGIN_AGREEMENT } from '../../accounts/margin-agreement.ts'
import { recordedBy } from '../../people/office.ts'
import type { Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { type AccountDetails, detailsOf } from './account-page.ts'
import { accountOf, type AccountParts, UNCONFIRMED } from './account-parts.ts'
import { aboutAccount } from '../about-account.ts'

export type ProductWish =
  | { account: number; product: 'margin'; /** The version of the agreement that was read and is accepted. */ agreement: string }
  | { account: number; product: 'futures'; /** The index of the chosen answer, by the question's id. */ answers: Readonly<Record<string, number>> }

/** What was accepted or passed; refused where it was not. */
const termsMet = (wish: ProductWish): Outcome<string> => {
  if (wish.product === 'margin') {
    return wish.agreement === MARGIN_AGREEMENT.version ? done(MARGIN_AGREEMENT.version)
      : { ok: false, refused: { ...refused('agreementChanged', `The agreement that stands now is version ${MARGIN_AGREEMENT.version}, not ${wish.agreement}.`, 'Read it, and accept that version: ./bitting products terms').refused, fields: [{ field: 'agreement', text: `The version that stands now is ${MARGIN_AGREEMENT.version}.` }] } }
  }
  const { isPassed, graded } = gradeQuiz(wish.answers)
  if (isPassed) return done(FUTURES_QUIZ_VERSION)
  const wrong = graded.filter(({ isRight }) => !isRight)
  return {
    ok: false,
    refused: {
      ...refused('quizNotPassed', `${wrong.length} of ${graded.length} answers ${wrong.length === 1 ? 'is' : 'are'} not right:\n${wrong.map(({ id, because }) => `  ${id}: ${because}`).join('\n')}`, 'Think them over, and answer again: ./bitting products open futures').refused,
      fields: wrong.map(({ id, because }) => ({ field: `answers.${id}`, text: because })),
    },
  }
}

const checked = (wish: ProductWish, parts: AccountParts): Outcome<{ account: Account; version: string }> => {
  const account = accountOf(wish.account, parts)
  if (!account.ok) return account
  const { value } = account
  if (value.products[wish.product]) return refused('alreadyOpen', `${wish.product} is open on ${value.email} already.`, 'The right can be given to its keys.')
  if (!parts.policies.of(value).products.includes(wish.product)) return refused('productNotAllowed', `The policy of ${value.email} does not allow ${wish.product}.`, `An owner can change that: ./bitting policy edit ${value.parentId ?? value.id} --products …`)
  const version = termsMet(wish)
  return version.ok ? done({ account: value, version: version.value }) : version
}

/** Opens margin (its agreement accepted) or futures (its questions answered) on one account; sub-accounts each have their own. Only then can the right to it be given. */
export const openProduct = (parts: AccountParts): Operation<ProductWish, AccountDetails> => ({
  name: 'products.open',
  about: async (wish) => aboutAccount(wish.account, 'product.open', parts),
  describe: async (wish) => {
    const found = checked(wish, parts)
    if (!found.ok) return found
    const { account, version } = found.value
    return done({
      change: {
        act: 'product.open', accountId: account.id, subject: String(account.id), details: { product: wish.product, version },
        sentence: wish.product === 'margin' ? `Accept the margin agreement of version ${version} for ${account.email}, and open margin.` : `Open futures on ${account.email}; the knowledge check of version ${version} is passed.`,
        told: { is: 'product.open', product: wish.product, email: account.email, version },
      },
      holderId: null,
    })
  },
  perform: async (wish, { actor, source, nowUs, recordedAtUs, confirmation }) => {
    const found = checked(wish, parts)
    if (!found.ok) return found
    const { version } = found.value
    const opened = await parts.accounts.change(found.value.account.id, (account) => (account.products[wish.product] ? undefined : {
      account: { ...account, products: { ...account.products, [wish.product]: true }, openings: { ...account.openings, [wish.product]: { version, by: actor, atUs: nowUs } } }, confirmation,
      audit: recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'product.open', subject: String(account.id), before: { ...account.products }, after: { ...account.products, [wish.product]: true, version } }, confirmation),
    }))
    if (opened === 'unconfirmed') return UNCONFIRMED
    return opened === 'refused' ? refused('alreadyOpen', `${wish.product} is open already.`, 'The right can be given to its keys.') : done(detailsOf(opened, parts))
  },
})
