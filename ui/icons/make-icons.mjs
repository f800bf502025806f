/**
 * Draws the icons of the installed application from public/favicon.svg: `CHROMIUM_PATH=... node ui/icons/make-icons.mjs`.
 * The pictures are committed, since browsers want them as files; run it again when the drawing changes.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const folder = join(import.meta.dirname, '../public');
const svg = readFileSync(join(folder, 'favicon.svg'), 'utf8');
/** Systems cut what is maskable into a shape of theirs: the drawing stays within the middle 80 %, the colour fills it. */
const FULL = { share: 1, background: 'transparent' };
const BLEEDING = { share: 0.8, background: '#2f5bd7' };

const ICONS = [
  { name: 'icon-192.png', size: 192, ...FULL },
  { name: 'icon-512.png', size: 512, ...FULL },
  { name: 'maskable-512.png', size: 512, ...BLEEDING },
  { name: 'apple-touch-icon.png', size: 180, ...BLEEDING },
];

mkdirSync(join(folder, 'icons'), { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const { name, size, share, background } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  const side = Math.round(size * share);
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${background}">` +
      svg.replace('<svg ', `<svg width="${side}" height="${side}" `),
  );
  await page.screenshot({ path: join(folder, 'icons', name), omitBackground: true });
}
await browser.close();
