import type { Histogram } from './histogram.ts'

/** Prometheus's text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

export type Labels = Readonly<Record<string, string>>

const escaped = (text: string): string => text.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))

const labelText = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const seconds = (us: number): string => String(us / 1_000_000)

/** Collects metrics, one family after the other, each with its help and type. */
export class Exposition {
  readonly #lines: string[] = []

  single(kind: 'counter' | 'gauge', name: string, help: string, value: number): this {
    return this.many(kind, name, help, [[{}, value]])
  }

  many(kind: 'counter' | 'gauge', name: string, help: string, samples: Iterable<readonly [Labels, number]>): this {
    this.#head(kind, name, help)
    for (const [labels, value] of samples) this.#lines.push(`${name}${labelText(labels)} ${value}`)
    return this
  }

  histograms(name: string, help: string, samples: Iterable<readonly [Labels, Histogram]>): this {
    this.#head('histogram', name, help)
    for (const [labels, histogram] of samples) {
      const counts = histogram.cumulative()
      for (const [index, count] of counts.entries()) {
        const bound = histogram.boundsUs[index]
        this.#lines.push(`${name}_bucket${labelText({ ...labels, le: bound === undefined ? '+Inf' : seconds(bound) })} ${count}`)
      }
      this.#lines.push(`${name}_sum${labelText(labels)} ${seconds(histogram.sumUs)}`, `${name}_count${labelText(labels)} ${counts.at(-1) ?? 0}`)
    }
    return this
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`
  }

  #head(kind: string, name: string, help: string): void {
    this.#lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`)
  }
}
