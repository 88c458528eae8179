import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server's content policy lets in nothing inline: no data URLs, no inline scripts or styles. */
export default defineConfig({
  plugins: [react(), tailwind()],
  base: '/',
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, manifest: true, reportCompressedSize: false },
})
