import { command } from '../command.ts'

export const version = command({
  name: 'version',
  summary: 'which Bitting, on which Node',
  positionals: [],
  options: { json: { type: 'boolean', help: 'plain JSON on stdout' } },
  examples: ['./bitting version'],
  run: async ({ options, terminal, house }) => {
    const bitting = house.version()
    terminal.print(options.json ? JSON.stringify({ bitting, node: process.versions.node, platform: `${process.platform}-${process.arch}` }, null, 2)
      : `Bitting ${bitting} on Node ${process.versions.node} (${process.platform}-${process.arch})`)
    return 0
  },
})
