import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const compressible = /\.(js|css|html|svg|json)$/;

/** Writes a brotli and a gzip variant beside each text file, so that serving costs no processor time. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle({ dir }) {
      for (const entry of readdirSync(dir!, { recursive: true, encoding: 'utf8' })) {
        const path = join(dir!, entry);
        if (!compressible.test(path) || statSync(path).size < 1024) continue;
        const body = readFileSync(path);
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 9,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        };
        writeFileSync(`${path}.br`, brotliCompressSync(body, { params }));
        writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }));
      }
    },
  };
}

// The development server's own settings; the built server reads its own from libs/platform.
const jawnUrl = process.env.JAWN_URL ?? `http://127.0.0.1:${process.env.JAWN_PORT ?? 8585}`;

export default defineConfig({
  root: 'src/client',
  plugins: [react(), precompress()],
  build: {
    outDir: '../../dist/client',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    target: 'es2023',
  },
  server: {
    host: process.env.HOST ?? '127.0.0.1',
    port: Number(process.env.WEB_PORT ?? 3000),
    proxy: {
      '/api/auth': { target: jawnUrl },
      '/api/v1': { target: jawnUrl, rewrite: (path) => path.replace(/^\/api\/v1/, '/v1') },
    },
  },
});
