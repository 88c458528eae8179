import { stripVTControlCharacters, styleText } from 'node:util'
import type { Terminal } from './terminal.ts'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

/** Colours a text where the terminal shows colours; it is never the only carrier of a meaning. */
export type Paint = (style: Style, text: string) => string

export const painter = (terminal: Pick<Terminal, 'hasColour'>): Paint =>
  terminal.hasColour ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text

/** Columns that a text takes on the screen. */
export const shownWidth = (text: string): number => Array.from(stripVTControlCharacters(text)).length

/** A label or another text that people chose, safe to print: control characters would let it redraw the screen. */
export const harmless = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')
