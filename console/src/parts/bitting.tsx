import type { Permission } from '../../../src/permission.ts'
import { useWords } from '../words/words.tsx'
import { PERMISSIONS, tierOf } from './rights.ts'

export interface BittingOf {
  readonly permissions: readonly Permission[]
  readonly allowList: { readonly mode: 'trusted' | 'unrestricted' }
  /** On, and not used for 30 days: a hollow tooth. */
  readonly unused?: readonly Permission[]
  /** On, and its clock runs out: half height. */
  readonly lapsing?: readonly Permission[]
}

const TOOTH = { width: 7, gap: 4, left: 34, tall: 17, half: 9, base: 24 } as const
const xOf = (position: number): number => TOOTH.left + position * (TOOTH.width + TOOTH.gap)

/**
 * A key drawn as its bitting: the bow (closed where the key is bound to addresses), then one position for each right, always in the same order.
 * It is never the only carrier of meaning: its text alternative says the rights in words.
 */
export const Bitting = ({ of, height = 24, grows = false }: { readonly of: BittingOf; readonly height?: number; readonly grows?: boolean }) => {
  const w = useWords()
  const { permissions, allowList, unused = [], lapsing = [] } = of
  const told = permissions.length === 0 ? w.bitting.none : permissions.map((name) => w.rights[name].short + (unused.includes(name) ? ` (${w.bitting.unused})` : lapsing.includes(name) ? ` (${w.bitting.lapsing})` : '')).join(', ')
  return (
    <svg viewBox="0 0 160 32" width={height * 5} height={height} role="img" aria-label={`${told}; ${w.bitting[allowList.mode]}`} className="shrink-0">
      {allowList.mode === 'trusted'
        ? <circle cx="15" cy="19" r="9.5" fill="none" className="stroke-tooth" strokeWidth="4" />
        : <path d="M 21.7 12.3 A 9.5 9.5 0 1 0 21.7 25.7" fill="none" className="stroke-caution" strokeWidth="4" strokeLinecap="round" />}
      <path d={`M24 ${TOOTH.base}H156l-3 5H24z`} className="fill-metal" />
      {PERMISSIONS.map((name, position) => {
        if (!permissions.includes(name)) return null
        const tall = lapsing.includes(name) ? TOOTH.half : TOOTH.tall
        const isRed = tierOf(name) === 'move out'
        const shape = { x: xOf(position), y: TOOTH.base - tall, width: TOOTH.width, height: tall, rx: 1 }
        return unused.includes(name)
          ? <rect key={name} {...shape} x={shape.x + 0.75} width={TOOTH.width - 1.5} fill="none" strokeWidth="1.5" className={isRed ? 'stroke-danger' : 'stroke-tooth'} />
          : <rect key={name} {...shape} className={`${isRed ? 'fill-danger' : 'fill-tooth'} ${grows ? 'tooth-grow' : ''}`} />
      })}
    </svg>
  )
}

/** The sign of the house: a key with three cuts. */
export const Logo = ({ size = 26 }: { readonly size?: number }) => (
  <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
    <circle cx="8" cy="16" r="5.5" fill="none" className="stroke-accent" strokeWidth="3" />
    <path className="fill-accent" d="M13 17h18v3H13zM15 9h3v8h-3zM20 12h3v5h-3zM25 8h3v9h-3z" />
  </svg>
)
