import type { Command } from './command.ts'

/** Commands and definitions as JSON: money becomes a string of the integer, and is known again by the name of its field. */

/** The names of all fields, anywhere in a command, that hold money. */
type MoneyField<Value> = Value extends readonly (infer Item)[] ? MoneyField<Item>
  : Value extends object ? { [Name in keyof Value & string]-?: NonNullable<Value[Name]> extends bigint ? Name : MoneyField<NonNullable<Value[Name]>> }[keyof Value & string]
  : never

// The compiler holds this list complete: a new money field of a command is an error here.
const MONEY_FIELDS: Readonly<Record<MoneyField<Command>, true>> = {
  quantity: true, quoteQuantity: true, price: true, stopPrice: true, icebergQuantity: true, newQuantity: true, lastPrice: true, amount: true,
  triggerPrice: true, activationPrice: true, callbackPart: true,
  makerRate: true, takerRate: true,
  withdrawFee: true, withdrawMin: true, withdrawMax: true, withdrawMultiple: true, depositDust: true,
  minPrice: true, maxPrice: true, tickSize: true, minQty: true, maxQty: true, stepSize: true,
  bidMultiplierUp: true, bidMultiplierDown: true, askMultiplierUp: true, askMultiplierDown: true, multiplierUp: true, multiplierDown: true,
  minNotional: true, maxNotional: true, maxPosition: true,
}

const isMoneyField = (name: string): boolean => Object.hasOwn(MONEY_FIELDS, name)

const moneyAsText = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value)

const textAsMoney = (name: string, value: unknown): unknown => (typeof value === 'string' && isMoneyField(name) ? BigInt(value) : value)

export const toJson = (value: object): string => JSON.stringify(value, moneyAsText)

export const fromJson = (text: string): unknown => JSON.parse(text, textAsMoney)
