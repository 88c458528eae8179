declare const held: unique symbol

/** A text column that holds this value as JSON. `toJson` alone makes one, so that what is read is what was written. */
export type Json<Value> = string & { readonly [held]: Value }

export const toJson = <Value>(value: Value): Json<Value> => JSON.stringify(value) as Json<Value> // the one place that makes it

export const fromJson = <Value>(text: Json<Value>): Value => JSON.parse(text) as Value // made by toJson from a Value
