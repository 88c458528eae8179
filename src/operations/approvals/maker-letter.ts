import type { Approval } from '../../approvals/approval.ts'
import { plainLine } from '../../people/person.ts'
import { HOUR, toMs } from '../../time.ts'
import { closerOf } from './approval-summary.ts'
import { RELEASE } from '../money-out/money-out.ts'

interface Words {
  readonly subject: string
  readonly text: string
}

export interface MakerLetterContext {
  readonly nameOf: (personId: string) => string
  /** `http://localhost:8081` */
  readonly consoleUrl: string
  /** False: what is approved is carried out as soon as it can be, and not in this very moment. */
  readonly isCarriedOutNow: boolean
}

const listed = (names: readonly string[]): string => names.map(plainLine).join(', ')

/** What is asked for again brings a new request; a withdrawal's money was held meanwhile. */
const nothingChanged = ({ operation }: Approval): string => (operation === RELEASE ? 'Nothing left: what was held for it is yours to use again.' : 'Nothing was changed.')

/** What became of it; undefined where its maker has nothing to hear: it goes on in the same moment, or they took it back themselves. */
const whatBecame = (approval: Approval, { nameOf, isCarriedOutNow }: MakerLetterContext): { readonly subject: string; readonly told: string } | undefined => {
  const approvers = listed(approval.votes.map(({ personId }) => nameOf(personId)))
  switch (approval.state) {
    case 'approved': return isCarriedOutNow ? undefined : { subject: 'Your change was approved', told: `It was approved by ${approvers}, and is carried out as soon as the server runs.` }
    case 'done': return { subject: 'Your change was carried out', told: `It was approved by ${approvers}, and carried out.` }
    case 'failed': return { subject: 'Your change could not be carried out', told: `It was approved by ${approvers}, but could not be carried out: ${approval.remark ?? ''}\n${nothingChanged(approval)}` }
    case 'rejected': return { subject: 'Your change was refused', told: `${plainLine(nameOf(closerOf(approval) ?? 'Somebody'))} refused it. ${nothingChanged(approval)}` }
    case 'expired': return { subject: 'Your change was not approved in time', told: `It waited ${Math.round((approval.expiresAtUs - approval.madeAtUs) / HOUR)} hours, and not enough people approved it. ${nothingChanged(approval)} Ask anew if you still need it.` }
    case 'waiting': case 'executing': case 'cancelled': return undefined
  }
}

/** What the maker of a request is told when others have decided on it, when it was carried out, or when its time is over. Undefined: nothing. */
export const makerLetter = (approval: Approval, context: MakerLetterContext): Words | undefined => {
  const became = whatBecame(approval, context)
  if (became === undefined) return undefined
  const asked = new Date(toMs(approval.recordedAtUs)).toISOString()
  return { subject: became.subject, text: `You asked for this at ${asked}:\n\n  ${approval.change.sentence}\n\n${became.told}\n\nAll you asked for: ${context.consoleUrl}/approvals?show=all (${approval.id})\n` }
}
