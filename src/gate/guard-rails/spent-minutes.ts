import { LONGEST_WINDOW_HOURS } from '../../authority/guard-rails.ts'
import type { Amount } from '../../money.ts'
import { MINUTE, type TimeUs } from '../../time.ts'

const MINUTES_AN_HOUR = 60
/** Minutes of which any window sees something, the first and the last in part. */
export const KEPT_MINUTES = LONGEST_WINDOW_HOURS * MINUTES_AN_HOUR + 1

export const minuteOf = (timeUs: TimeUs): number => Math.floor(timeUs / MINUTE)

interface Spent {
  readonly minute: number
  worth: Amount
}

/**
 * What was spent, minute by minute, and what that makes in the last hours. What was spent counts until its whole minute has left the window: up to
 * a minute longer than the window says, never shorter. Where the clock was set back, what lies ahead counts too.
 */
export class SpentMinutes {
  /** By time. */
  readonly #minutes: Spent[] = []
  /** The sum of those from `#from` on, which are no older than `#oldest`; good for one length of window, while time goes on. */
  #sum = 0n
  #from = 0
  #oldest = Infinity
  #hours = 0

  /** @param worth less than nothing takes back @returns what the minute comes to now */
  add(minute: number, worth: Amount): Amount {
    const found = this.#find(minute)
    found.worth += worth
    if (minute >= this.#oldest) this.#sum += worth
    return found.worth
  }

  within(hours: number, nowUs: TimeUs): Amount {
    const oldest = minuteOf(nowUs) - hours * MINUTES_AN_HOUR
    if (hours !== this.#hours || oldest < this.#oldest) this.#restart(hours)
    this.#oldest = oldest
    for (let next = this.#minutes[this.#from]; next && next.minute < oldest; next = this.#minutes[this.#from]) {
      this.#sum -= next.worth
      this.#from += 1
    }
    return this.#sum
  }

  /** From when on no more than that much of what was spent counts. */
  downTo(most: Amount, hours: number, nowUs: TimeUs): TimeUs {
    let left = this.within(hours, nowUs)
    let at = this.#from
    for (; left > most; at += 1) left -= this.#minutes[at]?.worth ?? left
    const last = this.#minutes[at - 1]
    return at === this.#from || !last ? nowUs : (last.minute + 1 + hours * MINUTES_AN_HOUR) * MINUTE
  }

  #restart(hours: number): void {
    this.#hours = hours
    this.#from = 0
    this.#sum = this.#minutes.reduce((sum, { worth }) => sum + worth, 0n)
  }

  #find(minute: number): Spent {
    let at = this.#minutes.length
    while (at > 0 && (this.#minutes[at - 1]?.minute ?? 0) > minute) at -= 1
    const known = this.#minutes[at - 1]
    if (known?.minute === minute) return known
    const made = { minute, worth: 0n }
    this.#minutes.splice(at, 0, made)
    if (minute < this.#oldest) this.#from += 1
    if (this.#minutes.length > KEPT_MINUTES && this.#from > 0) {
      this.#minutes.shift()
      this.#from -= 1
    }
    return made
  }
}
