const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif; }
  body { max-width: 42rem; margin: 12vh auto; padding: 0 24px; }
  h1 { font-size: 20px; font-weight: 600; }
  code { font-family: ui-monospace, monospace; }
</style>
${body}
</html>
`

/** What a person sees who opens the wire's address in a browser. */
export const statusPage = (consoleUrl: string): string => page('Bitting', `
<h1>Bitting is running</h1>
<p>This is the trading wire: it answers Binance clients at <code>/api/v3</code> and <code>/sapi</code>. Point a client's base URL here.</p>
<p>Try <a href="/api/v3/time">/api/v3/time</a> or <a href="/api/v3/ticker/price">/api/v3/ticker/price</a>. Keys are made with <code>./bitting keys create</code>;
<code>./bitting explain REQUEST_ID</code> says why a request was refused (the id is in the answer's <code>x-mbx-uuid</code>).</p>
<p>The console will be at <code>${consoleUrl}</code>.</p>`)

/** What stands in the console's place where it was not built: what still works, and how to build it. */
export const consoleMissingPage = (): string => page('The console was not built', `
<h1>The console was not built</h1>
<p>The server runs, and keys open what they open. Only these pages are missing: building them failed when the project was installed, or was never done.</p>
<p>Build them with <code>node scripts/build-console.mjs</code> in the project's folder (it says what is wrong, if anything is), then start the server again.
Meanwhile <code>./bitting help</code> does what the pages do.</p>`)

/** An unknown path, for who asked for a page. The path itself is not repeated. */
export const notFoundPage = (): string => page('404 Not Found', `
<h1>404 Not Found</h1>
<p>There is no endpoint with this method and path here. Paths begin with <code>/api/v3</code>, <code>/sapi</code>, <code>/fapi</code> or <code>/dapi</code>;
a path that is right on Binance and missing here is not built yet.</p>`)
