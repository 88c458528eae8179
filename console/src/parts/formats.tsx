import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { sessionQuery } from '../api/session.ts'
import { useLanguage, useWords } from '../words/words.tsx'
import { shortAmount } from './amounts.ts'
import { Icon } from './icon.tsx'

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000]]

export const relativeTime = (atMs: number, nowMs: number, language: string): string => {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  const difference = atMs - nowMs
  const [unit, size] = UNITS.find(([, ms]) => Math.abs(difference) >= ms) ?? ['second', 1_000]
  return format.format(Math.round(difference / size), unit)
}

/** A time in the reader's zone; the exact instant stands in its title. `clock` is for what came today, one after the other. */
export const Time = ({ at, style = 'relative', onCalendar = false, children }: { readonly at: string; readonly style?: 'relative' | 'date' | 'exact' | 'clock'; /** It is counted from the authority's time, which a demo may have moved on. */ readonly onCalendar?: boolean; /** How it is told instead, such as what is left until then. */ readonly children?: ReactNode }) => {
  const ahead = useQuery({ ...sessionQuery, enabled: false }).data?.calendarAheadSeconds ?? 0
  const { language } = useLanguage()
  const atMs = Date.parse(at)
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(atMs)
  const isToday = new Date(atMs).toDateString() === new Date().toDateString()
  const text = style === 'clock' ? new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23', ...(!isToday && { dateStyle: 'short' }) }).format(atMs) : style === 'relative' ? relativeTime(atMs, Date.now() + (onCalendar ? ahead * 1_000 : 0), language) : style === 'date' ? new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(atMs) : exact
  return <time dateTime={at} title={`${exact} · ${at}`} className="numeric whitespace-nowrap">{children ?? text}</time>
}

export const Money = ({ amount, asset }: { readonly amount: string; readonly asset?: string }) =>
  <span className="numeric whitespace-nowrap">{shortAmount(amount)}{asset === undefined ? '' : ` ${asset}`}</span>

export const useCopy = (): readonly [boolean, (text: string) => void] => {
  const [isCopied, setCopied] = useState(false)
  return [isCopied, (text) => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1_600)
    })
  }]
}

/** Copies what stands beside it, whole. */
export const Copy = ({ text, what }: { readonly text: string; readonly what: string }) => {
  const w = useWords()
  const [isCopied, copy] = useCopy()
  return (
    <button type="button" onClick={() => copy(text)} className="-my-1 inline-flex size-[24px] shrink-0 items-center justify-center rounded text-faint hover:text-ink" aria-label={isCopied ? w.common.copied : w.common.copyIt(what)}>
      <Icon name={isCopied ? 'check' : 'copy'} size={14} />
    </button>
  )
}

/** An id or address: monospace, shortened where it is long, whole on hover, copied with one click. */
export const Id = ({ text, what, keep = 40 }: { readonly text: string; readonly what: string; readonly keep?: number }) => {
  const shown = text.length <= keep + 4 ? text : `${text.slice(0, keep)}…`
  return (
    <span className="inline-flex max-w-full items-center gap-1 whitespace-nowrap">
      <code title={text} className="truncate">{shown}</code>
      <Copy text={text} what={what} />
    </span>
  )
}
