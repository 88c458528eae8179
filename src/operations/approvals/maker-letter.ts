import type { Approval } from '../../approvals/approval.ts'
import type { QuotedChange, Written } from '../../people/letters.ts'
import { plainLine } from '../../people/person.ts'
import { HOUR, toMs } from '../../time.ts'
import { closerOf } from './approval-summary.ts'
import { RELEASE } from '../money-out/money-out.ts'

/** What became of a request, and that nothing was done by it where nothing was. */
export type Became =
  | { readonly is: 'approved' | 'done'; readonly approvers: string }
  | { readonly is: 'failed'; readonly approvers: string; readonly why: string; readonly wasHeld: boolean }
  | { readonly is: 'rejected'; readonly by: string | null; readonly wasHeld: boolean }
  | { readonly is: 'expired'; readonly hours: number; readonly wasHeld: boolean }

export interface MakerWords {
  /** Its subject, and what is told under the change that was asked for. */
  became(became: Became): { readonly subject: string; readonly told: string }
  change(change: QuotedChange): string
  asked(at: string): string
  all(url: string): string
}

export interface MakerLetterContext {
  readonly nameOf: (personId: string) => string
  /** `http://localhost:8081` */
  readonly consoleUrl: string
  /** False: what is approved is carried out as soon as it can be, and not in this very moment. */
  readonly isCarriedOutNow: boolean
}

/** What became of it; undefined where its maker has nothing to hear: it goes on in the same moment, or they took it back themselves. */
const whatBecame = (approval: Approval, { nameOf, isCarriedOutNow }: Omit<MakerLetterContext, 'consoleUrl'>): Became | undefined => {
  const approvers = approval.votes.map(({ personId }) => plainLine(nameOf(personId))).join(', ')
  // A withdrawal's money was held meanwhile.
  const wasHeld = approval.operation === RELEASE
  const closer = closerOf(approval)
  switch (approval.state) {
    case 'approved': return isCarriedOutNow ? undefined : { is: 'approved', approvers }
    case 'done': return { is: 'done', approvers }
    case 'failed': return { is: 'failed', approvers, why: approval.remark?.text ?? '', wasHeld }
    case 'rejected': return { is: 'rejected', by: closer === null ? null : plainLine(nameOf(closer)), wasHeld }
    case 'expired': return { is: 'expired', hours: Math.round((approval.expiresAtUs - approval.madeAtUs) / HOUR), wasHeld }
    case 'waiting': case 'executing': case 'cancelled': return undefined
  }
}

/** What the maker of a request is told when others have decided on it, when it was carried out, or when its time is over. Undefined: nothing. */
export const makerLetter = (approval: Approval, context: MakerLetterContext, words: MakerWords): Written | undefined => {
  const became = whatBecame(approval, context)
  if (became === undefined) return undefined
  const { subject, told } = words.became(became)
  const asked = words.asked(new Date(toMs(approval.recordedAtUs)).toISOString())
  return { subject, text: `${asked}\n\n  ${words.change(approval.change)}\n\n${told}\n\n${words.all(`${context.consoleUrl}/approvals?show=all`)} (${approval.id})\n` }
}
