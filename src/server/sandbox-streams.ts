import type { Account } from '../accounts/account.ts'
import type { Environment } from '../environment.ts'
import type { AccountId } from '../ids.ts'
import type { SandboxStreams } from '../operations/sandbox-listening.ts'
import type { EnvironmentStreams } from './sockets/environment-streams.ts'

/** The accounts' events of the sandboxes for people: through the same listeners that the wire's streams have, cut off by the same rules. */
export const sandboxStreams = (streams: Readonly<Record<Environment, Pick<EnvironmentStreams, 'user'>>>, accounts: { byId(id: AccountId): Account | undefined }): SandboxStreams => ({
  listen: ({ environment, key, from }, { onChanged, onEnded }) => {
    const { user } = streams[environment]
    const account = accounts.byId(key.accountId)
    if (!account || !user.opens({ key, account }, from)) return null
    return user.listen({ caller: { key, account }, topic: 'changes', address: from, timeUnit: 'MILLISECOND', hear: onChanged, onEnded })
  },
})
