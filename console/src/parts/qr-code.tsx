import { encode } from 'uqr'

/** A QR code as one path; always dark on light, because cameras want it so. */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { data, size } = encode(text, { border: 2 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return <svg viewBox={`0 0 ${size} ${size}`} width="196" height="196" role="img" aria-label={label} className="rounded-md" shapeRendering="crispEdges"><rect width={size} height={size} fill="#fff" /><path d={path} fill="#000" /></svg>
}
