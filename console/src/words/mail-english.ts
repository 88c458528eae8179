/** What the page of mail says. */
export const mail = {
  title: 'Mail', server: 'Goes by', from: 'From', encryption: { tls: 'TLS', startTls: 'STARTTLS', none: 'in the clear, on this machine' },
  notSet: 'No mail server is set: letters stay here and reach nobody by mail.',
  staysHere: 'No mail server is set here, so the letter waits where Bitting runs. Read it there:', reachNobody: 'Letters reach nobody',
  notSetText: 'Set these two in the environment of the server, and start it again:',
  inDemo: 'In this demo letters go to the drawer "Demo" at the top, where their codes and links are read.',
  queue: 'Waiting', waiting: (count: number) => (count === 0 ? 'no letter' : `${count} ${count === 1 ? 'letter' : 'letters'}`), oldest: 'the oldest written', failed: 'Given up after a day', fault: 'Last fault', allWell: 'Nothing waits, and nothing failed.',
  reasons: { unreachable: 'The mail server does not answer.', encryption: 'No encrypted connection to the mail server came about.', login: 'The mail server does not take the user name and password.', recipient: 'The mail server does not take the address.', refused: 'The mail server did not take the letter.', unreadable: 'The letter does not open with the sealing keys at hand.' },
  test: (email: string) => `Send a test letter to ${email}`, sending: 'Waiting for the mail server …',
  tested: { sent: (to: string) => `The mail server took the letter to ${to}. Look whether it has come.`, waiting: (to: string) => `The letter to ${to} waits.`, drawer: (to: string) => `The letter to ${to} lies in the drawer "Demo".`, failed: (to: string) => `The letter to ${to} was given up.` }, againLater: 'It is tried again by itself.',
}

export type MailWords = typeof mail
