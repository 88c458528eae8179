import { MS, SECOND, type TimeUs } from '../time.ts'
import type { Refusal } from './refusal.ts'

/** When a signed call may be heard (spec: wire, timing). */
export const DEFAULT_RECV_WINDOW_US = 5_000 * MS
export const MAX_RECV_WINDOW_US = 60_000 * MS
/** A clock may be ahead of ours by less than this. */
export const MAX_AHEAD_US = SECOND

/** 10¹⁴ ms is the year 5138, 10¹⁴ µs is 1973: nobody means either by the other. */
const FIRST_MICROSECONDS = 100_000_000_000_000
const MAX_DIGITS = 16

/**
 * Reads a timestamp in milliseconds or microseconds, told apart by size.
 * @returns microseconds; NaN when the bytes are not a whole number of at most 16 digits.
 */
export const readTimestampUs = (bytes: Uint8Array, start: number, end: number): TimeUs => {
  if (end <= start || end - start > MAX_DIGITS) return Number.NaN
  // Two halves of small integers: sixteen digits at once would be counted in doubles, which is slower.
  const middle = Math.max(start, end - HALF_DIGITS)
  const high = readDigits(bytes, start, middle)
  const low = readDigits(bytes, middle, end)
  if (high < 0 || low < 0) return Number.NaN
  const value = high * HALF + low
  return value < FIRST_MICROSECONDS ? value * MS : value
}

const HALF_DIGITS = 8
const HALF = 100_000_000

/** At most eight digits as a number; -1 when there is anything else among them. */
const readDigits = (bytes: Uint8Array, start: number, end: number): number => {
  let value = 0
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/**
 * Reads a window in milliseconds with up to three decimals.
 * @returns microseconds; NaN when the bytes are no such number.
 */
export const readRecvWindowUs = (bytes: Uint8Array, start: number, end: number): number => {
  if (end <= start || end - start > MAX_DIGITS) return Number.NaN
  let value = 0
  let decimals = -1
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === 46 && decimals < 0 && at > start) decimals = 0
    else if (byte >= 48 && byte <= 57) {
      value = value * 10 + byte - 48
      if (decimals >= 0) decimals += 1
    } else return Number.NaN
  }
  if (decimals === 0 || decimals > 3) return Number.NaN
  return value * 10 ** (3 - Math.max(decimals, 0))
}

/** Why a call of this time cannot be heard now; null when it can. */
export const timeRefusal = (timestampUs: TimeUs, recvWindowUs: number, nowUs: TimeUs): Refusal | null => {
  if (timestampUs >= nowUs + MAX_AHEAD_US) return { reason: 'timestampAhead', differenceMs: (timestampUs - nowUs) / MS }
  if (nowUs - timestampUs > recvWindowUs) return { reason: 'timestampTooOld', differenceMs: (nowUs - timestampUs) / MS, recvWindowMs: recvWindowUs / MS }
  return null
}
