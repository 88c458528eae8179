import { explainedEnglish } from './explained-english.ts'
import type { ServerWords } from './server-words.ts'

/** The server speaks English; here stands only what it says of the shell, where the console has a page or a button. */
export const serverEnglish: ServerWords = {
  explained: explainedEnglish,
  refusals: {
    keyUnknown: { remedy: 'Look for it on the page API Management.' }, tooManyKeys: { remedy: 'API Management shows which are not used.' }, keyDeleted: { remedy: 'Make a new key.' },
    unknownAccount: { remedy: 'Choose one of your accounts.' }, subAccountNeeded: { remedy: 'Choose one of its sub-accounts.' }, mainAccountRequired: { remedy: 'Choose the main account.' },
    ceiling: { remedy: 'Its main account sets the ceiling, on the page Sub-accounts.' }, productRequired: { remedy: 'Open it first, on the page Products.' }, productNotAllowed: { remedy: 'An owner can allow it in Settings, Account.' }, mainNotOpen: { remedy: 'Open it there first, on the page Products.' },
    withdrawalsLocked: { remedy: 'Wait, or lift the lock on the page Address book.' }, notInAddressBook: { remedy: 'Add it on the page Address book.' }, addressWaits: { remedy: 'The page Address book says when.' }, addressKnown: { remedy: 'It stands in the list.' }, addressUnknown: { remedy: 'It was taken out already. Reload the page.' },
    approvalUnknown: { remedy: 'The page Approvals shows what waits.' }, approvalClosed: { remedy: 'Switch on what was decided too, to see what became of it.' }, ownApproval: { remedy: 'Somebody else approves or rejects it; you can take it back.' }, alreadyApproved: { remedy: 'It names who may still decide.' }, notTheMaker: { remedy: 'To end it, reject it.' },
    policy: { remedy: 'Correct what is marked.' }, nothingToChange: { remedy: 'Nothing would differ.' }, rules: { remedy: 'Correct what is marked.' }, agreementChanged: { remedy: 'Reload the page, read it, and accept it.' }, quizNotPassed: { remedy: 'Think them over, and answer again.' },
    handover: { remedy: 'Its page shows its lineage.' }, split: { remedy: 'Its page shows its rights.' }, secret: { remedy: 'A lost secret is never told again: rotate the key.' }, guardRails: { remedy: 'Correct what is marked.' }, oneTime: { remedy: 'Make a new key with the preset One-time script.' }, preset: { remedy: 'Choose another purpose.' },
    publicKey: { remedy: 'Paste an Ed25519 or RSA public key, or have a pair made.' }, allowList: { remedy: 'Write addresses and blocks as in 203.0.113.45 or 198.51.100.0/28.' }, listRequired: { remedy: 'Name the addresses, or leave that right out.' }, unrestrictedForbidden: { remedy: 'Name the addresses, or leave trading out.' }, ed25519Required: { remedy: 'Choose an Ed25519 pair.' }, label: { remedy: 'Give another label.' }, expiry: { remedy: 'Give another number of days.' }, period: { remedy: 'Give another number of days.' }, presetRights: { remedy: 'Switch off what the purpose does not have, or choose freely.' }, presetAddresses: { remedy: 'Name as many addresses as the purpose allows, or choose freely.' }, unknownKey: { remedy: 'Look for it on the page API Management.' },
    noDemo: { remedy: 'Codes of real people are on their own devices.' }, clockRange: { remedy: 'Move it by less, or back to wall time.' }, notFrozen: { remedy: 'The alert tells what was done.' }, unknownSubject: { remedy: 'Reload the page: it may be gone.' },
  },
  risk: null, attention: null,
}
