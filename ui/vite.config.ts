import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds a running Mission Control. */
const API = process.env['MISSION_CONTROL_URL'] ?? 'http://127.0.0.1:7400';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2023',
    // The content security policy has no data: scripts or fonts, so nothing is inlined.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': { target: API, changeOrigin: true } } },
});
