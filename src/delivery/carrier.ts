/** Somebody who takes letters out of the house: a mail server, an SMS provider. Rejects when the letter was not taken. */
export interface Carrier {
  carry(letter: { readonly id: string; readonly to: string; readonly subject: string; readonly text: string }): Promise<void>
}
