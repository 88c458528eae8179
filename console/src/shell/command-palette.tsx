import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { keysQuery } from '../api/keys.ts'
import { useMay } from '../api/session.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Loading, Unread } from '../parts/states.tsx'
import { useWords } from '../words/words.tsx'
import { usePages } from './shell.tsx'

interface Entry {
  readonly id: string
  readonly icon: IconName
  readonly kind: string
  readonly text: string
  readonly more: string
  readonly to: string
}

/** Any page, key, request id or action by typing: a combobox over a list, as WAI-ARIA describes it. */
export const CommandPalette = ({ onClose }: { readonly onClose: () => void }) => {
  const w = useWords()
  const may = useMay()
  const pages = usePages()
  const navigate = useNavigate()
  const known = useQuery(keysQuery)
  const keys = known.data ?? []
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const fits = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  const all: Entry[] = [
    ...(may('key.create') || may('key.createReading') ? [{ id: 'create', icon: 'plus' as const, kind: w.palette.action, text: w.palette.createKey, more: '', to: '/keys/create' }] : []),
    ...pages.map((page) => ({ id: page.path, icon: page.icon, kind: w.palette.pages, text: w.nav[page.word], more: '', to: page.path })),
    ...keys.map((key) => ({ id: key.id, icon: 'keys' as const, kind: w.palette.key, text: key.label, more: `${key.id} ${key.apiKey}`, to: `/keys/${key.id}` })),
  ]
  const entries = all.filter(({ text, more, kind }) => fits(`${text} ${more} ${kind}`)).slice(0, 12)
  const requestId = typed.trim()
  if (/^[\w-]{16,}$/.test(requestId) && !requestId.startsWith('bit1')) entries.push({ id: 'request', icon: 'refused', kind: w.palette.request, text: requestId, more: '', to: `/refused?request=${encodeURIComponent(requestId)}` })
  const chosen = entries[Math.min(at, entries.length - 1)]
  const go = (entry: Entry | undefined): void => {
    if (!entry) return
    onClose()
    void navigate({ href: entry.to })
  }
  return (
    <Dialog title={w.palette.title} onClose={onClose}>
      <input role="combobox" aria-expanded="true" aria-controls={`${id}-list`} aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined} aria-autocomplete="list" aria-label={w.palette.hint} placeholder={w.palette.hint} className="input" autoFocus autoComplete="off" spellCheck={false} value={typed}
        onChange={(event) => { setTyped(event.target.value); setAt(0) }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); setAt((at + (event.key === 'ArrowDown' ? 1 : entries.length - 1)) % Math.max(1, entries.length)) }
          if (event.key === 'Enter') { event.preventDefault(); go(chosen) }
        }} />
      <Unread of={[known]} className="mt-3" />
      {known.isPending ? <Loading rows={1} /> : null}
      {entries.length === 0 ? (!known.isSuccess ? null : <p className="px-1 py-6 text-center text-soft">{w.palette.none}</p>) : (
        <ul id={`${id}-list`} role="listbox" aria-label={w.palette.title} className="mt-3 max-h-[50dvh] overflow-y-auto">
          {entries.map((entry, index) => (
            <li key={entry.id} id={`${id}-${entry.id}`} role="option" aria-selected={entry === chosen} onMouseMove={() => setAt(index)} onClick={() => go(entry)} className={`flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-3 ${entry === chosen ? 'bg-accent-soft' : ''}`}>
              <Icon name={entry.icon} /><span className="min-w-0 truncate">{entry.text}</span><span className="ml-auto text-sm whitespace-nowrap text-soft">{entry.kind}</span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
