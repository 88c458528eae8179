/** The command line was not understood: exit code 2. `remedy` says what to type instead. */
export class WrongUsage extends Error {
  readonly remedy: string
  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}
