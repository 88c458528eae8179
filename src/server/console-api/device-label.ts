const BROWSERS: readonly (readonly [RegExp, string])[] = [[/\bEdg(?:e|A|iOS)?\//, 'Edge'], [/\b(?:OPR|Opera)\//, 'Opera'], [/\b(?:Firefox|FxiOS)\//, 'Firefox'], [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'], [/\bSafari\//, 'Safari'], [/^curl\//, 'curl']]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [[/\b(?:iPhone|iPad)\b/, 'iOS'], [/\bAndroid\b/, 'Android'], [/\bWindows\b/, 'Windows'], [/\bMac OS X\b/, 'macOS'], [/\bCrOS\b/, 'ChromeOS'], [/\bLinux\b/, 'Linux']]

/** A browser in words, for letters and lists: `Firefox on Linux`. */
export const deviceLabel = (userAgent: string | undefined): string => {
  const named = (rows: typeof BROWSERS): string | undefined => rows.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  const [browser, system] = [named(BROWSERS), named(SYSTEMS)]
  return browser === undefined ? 'an unknown device' : system === undefined ? browser : `${browser} on ${system}`
}
