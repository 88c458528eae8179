/** What the access review says. */
export const reviews = {
  intro: 'Each key with its use: keep it, narrow it or delete it. What nobody needs is only of use to a thief.',
  states: { overdue: 'Overdue', due: 'Due', later: 'Reviewed', none: 'Without a rhythm' }, count: (count: number) => `${count} ${count === 1 ? 'key' : 'keys'}`,
  due: 'Due', next: 'Next', every: (days: number) => `every ${days} days`, noRhythm: 'Nobody is asked to review it.', setRhythm: 'Set the rhythm', rhythmText: 'The policy of an account says how often each of its keys is reviewed.',
  waiting: (count: number) => `${count} ${count === 1 ? 'key waits' : 'keys wait'} for a decision.`,
  none: 'No key to review', noneText: 'Keys appear here as soon as there are any.', allDone: 'Every key is reviewed. The next ones come by themselves.', noRhythmYet: 'No account has a rhythm yet, so nobody is asked to look. You can decide of each key all the same.',
  never: 'Never used.', lastUsed: 'Last used', from: 'from', uses: (rights: string) => `Uses: ${rights}.`, neverUsed: (rights: string) => `Never used: ${rights}.`,
  last: { keep: 'kept', narrow: 'narrowed', delete: 'deleted' }, lastDecision: (decision: string) => `Last review: ${decision}`, unreviewed: 'Not reviewed since it was made.',
  keep: 'Keep', keepIt: (label: string) => `Keep ${label} as it is`, narrow: 'Narrow', narrowIt: (label: string) => `Narrow ${label}`, delete: 'Delete', review: 'Review',
  mark: (label: string) => `Mark ${label}`, keepMarked: (count: number) => `Keep ${count} ${count === 1 ? 'key' : 'keys'} as ${count === 1 ? 'it is' : 'they are'}`,
  note: 'Note', noteHint: 'Why, for the record. May be empty.', keepText: 'Nothing changes but the date of the next review.', keepManyText: 'Each of these was looked at and is still needed. Nothing changes but the date of its next review; the record names you and the note for each.',
  turnOff: 'Turn off', turnOffText: 'Marked is what its use did without.', advised: 'not needed', proposed: 'proposed', bindTo: 'From where', chooseSome: 'Mark what is to be turned off.', allOff: 'That turns everything off: delete the key instead.',
  kept: (label: string) => `${label} stays as it is.`, narrowed: (label: string) => `${label} is narrower now.`, deleted: (label: string) => `${label} is deleted.`, keptMany: (count: number) => `${count} ${count === 1 ? 'key stays as it is' : 'keys stay as they are'}.`,
}
