// Loaded into a server before anything else (`--import`): six minutes go by at once whenever it is sent SIGUSR2.
const realNow = Date.now
let aheadMs = 0
Date.now = () => realNow() + aheadMs
process.on('SIGUSR2', () => {
  aheadMs += 6 * 60_000
})
