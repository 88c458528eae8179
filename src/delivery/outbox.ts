import type { LetterSummary, OutboxReader } from '../operations/outbox-list.ts'
import { messageSealId } from '../people/message.ts'
import type { PeopleStore } from '../people/people-store.ts'
import { openSealed, type SecretSealer } from '../people/sealed.ts'

/** The outbox as people read it: letters that no carrier took stand there with their text. */
export const outboxReader = (store: PeopleStore, sealer: SecretSealer): OutboxReader => ({
  newest: async (limit): Promise<readonly LetterSummary[]> => {
    const messages = [...await store.find('message', {})].sort((one, other) => other.timeUs - one.timeUs || (one.id < other.id ? 1 : -1)).slice(0, limit)
    return messages.map((message) => {
      const text = message.state === 'sent' ? undefined : openSealed(sealer, message, messageSealId(message.id))
      return { at: new Date(message.timeUs / 1_000).toISOString(), channel: message.channel, to: message.recipient, subject: message.subject, state: message.state, text: text ? Buffer.from(text).toString('utf8') : null }
    })
  },
})
