import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds a running Mission Control. */
const API = process.env['MISSION_CONTROL_URL'] ?? 'http://127.0.0.1:7400';

/** What every page needs, and the small files that the first screen shares with pages that come later. */
const FIRST_SCREEN_SOURCES: readonly RegExp[] = [
  /ui\/src\/(api|controls|board)\/(?!dialog|mark|field|popover|page-frame|project-choice|bulk|use-bulk|quick-edit[.-](?!state)|lane|save-|manage|mode-|no-tasks)/,
  /ui\/src\/shell\/(first-steps|places|project-address|shell-dialog|use-leave|use-project-address)\.ts/,
  /\/(activity|alert|cost|notification)-search\.ts/,
  /\/domain\/(alert|notification)\/vocabulary/,
  /\/(may-decide|task-tabs|notification-queries|recent-tasks|role-words)\.ts/,
  /lucide-react\/.*\/(activity|bot|calendar-check|calendar-clock|circle-pause|circle-question-mark|file-up|inbox|plus|scroll-text|square-kanban|user-round|webhook)\.m?js/,
];

const FIRST_SCREEN_LIBRARIES = /node_modules\/(react|react-dom|scheduler|@tanstack|@dnd-kit|use-sync-external-store)\//;

const isOfFirstScreen = (id: string): boolean => FIRST_SCREEN_SOURCES.some((source) => source.test(id));

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2023',
    // The content security policy has no data: scripts or fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What the first screen needs comes in two files; thirty small ones cost more in headers than they save.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: FIRST_SCREEN_LIBRARIES, priority: 2 },
            { name: 'shared', test: isOfFirstScreen, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': { target: API, changeOrigin: true } } },
});
