import { membersOf } from '../../audit/entry.ts'
import type { KeyEdit } from '../../authority/authority.ts'
import type { ReviewOutcome } from '../../authority/key-review.ts'
import { apiKeyId } from '../../ids.ts'
import { brokenRules } from '../broken-rules.ts'
import { summarize } from '../key-summary.ts'
import type { Described, Operation } from '../operation.ts'
import type { KeyChange, KeySummary } from '../operator.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { deleteKey } from './close.ts'
import { editKey, editOf } from './edit.ts'
import { aboutKey, actOf, keyOfId, type KeyParts } from './key-parts.ts'
import { namedKey, nameOfKey, particulars, shapeOf, shapeSentence } from './key-words.ts'

/** What narrows a key, as its advice has it. */
export type NarrowingChange = Pick<KeyChange, 'revoke' | 'allowList' | 'guardRails'>

/** What somebody who reviewed a key decides. */
export type ReviewWish = {
  /** Its id. */
  readonly key: string
  /** Why, for the record. */
  readonly note?: string
} & ({ readonly decision: 'keep' | 'delete' } | { readonly decision: 'narrow'; readonly change: NarrowingChange })

const MOST_NOTE = 500

const noteOf = ({ note }: ReviewWish): string | null => note?.trim() || null

/**
 * Decides of a key that was reviewed: it stays, is narrowed, or is deleted. What narrows and deletes is described, weighed and confirmed as the
 * edit or the deletion that it is; the decision and what it changes are kept together or not at all.
 */
export const reviewKey = (parts: KeyParts): Operation<ReviewWish, KeySummary> => {
  const [edit, remove] = [editKey(parts), deleteKey(parts)]

  const described = async (wish: ReviewWish): Promise<Outcome<Described>> => {
    switch (wish.decision) {
      case 'keep': {
        const key = await keyOfId(wish.key, parts)
        if (!key.ok) return key
        const rehearsed = await parts.authority.review(key.value.id, { decision: 'keep', note: noteOf(wish) }, { actor: 'system', source: 'local', nowUs: parts.clock.nowUs(), isRehearsal: true })
        if (!rehearsed.ok) return brokenRules(rehearsed)
        return done({ change: { act: 'key.review', accountId: key.value.accountId, subject: key.value.id, details: { key: particulars(key.value) }, sentence: `Keep ${nameOfKey(key.value)} as it is: ${shapeSentence(key.value)}`, told: { is: 'key.keep', key: namedKey(key.value), shape: shapeOf(key.value) } }, holderId: key.value.holderId })
      }
      case 'narrow': {
        const narrowed = await edit.describe({ key: wish.key, change: wish.change })
        if (!narrowed.ok) return narrowed
        return narrowed.value.change.act === 'key.edit' ? narrowed : refused('notNarrower', 'This would open more than the key opens now.', 'A review narrows. What opens more is an edit of its own: ./bitting keys edit')
      }
      case 'delete': return remove.describe({ key: wish.key })
    }
  }

  const outcomeOf = async (wish: ReviewWish, nowUs: number): Promise<Outcome<ReviewOutcome>> => {
    const note = noteOf(wish)
    if (wish.decision !== 'narrow') return done({ decision: wish.decision, note })
    const key = await keyOfId(wish.key, parts)
    if (!key.ok) return key
    const narrowing: Outcome<KeyEdit> = editOf(key.value, wish.change, nowUs)
    return narrowing.ok ? done({ decision: 'narrow', note, edit: narrowing.value }) : narrowing
  }

  return {
    name: 'reviews.decide',
    about: ({ key }) => aboutKey(key, 'key.review', parts),
    describe: async (wish) => {
      const note = noteOf(wish)
      if (note !== null && note.length > MOST_NOTE) return refused('wrongInput', `The note has ${note.length} characters; at most ${MOST_NOTE} are kept.`, 'Say it in fewer words.')
      const found = await described(wish)
      if (!found.ok) return found
      const { change } = found.value
      return done({ ...found.value, change: { ...change, details: { review: { decision: wish.decision, note }, ...membersOf(change.details) }, sentence: `After a review: ${change.sentence}${note === null ? '' : ` Note: ${note}`}`, told: { is: 'key.afterReview', change: { told: change.told, sentence: change.sentence }, note } } })
    },
    perform: async (wish, doing) => {
      const outcome = await outcomeOf(wish, doing.nowUs)
      if (!outcome.ok) return outcome
      const reviewed = await parts.authority.review(apiKeyId(wish.key), outcome.value, actOf(doing))
      return reviewed.ok ? done(await summarize(reviewed.key, parts)) : brokenRules(reviewed)
    },
  }
}
