import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** In a container `shared/` lies beside `src/`, in the source tree beside `frontend/`. */
const shared = [`${root}shared`, fileURLToPath(new URL('../shared', import.meta.url))].find(existsSync);
if (!shared) throw new Error('shared/ is neither beside src/ nor beside frontend/');

/** GET /health answers 200 "ok" on the development server, as nginx does in prod. */
const health: Plugin = {
  name: 'health',
  configureServer(server) {
    server.middlewares.use('/health', (_request, response) => {
      response.setHeader('Content-Type', 'text/plain').end('ok\n');
    });
  },
};

export default defineConfig({
  plugins: [react(), health],
  envPrefix: 'REACT_APP_',
  cacheDir: '/tmp/node_modules/.vite', // writable without root; plug-ins skip paths with node_modules
  resolve: { alias: { '@shared': shared } },
  server: {
    host: '0.0.0.0',
    port: 3000,
    strictPort: true,
    fs: { allow: [root, shared] },
    watch: { usePolling: process.env.CHOKIDAR_USEPOLLING === 'true', interval: 300 },
  },
});
