import { useSyncExternalStore } from 'react'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const listeners = new Set<() => void>()

/** The chosen theme stands on the root element; first-paint.js put it there before anything was painted. */
const current = (): Theme => {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

export const chooseTheme = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem('bitting.theme')
    else localStorage.setItem('bitting.theme', theme)
  } catch { /* it lasts as long as the page */ }
  for (const listen of listeners) listen()
}

export const useTheme = (): Theme => useSyncExternalStore((listen) => { listeners.add(listen); return () => listeners.delete(listen) }, current)
