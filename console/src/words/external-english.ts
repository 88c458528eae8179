/** What the page of keys at other exchanges says. */
export const external = {
  intro: 'Keys that live at another exchange: examined every six hours by reading alone, graded, and reminded of like your own.',
  add: 'Enter a key', none: 'No external key yet', noneText: 'Enter a key of Binance, or of whatever speaks like it. With its secret it is examined: whether its clock, rights and address list are sound. Without, it is only reminded of.',
  columns: { label: 'Key', rights: 'Rights it has', clock: 'Clock', examined: 'Last reading', rotation: 'Rotate by', grade: 'Grade' },
  states: { sound: 'sound', concerns: 'needs you', unread: 'not read yet', silent: 'not reached', shown: 'without secret' },
  clock: (ms: number) => (ms === 0 ? 'the same' : `${Math.abs(ms)} ms ${ms > 0 ? 'ahead' : 'behind'}`), unknown: 'unknown', notTold: 'not told',
  madeAt: 'Made', enteredAt: 'Entered', exchange: 'Exchange', apiKey: 'API Key', purpose: 'Meant for', next: 'Next reading', never: 'never', seen: 'Seen from', bound: 'Bound', isBound: { yes: 'to addresses', no: 'from anywhere' }, noSecret: 'It was entered without its secret: nobody can examine it.',
  needs: 'What it needs', needsNothing: 'Nothing: it is sound.', found: 'What was found', facts: 'The key', silentNote: (fault: string) => `It was not reached the last time: ${fault} What stands here is from the reading before.`,
  probes: { reach: 'Reached', clock: 'Clock', address: 'Address', key: 'Key', signature: 'Signature', encoding: 'Encoding', rights: 'Rights', binding: 'Address list', fit: 'Fits its purpose' },
  verdicts: { fine: 'fine', advice: 'better otherwise', fault: 'fault', unknown: 'not told' },
  examine: 'Read it now', examining: 'Reading …', examined: 'It was read just now.', edit: 'Change', editIt: (label: string) => `Change ${label}`, edited: 'It is changed.', newSecretHint: 'Empty: what is sealed stays. Else it is sealed in its place, and shown to nobody again.', removed: (label: string) => `${label} is removed.`,
  title: 'Enter a key of another exchange', label: 'Label', url: 'Address of the exchange', urlHint: 'The server alone, as https://api.binance.com.', key: 'API key (public part)', keyHint: '64 letters and digits, as the exchange gave it.',
  secret: 'Secret or private key', secretHint: 'May be empty. It is sealed at once and shown to nobody again. It is used for reading alone: no order, no money.', preset: 'What is it meant for?', presetHint: 'Its rights are held against what this needs.', go: (label: string) => `Enter ${label === '' ? 'the key' : label}`, added: (label: string) => `${label} is entered.`,
}
