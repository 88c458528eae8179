import { type Passage, type Stop, stop } from '../passage.ts'
import { DEFAULT_RECV_WINDOW_US, MAX_RECV_WINDOW_US, readRecvWindowUs, readTimestampUs, timeRefusal } from '../timing.ts'

/** A signed row needs both, and an empty one is none. */
export const timestampAndSignatureSent = ({ route, request, parts: { bytes } }: Passage): Stop | null => {
  if (!route?.isSigned) return null
  if (bytes.timestampStart < 0 || bytes.timestampEnd === bytes.timestampStart) return stop('timing', { reason: 'timestampMissing' })
  if (request.isTrial || (bytes.signatureStart < 0 && request.isOfSession)) return null
  return bytes.signatureStart < 0 || bytes.signatureEnd === bytes.signatureStart ? stop('timing', { reason: 'signatureMissing' }) : null
}

export const timesReadable = (passage: Passage): Stop | null => {
  if (!passage.route?.isSigned) return null
  const { bytes } = passage.parts
  const timestampUs = readTimestampUs(bytes.bytes, bytes.timestampStart, bytes.timestampEnd)
  if (Number.isNaN(timestampUs)) return stop('timing', { reason: 'timestampMalformed' })
  const recvWindowUs = bytes.recvWindowStart < 0 ? DEFAULT_RECV_WINDOW_US : readRecvWindowUs(bytes.bytes, bytes.recvWindowStart, bytes.recvWindowEnd)
  if (Number.isNaN(recvWindowUs)) return stop('timing', { reason: 'recvWindowMalformed' })
  passage.timestampUs = timestampUs
  passage.recvWindowUs = recvWindowUs
  return recvWindowUs > MAX_RECV_WINDOW_US ? stop('timing', { reason: 'recvWindowTooGreat' }) : null
}

export const callInTime = ({ timestampUs, recvWindowUs, nowUs }: Passage): Stop | null => {
  if (timestampUs === null) return null
  const refusal = timeRefusal(timestampUs, recvWindowUs, nowUs)
  return refusal && stop('timing', refusal)
}
