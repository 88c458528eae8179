/**
 * Who may do what, and how freshly it must be confirmed: one row an act. Endpoints, pages and commands ask this table; nothing else lists it.
 */
export const ROLES = ['owner', 'admin', 'trader', 'approver', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** `none`: the session is enough. `plain`: one fresh factor. `grave`: two of different kinds. */
export type Gravity = 'none' | 'plain' | 'grave'

interface ActRow {
  /** Roles that may do it to anything of the account. */
  readonly roles: readonly Role[]
  /** Roles that may do it to what is their own. */
  readonly ownOf: readonly Role[]
  readonly gravity: Gravity
  /** False: it only looks. */
  readonly isChange: boolean
}

const LEAD: readonly Role[] = ['owner', 'admin']
const looks = (roles: readonly Role[], ownOf: readonly Role[] = []): ActRow => ({ roles, ownOf, gravity: 'none', isChange: false })
const changes = (gravity: Gravity, roles: readonly Role[], ownOf: readonly Role[] = []): ActRow => ({ roles, ownOf, gravity, isChange: true })
/** What people do to themselves, whatever their role. */
const self = (gravity: Gravity): ActRow => changes(gravity, [], ROLES)

export const ACTS = {
  'account.see': looks(ROLES),
  'key.see': looks(['owner', 'admin', 'approver', 'auditor'], ['trader']),
  'callLog.see': looks(['owner', 'admin', 'auditor'], ['trader']),
  'person.see': looks(ROLES),
  'approval.see': looks(['owner', 'admin', 'approver', 'auditor'], ['trader']),
  'alert.see': looks(['owner', 'admin', 'auditor'], ['trader']),
  'external.see': looks(['owner', 'admin', 'auditor'], ['trader']),
  'audit.see': looks(['owner', 'admin', 'auditor']),
  // It holds the codes and links of everybody: who reads it can be anybody.
  'outbox.see': looks(['owner']),

  'key.createReading': changes('plain', LEAD, ['trader']),
  'key.create': changes('grave', LEAD, ['trader']),
  'key.rotate': changes('grave', LEAD, ['trader']),
  'key.grant': changes('grave', LEAD, ['trader']),
  'key.widen': changes('grave', LEAD, ['trader']),
  // A secret that waited for several people's yes; the operation tells it to whoever asked for the key alone.
  'key.tellSecret': changes('grave', LEAD, ['trader']),
  'key.edit': changes('plain', LEAD, ['trader']),
  'key.extend': changes('plain', LEAD, ['trader']),
  // The decision that it stays as it is; what narrows or deletes is confirmed as that.
  'key.review': changes('plain', LEAD, ['trader']),
  'key.enable': changes('plain', LEAD, ['trader']),
  'key.disable': changes('plain', LEAD, ['trader']),
  'key.delete': changes('plain', LEAD, ['trader']),
  'key.lockdown': changes('plain', LEAD, ['trader']),

  // They open nothing, and what an alert says was told by mail before.
  'alert.decide': changes('none', LEAD, ['trader']),
  'alert.settings': changes('plain', LEAD),
  'program.mark': changes('none', LEAD, ['trader']),

  // Keys of other exchanges: what is entered opens nothing here. Whoever may enter one may have it examined, which only reads.
  'external.add': changes('plain', LEAD, ['trader']),
  'external.edit': changes('plain', LEAD, ['trader']),
  'external.remove': changes('plain', LEAD, ['trader']),

  // Calls and funds of play alone; what moves money there is money.transfer and money.withdraw besides.
  'sandbox.act': changes('none', LEAD, ['trader']),
  'sandbox.manage': changes('none', ['owner']),

  'product.open': changes('plain', LEAD),
  'policy.edit': changes('grave', LEAD),
  'subAccount.create': changes('plain', LEAD),
  'subAccount.edit': changes('plain', LEAD),
  'subAccount.close': changes('plain', LEAD),

  'money.transfer': changes('plain', LEAD),
  'money.withdraw': changes('grave', LEAD),
  'address.add': changes('grave', LEAD),
  'address.remove': changes('plain', LEAD),
  // The white list on, a longer wait, a lock: what lets less out.
  'withdrawal.restrict': changes('plain', LEAD),
  'withdrawal.loosen': changes('grave', LEAD),
  'approval.decide': changes('grave', ['owner', 'admin', 'approver']),
  // Whoever asked for it takes it back; that it is theirs is the approval's own business.
  'approval.cancel': changes('plain', LEAD, ['trader', 'approver']),
  'approvalRule.edit': changes('grave', ['owner']),

  'person.invite': changes('grave', LEAD),
  'person.changeRole': changes('grave', LEAD),
  'person.remove': changes('plain', LEAD),
  'person.offBoard': changes('plain', LEAD),
  'invitation.withdraw': changes('plain', LEAD),
  'stepUpPolicy.edit': changes('grave', ['owner']),

  'factor.add': self('grave'),
  'factor.remove': self('grave'),
  'recoveryCodes.renew': self('grave'),
  'password.change': self('grave'),
  'phone.change': self('grave'),
  'token.make': self('grave'),
  'token.end': self('none'),
  'session.end': self('none'),
} as const satisfies Readonly<Record<string, ActRow>>

export type Act = keyof typeof ACTS

/** Every act, in the order of the table. */
// Object.keys forgets that the names are exactly those of ACTS.
export const ACT_NAMES = Object.keys(ACTS) as readonly Act[]

/** The row of an act, with the types of every row rather than of its own. */
export const actRow = (act: Act): ActRow => ACTS[act]

export interface Circumstances {
  /** What is acted on is the person's own (a key they made, their own factors). */
  readonly isOwn?: boolean
  /** The roles that the act gives, takes or ends: only owners touch owners. */
  readonly touchesRoles?: readonly Role[]
}

/** Whether a role may do an act. The one place where this is decided. */
export const mayAct = (role: Role, act: Act, { isOwn = false, touchesRoles = [] }: Circumstances = {}): boolean => {
  const row = actRow(act)
  if (touchesRoles.includes('owner') && role !== 'owner') return false
  return row.roles.includes(role) || (isOwn && row.ownOf.includes(role))
}

export interface RoleHeld {
  readonly accountId: number
  readonly role: Role
}

/** Roles that reach from a main account into its sub-accounts. */
const REACHES_DOWN: ReadonlySet<Role> = new Set(['owner', 'admin', 'auditor'])

/**
 * The role on an account: the one held on it, else an owner's, admin's or auditor's on the account above.
 * @param parentId the main account above, null where there is none
 */
export const roleOn = (held: readonly RoleHeld[], accountId: number, parentId: number | null): Role | undefined => {
  const here = held.find((one) => one.accountId === accountId)
  if (here) return here.role
  const above = parentId === null ? undefined : held.find((one) => one.accountId === parentId)
  return above && REACHES_DOWN.has(above.role) ? above.role : undefined
}

/** The weaker of two roles where one includes the other's acts; undefined where they only overlap. A token may never do more than its person. */
export const isWithin = (role: Role, limit: Role): boolean =>
  role === limit || ACT_NAMES.every((act) => !mayAct(role, act) || mayAct(limit, act)) && ACT_NAMES.every((act) => !mayAct(role, act, { isOwn: true }) || mayAct(limit, act, { isOwn: true }))

/** The role of somebody who was let in, by a session or by a token: of a token the lesser of its own and its person's; none where neither includes the other. */
export const roleOfPrincipal = ({ held, atMost }: { readonly held: readonly RoleHeld[]; readonly atMost?: readonly RoleHeld[] }, accountId: number, parentId: number | null): Role | undefined => {
  const role = roleOn(held, accountId, parentId)
  if (atMost === undefined || role === undefined) return role
  const own = roleOn(atMost, accountId, parentId)
  return own === undefined ? undefined : isWithin(role, own) ? role : isWithin(own, role) ? own : undefined
}
