import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { useKeyChange } from '../../api/keys.ts'
import { bindAddress, movingAddressesQuery, type MoveWish, unbindAddress } from '../../api/moving-addresses.ts'
import { Destroy } from '../../parts/destroy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ChoiceField, TextField } from '../../parts/field.tsx'
import { Id, Time, useCopy } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { faultOfField } from '../../parts/refusal-words.ts'
import { Badge, Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

/** Where an address changes by itself: entries that follow a name in the DNS, or a program that says where it is. */
export const MovingAddresses = ({ of: key, mayEdit }: { readonly of: KeySummary; readonly mayEdit: boolean }) => {
  const w = useWords()
  const moving = useQuery(movingAddressesQuery(key.id))
  const [isBinding, setBinding] = useState(false)
  return (
    <Section title={w.moving.title} action={mayEdit && key.allowList.mode === 'trusted' ? <button type="button" className="button button-small" onClick={() => setBinding(true)}><Icon name="plus" size={14} />{w.moving.add}</button> : undefined}>
      <p className="mb-2 text-soft">{w.moving.intro}</p>
      {moving.isPending ? <Loading rows={1} /> : moving.isLoadingError ? <Failed error={moving.error} retry={() => void moving.refetch()} /> : moving.data.length === 0 ? <p className="text-soft">{w.moving.none}</p> : (
        <ul className="divide-y divide-line">{moving.data.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <Badge kind="neutral">{w.moving.sources[one.source]}</Badge><Id text={one.name ?? one.id} what={one.name === null ? w.key.id : w.moving.name} /><span className="text-soft">→ {one.entries.length === 0 ? w.moving.nowhere : one.entries.map((entry) => <Id key={entry} text={entry} what={w.calls.address} />)}</span>
            {one.fault === null ? null : <Badge kind="caution">{one.fault}</Badge>}
            <span className="text-sm text-soft">{one.state === 'stays' ? w.moving.stays : w.moving.moves(one.movesInLastDay, one.movesLeft)}{one.lastMovedAt === null ? null : <> · {w.moving.moved} <Time at={one.lastMovedAt} /></>}{one.source === 'heartbeat' ? <> · {w.moving.heard} {one.lastHeardAt === null ? w.common.never : <Time at={one.lastHeardAt} />}</> : null}</span>
            {mayEdit ? <Destroy act="movingAddress.end" name={one.name ?? one.id} className="button-small ml-auto" destruction={() => unbindAddress(one.id)} /> : null}
          </li>
        ))}</ul>
      )}
      {isBinding ? <Bind of={key} onClose={() => setBinding(false)} /> : null}
    </Section>
  )
}

const Bind = ({ of: key, onClose }: { readonly of: KeySummary; readonly onClose: () => void }) => {
  const w = useWords()
  const [wish, setWish] = useState<{ readonly source: MoveWish['source']; readonly name: string; readonly within: string }>({ source: 'name', name: '', within: '' })
  const [token, setToken] = useState<string | null>(null)
  const [isCopied, copy] = useCopy()
  const binding = useKeyChange((asked: MoveWish) => bindAddress(key.id, asked))
  const within = wish.within.split(/[\s,;]+/).filter((block) => block !== '')
  const faultOf = (field: string): string | undefined => faultOfField(w, binding.error, field)
  const bind = async (): Promise<void> => {
    const changed = await binding.mutateAsync(wish.source === 'name' ? { source: 'name', name: wish.name.trim(), within } : { source: 'heartbeat', within }).catch(() => null)
    if (changed?.is === 'done' && changed.value.token !== null) setToken(changed.value.token)
    else if (changed !== null && changed.is !== 'cancelled') onClose()
  }
  if (token !== null) {
    return (
      <Dialog title={w.moving.token} onClose={onClose} footer={<button type="button" className="button button-primary" onClick={onClose}>{w.reveal.saved}</button>}>
        <div className="flex flex-col gap-3"><Note kind="caution">{w.settings.tokenOnce}</Note><output aria-label={w.moving.token} className="mono rounded-md bg-sunken px-3 py-2 break-all">{token}</output><button type="button" className="button w-fit" onClick={() => copy(token)}><Icon name={isCopied ? 'check' : 'copy'} size={14} />{isCopied ? w.common.copied : w.demo.fill}</button><p className="text-soft">{w.moving.tokenText}</p></div>
      </Dialog>
    )
  }
  return (
    <Dialog title={w.moving.add} onClose={onClose} footer={<><button type="button" className="button" onClick={onClose}>{w.common.cancel}</button><button type="submit" form="bind" className="button button-primary" disabled={binding.isPending || within.length === 0}>{w.moving.add}</button></>}>
      <form id="bind" className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void bind() }}>
        <ChoiceField label={w.moving.how} value={wish.source} among={['name', 'heartbeat']} wordOf={(source) => w.moving.sources[source]} onChoose={(source) => setWish({ ...wish, source })} />
        {wish.source === 'name' ? <TextField label={w.moving.name} required className="mono" placeholder="home.example.org" value={wish.name} fault={faultOf('name')} onChange={({ target }) => setWish({ ...wish, name: target.value })} /> : null}
        <TextField label={w.moving.within} hint={w.moving.withinHint} required className="mono" placeholder="203.0.113.0/24" value={wish.within} fault={faultOf('within')} onChange={({ target }) => setWish({ ...wish, within: target.value })} />
        <RefusedNote error={binding.error} />
      </form>
    </Dialog>
  )
}
