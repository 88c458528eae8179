import { codeInLetter } from '../../operations/letters/code-in-letter.ts'
import { demoOwnerTold } from './answers/people-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { answer, openRoute, type Route } from './route.ts'

/**
 * What stands in for a phone and a mailbox in a demo: its owner's address, password, and the codes that would be taken now. It is told before anybody
 * signed in, so that a newcomer needs neither a file nor the command line. Whoever asks sits at this machine, where the demo listens alone: `isHereOnly`.
 * The password is the one that the demo file has; where the file is gone, nobody can tell it any more.
 */
export const demoRoutes = ({ operator, demoPassword }: ConsoleParts): readonly Route[] => [
  openRoute({
    method: 'GET', path: '/api/demo/owner', tag: 'Demo', summary: 'How to come in as the demo owner; refused outside a demo, and to whoever is not at this machine', isHereOnly: true,
    value: demoOwnerTold,
    act: async () => {
      const owner = await operator.demoCode()
      if (!owner.ok) return { is: 'refused', refused: owner.refused }
      const { email, fresh, secondsLeft } = owner.value
      const letters = await operator.outboxList(50)
      const mailCode = letters.ok ? letters.value.filter(({ to }) => to === email).map(({ text }) => codeInLetter(text ?? '')).find((code) => code !== undefined) : undefined
      return answer({ email, password: demoPassword(), totp: fresh, secondsLeft, mailCode: mailCode ?? null })
    },
  }),
]
