import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { buildOptions } from './build.ts';

/** `npm run dev -w web`: hot reload against a running stack, whose callback URLs include this port. */
export default defineConfig({
  ...buildOptions,
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  server: { port: 5173, strictPort: true, proxy: { '/config.json': 'http://localhost:3000' } },
});
