import type { Guides } from './guides.ts'

export const english: Guides = {
  intro: 'Short guides, each with something to try. Nothing here costs money: the sandbox is yours.',
  guides: [
    { id: 'levels', title: 'Four levels of rights, and their risks', parts: [
      'Rights stand in four tiers. Each tier includes a harm that the one before it does not have.',
      ['See: balances, positions, orders, history. Low risk, never none: it shows what you hold and how you trade, enough to choose a victim.', 'Trade: places and cancels orders. High risk already: a thief buys thin coins with your account from their own, or trades against themselves. No withdrawal is needed to empty an account.', 'Move inside: between wallets and sub-accounts. It brings funds to where another key can reach them.', 'Move out: withdrawals. A tier of its own. What is sent away stays away; it needs an address list, two factors, and where you say so, several people.'],
      'Rights say what a key may do, addresses say from where. Neither replaces the other, and two-factor sign-in protects your account, not your key: a key needs no code.',
    ], tries: [{ to: '/explorer', text: 'See which endpoints each right opens' }, { to: '/sandbox', text: 'Place an order with a read-only key and see the refusal' }] },
    { id: 'order', title: 'The order of making a key', parts: [
      'Most people make the key first and think about its rights later. The safer order is the other way round:',
      ['What must the program do? Does it need a key at all? Prices are public.', 'The smallest rights for that.', 'From where may it be used? One address is best.', 'How long should it live? A key with an end dies by itself.', 'Only then: confirm, and keep the secret.'],
    ], tries: [{ to: '/keys/create', text: 'Make a key in this order' }] },
    { id: 'types', title: 'What each kind of user needs', parts: ['The recommended settings. Each is a preset: rights, number of addresses and period come with it.'], tries: [] },
    { id: 'addresses', title: 'Address lists', parts: [
      'A key that is bound to addresses is worth nothing to a thief elsewhere. A call from another address is refused with 401 and -2015, even with the right signature.',
      ['An entry is one address (203.0.113.45, 2001:db8::7) or a block (198.51.100.0/28 stands for 16 addresses).', 'Up to 20 entries. Public, static addresses are best; a small server (VPS) gives you one.', 'An empty list closes the key. "Unrestricted" is a choice of its own, and its trading rights lapse after 30 days.', 'A private address (10.…, 192.168.…) only helps where calls come from inside your own network.', 'Your address changes? Check it when the program starts and move the entry, or let the program call through one static hop.'],
    ], tries: [{ to: '/keys', text: 'Bind one of your keys' }, { to: '/refused', text: 'See what a call from a wrong address looks like' }] },
    { id: 'signing', title: 'Signing, step by step', parts: [
      'The key identifies you and goes into the header X-MBX-APIKEY. The secret never travels: it signs the bytes of your parameters.',
      ['Write the parameters as they will be sent, the time among them: symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=100&timestamp=1700000000000', 'HMAC-SHA256 over exactly these bytes with the secret gives 64 hexadecimal digits. Ed25519 and RSA keys sign the same bytes with your private key, in base64.', 'Append &signature=… and send. Any change of a byte after signing is -1022.', 'The time may be 5 seconds old (recvWindow). -1021 says that your clock is off: set it by NTP.'],
    ], tries: [{ to: '/refused', text: 'Compare the bytes of a refused call' }] },
    { id: 'rotation', title: 'Rotation without a gap', parts: [
      'A leaked key dies at its end at the latest. Changing keys must be easy, or nobody does it.',
      ['Rotate makes a successor with the same rights, addresses and period. It sleeps.', 'Give it to the program. Its first admitted call retires the old key in the same step: never neither, never both.', 'Several processes share the key? Choose an overlap with a hard end.', 'After 60, 75 and 90 idle days you are asked whether a key is still needed. Nothing is deleted silently.'],
    ], tries: [{ to: '/keys', text: 'Rotate one of your keys' }] },
    { id: 'leak', title: 'Leak drill', parts: [
      'A secret was pasted into a chat, pushed to a repository, or shown in a recording. Scanners find a key in public code within minutes. In this order:',
      ['Close the key: disable or delete it. It is in force at the very next request.', 'Switch the withdrawal white list on and lock withdrawals.', 'End all sessions, choose a new password and a new second factor.', 'Look through the calls since the leak: addresses you do not know, calls while the program was off.', 'Send the report to support. Then find out how it leaked.'],
    ], tries: [{ to: '/lockdown', text: 'See what lockdown would do' }] },
    { id: 'mistakes', title: 'Common mistakes and questions', parts: [
      ['"Withdrawals are off, so the risk is low." A trading key alone can empty an account.', '"First the key, then the rights." Then the rights grow and never shrink.', '"I have 2FA, that is enough." A key asks nobody for a code.', '"One key for all my bots." One leak closes them all, and nobody knows which one it was.', '"Read-only is harmless." It shows your balances, your strategy and your structure.'],
      ['I lost the secret. Nobody can show it again: rotate, or delete and make another.', 'Why -2015? Wrong key, wrong address, or a missing right; the answer is the same for all, so that strangers learn nothing. You see which in "Why was I refused?".', 'Why -1022? The bytes you signed are not the bytes you sent: copying, spaces, encoding, order.', 'I enabled trading and still get an error. Signature, time and secret have codes of their own: read the number.', 'Somebody asks for my key. We never do. A page that does is not ours.'],
    ], tries: [{ to: '/refused', text: 'Explain a refused call' }] },
  ],
  table: { heads: ['For', 'Rights', 'Addresses', 'Period'], opensPreset: 'Make this key' },
  quiz: {
    title: 'Which key does my program need?', start: 'Answer a few questions', again: 'Start over', result: 'This preset fits:', make: 'Make this key', none: 'It needs no key', noneText: 'Prices, order books, trades and candles are public. Leave the key out: what does not exist cannot leak.', yes: 'Yes', no: 'No',
    questions: { account: 'Does the program see or change something of your account (balances, orders)?', orders: 'Does it place or cancel orders?', once: 'Does it run only once?', several: 'Does it run on several machines, or quote around the clock?', elsewhere: 'Does it trade on another exchange at the same time?', clients: 'Does it settle for clients, with several people in charge?', tax: 'Is it for a tax return?', tracker: 'Is it a portfolio tracker that watches several accounts?', research: 'Is it for research on your own trades?' },
  },
  sign: { intro: 'Try it here: nothing leaves this page.', payload: 'Parameters, as sent', secret: 'A secret (any text will do)', secretHint: 'Use a practice secret, not a real one. It is not kept.', steps: ['The bytes to sign', 'HMAC-SHA256 of them, as hexadecimal', 'What is sent'], result: 'Request', go: 'Sign' },
}
