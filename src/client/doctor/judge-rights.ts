import { presetNamed } from '../../authority/presets.ts'
import { PLAIN_LIFE } from '../../authority/key-life.ts'
import { type Risk, riskOf, tierOf } from '../../authority/risk.ts'
import type { Environment } from '../../environment.ts'
import { PERMISSION_TABLE, type Permission, permissionBits } from '../../permission.ts'
import { DAY, type TimeUs, toMs } from '../../time.ts'
import type { Finding, HeldRights } from '../../watch/external/examination.ts'

/** Reads `GET /sapi/v1/account/apiRestrictions`. A field that is missing is a right that is not there. */
export const rightsFrom = (body: Readonly<Record<string, unknown>>): HeldRights => ({
  permissions: PERMISSION_TABLE.filter(({ wireField }) => body[wireField] === true).map(({ name }) => name),
  isBound: body['ipRestrict'] === true,
  createdAtMs: typeof body['createTime'] === 'number' ? body['createTime'] : 0,
  tradingEndsAtMs: typeof body['tradingAuthorityExpirationTime'] === 'number' ? body['tradingAuthorityExpirationTime'] : null,
})

/** The grade of a key that lives elsewhere: its list and its last use are not known, so neither counts against it. */
export const riskOfHeld = ({ permissions, isBound, createdAtMs }: HeldRights, environment: Environment, nowUs: TimeUs): Risk => {
  const createdAtUs = createdAtMs * 1_000
  const usedNow = { timeUs: nowUs, perPermission: Object.fromEntries(permissions.map((permission) => [permission, nowUs])) }
  return riskOf({ permissions: permissionBits(permissions), allowList: isBound ? { mode: 'trusted', entries: [] } : { mode: 'unrestricted' }, environment, createdAtUs, expiresAtUs: null, life: PLAIN_LIFE }, usedNow, nowUs)
}

const labelsOf = (permissions: readonly Permission[]): string => PERMISSION_TABLE.filter(({ name }) => permissions.includes(name)).map(({ label }) => label).join(', ')

/** What the key opens, and whether that is much. */
export const rightsFinding = ({ permissions }: HeldRights): Finding => {
  if (permissions.length === 0) return { probe: 'rights', verdict: 'advice', what: 'It has no right at all: only public data is open to it.', remedy: 'Turn on Enable Reading where it is meant to read.' }
  const tier = tierOf(permissionBits(permissions))
  const what = `It has: ${labelsOf(permissions)}.`
  if (tier === 'move out') return { probe: 'rights', verdict: 'advice', what, remedy: 'It can send funds away for good. Take the withdrawal right away unless a program must withdraw by itself.' }
  return tier === 'move inside' ? { probe: 'rights', verdict: 'advice', what, remedy: 'It moves funds between wallets or accounts. Give that right to a key of its own.' } : { probe: 'rights', verdict: 'fine', what, remedy: null }
}

/** From where it may be used. */
export const bindingOf = ({ permissions, isBound, tradingEndsAtMs }: HeldRights, nowMs: number): Finding => {
  if (isBound) return { probe: 'binding', verdict: 'fine', what: 'It is bound to addresses.', remedy: null }
  const isReading = tierOf(permissionBits(permissions)) === 'see'
  const daysLeft = tradingEndsAtMs === null ? null : Math.max(0, Math.floor((tradingEndsAtMs - nowMs) / toMs(DAY)))
  return {
    probe: 'binding', verdict: isReading ? 'advice' : 'fault',
    what: `It may be used from anywhere: a copy works on every machine.${daysLeft === null ? '' : ` Its trading rights lapse in ${daysLeft} days.`}`,
    remedy: 'Restrict it to the addresses it is used from.',
  }
}

/** What it has beyond its user type, or lacks of it. */
export const fitOf = ({ permissions }: HeldRights, presetName: string | undefined): readonly Finding[] => {
  const preset = presetName === undefined ? undefined : presetNamed(presetName)
  if (!preset) return []
  const [excess, missing] = [permissions.filter((right) => !preset.rights.includes(right) && !preset.furtherRights.includes(right)), preset.rights.filter((right) => !permissions.includes(right))]
  const subject = `A key for "${preset.title}"`
  if (excess.length > 0) return [{ probe: 'fit', verdict: 'advice', what: `${subject} needs less: ${labelsOf(excess)} ${excess.length === 1 ? 'is' : 'are'} too much.`, remedy: 'Turn them off.' }]
  if (missing.length > 0) return [{ probe: 'fit', verdict: 'fault', what: `${subject} needs more: ${labelsOf(missing)}.`, remedy: 'Turn them on, or choose another user type.' }]
  return [{ probe: 'fit', verdict: 'fine', what: `${subject} has just these rights.`, remedy: null }]
}
