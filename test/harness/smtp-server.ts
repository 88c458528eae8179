import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/** What it does with what comes. `refuse`: not now, to every letter. */
export type SmtpMood = 'take' | 'refuse' | 'refuseRecipient'

/** A mail server of its own on this machine: it takes letters of whoever signs in as `olga` with the password. */
export class SmtpServer {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #password: string
  readonly letters: string[] = []
  mood: SmtpMood = 'take'

  private constructor(password: string) {
    this.#password = password
    this.#server = createServer((socket) => this.#serve(socket))
  }

  static async start(password: string): Promise<SmtpServer> {
    const smtp = new SmtpServer(password)
    await new Promise<void>((resolve) => smtp.#server.listen(0, '127.0.0.1', resolve))
    return smtp
  }

  get port(): number {
    // A listening TCP server has an address and a port.
    return (this.#server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #serve(socket: Socket): void {
    let letter: string[] | null = null
    let rest = ''
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
    socket.write('220 smtp.test\r\n')
    socket.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (letter === null) {
          if (line === 'DATA') letter = []
          socket.write(`${this.#answer(line)}\r\n`)
        } else if (line === '.') {
          this.letters.push(letter.join('\n'))
          letter = null
          socket.write('250 taken\r\n')
        } else letter.push(line)
      }
    })
  }

  #answer(line: string): string {
    const [verb = ''] = line.toUpperCase().split(' ')
    switch (verb) {
      case 'EHLO': return '250-smtp.test\r\n250 AUTH PLAIN'
      // It says what it was sent, as a careless server does.
      case 'AUTH': return line === `AUTH PLAIN ${Buffer.from(`\0olga\0${this.#password}`).toString('base64')}` ? '235 come in' : `535 no such user: ${line.slice('AUTH PLAIN '.length)} ${Buffer.from(line.slice('AUTH PLAIN '.length), 'base64').toString('utf8').split('\0').at(-1)}`
      case 'MAIL': return this.mood === 'refuse' ? '451 come back later' : '250 fine'
      case 'RCPT': return this.mood === 'refuseRecipient' ? '550 nobody of that name' : '250 fine'
      case 'DATA': return '354 go on'
      case 'QUIT': return '221 bye'
      default: return '250 fine'
    }
  }
}
