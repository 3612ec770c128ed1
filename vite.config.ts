import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'

/** The console: built into `dist/console`, which the API serves under `/console`. */
export default defineConfig({
  root: 'src/console',
  base: '/console/',
  // Beside each script and style its smaller twins, which the API sends to browsers that take them.
  plugins: [
    react(),
    compression({ algorithms: ['gzip', 'brotliCompress'], include: /\.(?:js|css|svg)$/, threshold: 1_000 }),
  ],
  // The API puts a new nonce in its place in every answer (src/http/console.ts).
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    // Our content security policy takes no font or script from a `data:` address.
    assetsInlineLimit: 0,
    // Which page loads which files: `npm run bench:console` weighs them.
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
  },
  // `npx vite` beside a running service: pages change as the source does.
  server: { proxy: { '/v1': 'http://127.0.0.1:7300' } },
})
