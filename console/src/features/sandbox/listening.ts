const AGAIN_MS = 2_000

/**
 * Hears the streams at an address, and opens them again when the line breaks.
 * @param onData each message's data, as the documentation of the wire has it
 * @returns what ends it
 */
export const listen = (url: string, { onData, onLine }: { readonly onData: (data: unknown) => void; readonly onLine?: (stands: boolean) => void }): (() => void) => {
  let isWanted = true
  let retry: ReturnType<typeof setTimeout> | undefined
  let socket: WebSocket | undefined
  const open = (): void => {
    socket = new WebSocket(url)
    socket.onopen = () => onLine?.(true)
    // A combined stream names what each message is of and hands it on as `data`.
    socket.onmessage = (event: MessageEvent<string>) => onData((JSON.parse(event.data) as { data: unknown }).data)
    socket.onclose = () => {
      if (!isWanted) return
      onLine?.(false)
      retry = setTimeout(open, AGAIN_MS)
    }
  }
  open()
  return () => { isWanted = false; clearTimeout(retry); socket?.close() }
}

/** Where the streams of a product are. */
export const streamsAt = (ws: string, environment: string, product: string, names: readonly string[]): string =>
  `${ws}${environment === 'testnet' ? '/testnet' : ''}${product === 'futures' ? '/fstream' : ''}/stream?streams=${names.join('/')}`
