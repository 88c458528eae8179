/** What the page of canaries says. */
export const canaries = {
  intro: 'Keys that open nothing. Leave one where a thief would look: whoever tries it raises the alarm, often before a real key is touched.',
  make: 'Make a canary', title: 'Make a canary', label: 'Label', labelHint: 'Where it will lie, so that an alarm says where somebody looked.', suggested: (count: number) => `canary ${count}`, go: 'Make it', made: (label: string) => `${label} is made. Plant it now: copy its lines.`,
  none: 'No canary yet', noneText: 'It costs nothing and opens nothing, and is often the first to know of a break-in.',
  quiet: 'Nobody touched it', alarmed: (count: number) => `Tried ${count} ${count === 1 ? 'time' : 'times'}`, madeAt: 'Made', alarms: 'Alarms', toAlerts: 'To the alerts', openKey: 'Open the key',
  lines: 'Lines to plant', copyLines: 'Copy the lines', madeUp: 'The API key is real. The secret is made up, here and each time anew: the alarm needs none.', comment: 'trading bot, production',
  where: 'Where to plant it', places: [
    'In a .env file beside a real one, on each machine that holds a key: whoever copies the folder takes both.', 'In a private repository, as if forgotten: it tells of a leaked copy or a curious guest.', 'Among the variables of your build server.',
    'In a backup or disk image, a note or a chat that only you should read.', 'Each place gets a canary of its own: then the alarm says where the thief was.',
  ],
}
