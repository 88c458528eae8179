const FINAL_TEXT = 0x81
const SHORT = 125
const MEDIUM = 126
const LONG = 127

/** One unmasked text frame (RFC 6455 §5.2), made once and sent to many: only clients mask theirs. */
export const textFrame = (text: string): Buffer => {
  const length = Buffer.byteLength(text)
  const headLength = length <= SHORT ? 2 : length <= 0xffff ? 4 : 10
  const frame = Buffer.allocUnsafe(headLength + length)
  frame[0] = FINAL_TEXT
  if (headLength === 2) frame[1] = length
  else if (headLength === 4) {
    frame[1] = MEDIUM
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = LONG
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, headLength, 'utf8')
  return frame
}
