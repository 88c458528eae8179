/** Line drawings on a 20 grid; each stands beside a word, so none has a name of its own. */
const PATHS = {
  alerts: 'M10 3a5 5 0 0 0-5 5c0 4-1.500 5-1.500 5h13S15 12 15 8a5 5 0 0 0-5-5ZM8.500 16a1.600 1.600 0 0 0 3 0',
  overview: 'M3 10.5 10 4l7 6.5M5 9v7h10V9', keys: 'M7 13a3.5 3.5 0 1 1 3.2-4.9H17v3h-1.5v2h-2.5v-2h-2.8A3.5 3.5 0 0 1 7 13Z', refused: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM5.2 5.2l9.6 9.6',
  calls: 'M3 15V9m4.5 6V5M12 15v-4m4.5 4V7', audit: 'M6 3h8v14H6zM8.5 7h3M8.5 10h3M8.5 13h2', settings: 'M4 6h7m4 0h1M4 14h1m4 0h7M13 4v4M7 12v4', people: 'M7.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3 16c.3-2.7 2-4 4.5-4s4.200 1.3 4.500 4M13 9a2 2 0 1 0-.5-3.9M14 12c1.800.3 2.800 1.500 3 4',
  accounts: 'M4 4h5v5H4zM11 11h5v5h-5zM6.500 9v4.500H11', products: 'M4 7l6-3 6 3-6 3-6-3ZM4 10.500l6 3 6-3M4 14l6 3 6-3', approvals: 'M4 10.500l3.500 3.500L16 6', addresses: 'M5 3.500h10v13H5zM8 7h4M8 10h4', lockdown: 'M5 9h10v7H5zM7 9V6.500a3 3 0 0 1 6 0V9',
  learn: 'M10 5.500C8 4 5.500 4 3.500 4.500v11c2-.5 4.500-.5 6.500 1 2-1.500 4.500-1.500 6.500-1v-11c-2-.5-4.500-.5-6.500 1ZM10 5.500v11', sandbox: 'M6 4v12M6 6.500h-1.500v5H6M14 4v12m0-8h1.500v5H14M10 6v8', rights: 'M3.500 4h13v12h-13zM3.500 8h13M3.500 12h13M8 4v12M12 4v12',
  check: 'M4.500 10.500l3.500 3.500 7.500-8', cross: 'M5 5l10 10M15 5L5 15', dash: 'M5 10h10', warning: 'M10 3.500 17.500 16.500h-15L10 3.500ZM10 8.500v3.500M10 14v.5', info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 9v5M10 6v.5', copy: 'M7 7h9v9H7zM13 7V4H4v9h3', plus: 'M10 4v12M4 10h12', search: 'M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4ZM13 13l3.500 3.500',
  review: 'M4 4.500h8M4 8.500h5M4 12.500h4M10.500 13.500l2.500 2.500 4.500-6',
  canary: 'M3 15.500l3-3.500c-.5-4.500 2-7.500 5.500-7.500 2 0 3.200 1.200 3.300 3l2.700.7-2.500 1.800c0 3.500-3 5.500-6 5.500H3ZM11.800 7.300v.2M7.500 11.500c2 .3 3.500-.5 4.500-2',
  more: 'M4 6h12M4 10h12M4 14h12', down: 'M5.500 8l4.500 4.500L14.500 8', left: 'M12 5l-5 5 5 5', right: 'M8 5l5 5-5 5', up: 'M5.500 12l4.500-4.500 4.500 4.500', shield: 'M10 3l6 2v5c0 3.500-2.500 6-6 7-3.500-1-6-3.500-6-7V5l6-2Z', clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 6v4l3 2', mail: 'M3 5h14v10H3zM3 6l7 5 7-5', edit: 'M4 16l.5-3L13 4.500 15.500 7 7 15.500 4 16Z',
  download: 'M10 3.500v9M6.500 9l3.500 3.500L13.500 9M4 16.500h12', trash: 'M4.500 6h11M8 6V4h4v2M6 6l.5 10.500h7L14 6', user: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4.500 16.500c.5-3 2.500-4.500 5.500-4.500s5 1.500 5.500 4.500', panel: 'M3.500 4h13v12h-13zM8 4v12', rotate: 'M15.500 8A6 6 0 0 0 5 6.500L3.500 8M3.500 4v4h4M4.500 12A6 6 0 0 0 15 13.500l1.500-1.500M16.500 16v-4h-4', external: 'M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7', flask: 'M8 3h4M9 3v5l-4.500 8h11L11 8V3',
} as const
export type IconName = keyof typeof PATHS

export const Icon = ({ name, size = 18, className = '' }: { readonly name: IconName; readonly size?: number; readonly className?: string }) => (
  <svg viewBox="0 0 20 20" width={size} height={size} className={`shrink-0 ${className}`} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
)
