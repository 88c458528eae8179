import type { StepUpAsked } from '../../../src/operations/operation.ts'

/** A confirmation that waits for the reader. */
export interface PendingStepUp {
  readonly asked: StepUpAsked
  settle(id: string | null): void
}

let pending: PendingStepUp | null = null
const listeners = new Set<() => void>()
const tellAll = (): void => { for (const listen of listeners) listen() }

/** Where requests wait while the reader gives factors; the one step-up dialog of the page stands behind it. */
export const stepUpDesk = {
  confirm: (asked: StepUpAsked): Promise<string | null> => new Promise((resolve) => {
    pending?.settle(null)
    pending = { asked, settle: (id) => { pending = null; tellAll(); resolve(id) } }
    tellAll()
  }),
  pending: (): PendingStepUp | null => pending,
  subscribe: (listen: () => void): (() => void) => { listeners.add(listen); return () => listeners.delete(listen) },
}
