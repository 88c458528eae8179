/** An amount as the wire writes it, its whole part grouped; nothing is rounded. */
export const groupedAmount = (amount: string): string => {
  const [whole = '', fraction] = amount.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** The same with the zeros at the end left out. */
export const shortAmount = (amount: string): string => groupedAmount(amount.includes('.') ? amount.replace(/0+$/, '').replace(/\.$/, '') : amount)

/** With so many decimals at least, so that columns line up; no digit is lost. */
export const alignedAmount = (amount: string, decimals: number): string => {
  const [whole = '0', fraction = ''] = amount.split('.')
  const kept = fraction.replace(/0+$/, '').padEnd(decimals, '0')
  return groupedAmount(kept === '' ? whole : `${whole}.${kept}`)
}

/** What is worked out here rather than told (a worth, a ratio): with so many decimals, the last one rounded to the nearest. */
export const workedOut = (amount: number | string, decimals: number): string => groupedAmount(Number(amount).toFixed(decimals))
