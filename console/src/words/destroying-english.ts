/** What one destructive act says: on its button, on the dialog's (with the name of what ends), and what is lost by it. */
interface Destroying {
  readonly button: string
  readonly it: (name: string) => string
  readonly text: string
}

const disabled = 'It opens nothing from the next request on. Open orders stay. It can be enabled again.'

/** Every act of the console that ends something: each waits until the name of it was typed. */
export const destroying = {
  'key.disable': { button: 'Disable', it: (name) => `Disable ${name}`, text: disabled },
  'keys.disable': { button: 'Disable', it: (name) => `Disable ${name}`, text: 'These keys open nothing from the next request on. Open orders stay. They can be enabled again.' },
  'key.delete': { button: 'Delete', it: (name) => `Delete ${name}`, text: 'A deleted key is never opened again. Open orders stay. Its record stays in the audit log.' },
  'movingAddress.end': { button: 'Let it move no more', it: (name) => `Let ${name} move no more`, text: 'The entry stays where it is now. A heartbeat\'s token opens nothing any more, and there is no getting it back.' },
  'account.close': { button: 'Close to the API', it: (name) => `Close to the API: ${name}`, text: 'None of its keys opens anything from the next request on. Keys and open orders stay as they are.' },
  'person.takeOff': { button: 'Take off', it: (name) => `Take off ${name}`, text: 'They no longer see or do anything on this account. Their keys stay, and so does what they are on other accounts.' },
  'person.offBoard': { button: 'Off-board', it: (name) => `Off-board ${name}`, text: 'Sessions and tokens end, approvals are withdrawn, and keys are closed or handed over. One act, at once.' },
  'invitation.withdraw': { button: 'Withdraw', it: (name) => `Withdraw the invitation of ${name}`, text: 'The link in their letter opens nothing any more. They can be invited again.' },
  'address.remove': { button: 'Remove', it: (name) => `Remove ${name} from the book`, text: 'Where withdrawals go only to this book, none goes there any more. Added again, it waits again.' },
  'whiteList.off': { button: 'Turn off', it: (name) => `Let withdrawals of ${name} go anywhere`, text: 'Withdrawals go to any address then: the book, and the time that a new address waits, hold nobody up any more. Whoever gets hold of a key that withdraws chooses where to.' },
  'externalKey.remove': { button: 'Remove', it: (name) => `Remove ${name}`, text: 'It is forgotten here, with its secret. At its exchange it stands as before: delete it there if nobody needs it.' },
  'approval.reject': { button: 'Reject', it: (name) => `Reject what ${name} asked for`, text: 'It is not done, whoever approved it before. It can be asked for again.' },
  'webhook.remove': { button: 'Remove the webhook', it: (name) => `Remove the webhook ${name}`, text: 'Alerts are no longer posted there, and its secret is gone.' },
  'webhook.newSecret': { button: 'New secret', it: (name) => `Make a new secret for ${name}`, text: 'What is posted from now on is signed with the new one: whoever still checks with the old one refuses it.' },
  'factor.remove': { button: 'Remove', it: (name) => `Remove ${name}`, text: 'It neither signs in nor confirms any more, and every other session of yours ends.' },
  'recoveryCodes.renew': { button: 'Make new ones', it: (name) => `Replace the recovery codes of ${name}`, text: 'The codes that you kept open nothing any more. The new ones are shown once.' },
  'phone.remove': { button: 'Remove the number', it: (name) => `Remove ${name}`, text: 'No code goes there by SMS any more, neither to sign in nor to confirm. Other factors stay as they are.' },
  'token.end': { button: 'End', it: (name) => `End ${name}`, text: 'The script that holds it is refused from its next request on. It cannot be got back.' },
  'sessions.endOthers': { button: 'End all others', it: (name) => `End every other session of ${name}`, text: 'Whoever is signed in as you anywhere else has to sign in again.' },
  'sessions.endAll': { button: 'End all, this one too', it: (name) => `End every session of ${name}`, text: 'Everybody who is signed in as you has to sign in again, you too.' },
  'sandbox.reset': { button: 'Reset', it: (name) => `Reset ${name}`, text: 'Every order, trade, position and balance of everybody there is gone. Streams end and begin anew.' },
  'sandbox.restore': { button: 'Put back', it: (name) => `Put ${name} back`, text: 'Everything since the file was kept is gone: orders, trades, positions and balances of everybody there.' },
  'scenario.takeRight': { button: 'Start', it: (name) => `Take the right from ${name}`, text: 'The right does not come back when the scenario ends: somebody gives it again.' },
} as const satisfies Readonly<Record<string, Destroying>>

export type DestructiveAct = keyof typeof destroying
export type DestroyingWords = Readonly<Record<DestructiveAct, Destroying>>
