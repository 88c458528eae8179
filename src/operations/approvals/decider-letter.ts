import type { Approval } from '../../approvals/approval.ts'
import type { QuotedChange, Written } from '../../people/letters.ts'
import { toMs } from '../../time.ts'

/** Who asks: somebody by name, a key by its label and id, or the operator at the machine. */
export type AskedBy = { readonly is: 'person' | 'key'; readonly name: string } | { readonly is: 'operator' }

export interface DeciderWords {
  readonly subject: string
  asked(by: AskedBy): string
  change(change: QuotedChange): string
  /** @param until `2026-11-27 05:40 UTC` */
  waits(until: string, needed: number): string
  /** Where it is decided: a page that asks for factors. No link decides. */
  where(url: string): string
  readonly decidesNothing: string
  /** Of the last letter within an hour: what else waits is seen in the console alone. */
  readonly noMore: string
}

const minuteOf = (timeUs: number): string => `${new Date(toMs(timeUs)).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** What whoever may decide on a request is told when it begins to wait. @param isLast no other such letter follows for a while */
export const deciderLetter = ({ id, change, expiresAtUs, needed }: Approval, by: AskedBy, consoleUrl: string, words: DeciderWords, isLast = false): Written => ({
  subject: words.subject,
  text: `${words.asked(by)}\n\n  ${words.change(change)}\n\n${words.waits(minuteOf(expiresAtUs), needed)}\n\n${words.where(`${consoleUrl}/approvals`)} (${id})\n\n${words.decidesNothing}${isLast ? ` ${words.noMore}` : ''}\n`,
})
