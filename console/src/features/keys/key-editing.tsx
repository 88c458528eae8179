import type { AllowList } from '../../../../src/authority/api-key.ts'
import type { KeyChange, KeySummary } from '../../../../src/operations/operator.ts'
import type { Permission } from '../../../../src/permission.ts'
import { useSession } from '../../api/session.ts'
import { AddressListEditor } from '../../parts/address-list-editor.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { LimitsEditor } from '../../parts/limits-editor.tsx'
import { changeOf, type LimitDraft } from '../../parts/limits.ts'
import { rightNamed, tierOf } from '../../parts/rights.ts'
import { useWords } from '../../words/words.tsx'
import { RightsEditor } from './rights-editor.tsx'

/** What of a key is being edited, before it is reviewed. */
export type Editing = { readonly what: 'rights'; readonly permissions: readonly Permission[] } | { readonly what: 'addresses'; readonly allowList: AllowList } | { readonly what: 'limits'; readonly draft: LimitDraft } | { readonly what: 'label'; readonly label: string }

/** Editing one thing of a key: nothing is changed before it was reviewed. */
export const EditDialog = ({ of: key, editing, onEdit, onReview }: { readonly of: KeySummary; readonly editing: Editing; readonly onEdit: (next: Editing | null) => void; readonly onReview: (change: KeyChange) => void }) => {
  const w = useWords()
  const { address } = useSession()
  const close = (): void => onEdit(null)
  switch (editing.what) {
    case 'rights': return (
      <Dialog isPanel title={w.key.editRights} onClose={close} footer={<Footer cancel={close} isSame={same(editing.permissions, key.permissions)} review={() => onReview({ permissions: editing.permissions })} />}>
        <RightsEditor value={editing.permissions} onChange={(permissions) => onEdit({ what: 'rights', permissions })} why={(name) => (rightNamed(name).ed25519Only && key.kind !== 'ed25519' ? w.key.ed25519Only : ['move inside', 'move out'].includes(tierOf(name)) && key.environment === 'live' && (key.allowList.mode === 'unrestricted' || key.allowList.entries.length === 0) ? w.key.listFirst : undefined)} />
      </Dialog>
    )
    case 'addresses': return (
      <Dialog isPanel title={w.key.editAddresses} onClose={close} footer={<Footer cancel={close} isSame={JSON.stringify(editing.allowList) === JSON.stringify(key.allowList)} review={() => onReview({ allowList: editing.allowList })} />}>
        <AddressListEditor value={editing.allowList} onChange={(allowList) => onEdit({ what: 'addresses', allowList })} myAddress={address} mayBeUnrestricted={key.environment === 'testnet' || !key.permissions.some((name) => tierOf(name).startsWith('move'))} />
      </Dialog>
    )
    case 'limits': return (
      <Dialog isPanel title={w.limits.edit} onClose={close} footer={<Footer cancel={close} isSame={Object.keys(changeOf(editing.draft, key.guardRails)).length === 0} review={() => onReview({ guardRails: changeOf(editing.draft, key.guardRails) })} />}>
        <LimitsEditor value={editing.draft} onChange={(draft) => onEdit({ what: 'limits', draft })} />
      </Dialog>
    )
    case 'label': return (
      <Dialog title={w.key.rename} onClose={close} footer={<Footer cancel={close} isSame={editing.label.trim() === key.label || editing.label.trim() === ''} review={() => onReview({ label: editing.label.trim() })} />}>
        <TextField label={w.keys.label} autoFocus maxLength={100} value={editing.label} onChange={(event) => onEdit({ what: 'label', label: event.target.value })} />
      </Dialog>
    )
  }
}

const same = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((name) => other.includes(name))

const Footer = ({ cancel, isSame, review }: { readonly cancel: () => void; readonly isSame: boolean; readonly review: () => void }) => {
  const w = useWords()
  return <><button type="button" className="button" onClick={cancel}>{w.common.cancel}</button><button type="button" className="button button-primary" disabled={isSame} onClick={review}>{w.key.reviewIt}</button></>
}
