import type { RiskSummary } from '../../../src/operations/operator.ts'
import type { Permission } from '../../../src/permission.ts'
import type { Words } from '../words/english.ts'

const rightsOf = (permissions: readonly Permission[], w: Words): string => permissions.map((name) => w.rights[name].short).join(w.common.comma)

/** Why a key has its grade, the gravest first, in the reader's language. */
export const riskReasons = ({ grounds, reasons }: RiskSummary, w: Words): readonly string[] => {
  const { risk } = w.server
  return risk === null ? reasons : grounds.map(({ about, count, permissions }) => risk.grounds[about](count ?? 0, rightsOf(permissions, w)))
}

/** The one change that would lower it most. */
export const bestStep = (best: NonNullable<RiskSummary['best']>, w: Words): string => w.server.risk?.changes[best.change](rightsOf(best.permissions, w)) ?? best.text
