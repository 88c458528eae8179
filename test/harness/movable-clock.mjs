// Loaded before the program (`NODE_OPTIONS=--import=…`): its clocks run ahead by as many milliseconds as the file says that CLOCK_AHEAD_FILE names, as after a night. Nothing else is changed.
import { readFileSync } from 'node:fs'

const file = process.env.CLOCK_AHEAD_FILE
if (file !== undefined) {
  const aheadMs = () => { try { return Number(readFileSync(file, 'utf8')) || 0 } catch { return 0 } }
  const [wall, steady] = [Date.now.bind(Date), performance.now.bind(performance)]
  Date.now = () => wall() + aheadMs()
  performance.now = () => steady() + aheadMs()
}
