const MOST = 9;

/** The icon of the tab, with a badge that says how much waits. */
export function faviconOf(count: number): string {
  const text = count > MOST ? `${MOST}+` : String(count);
  const size = text.length > 1 ? 13 : 16;
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f5bd7"/>' +
    '<circle cx="14" cy="18" r="7.5" fill="none" stroke="#fff" stroke-width="2.4"/>' +
    '<circle cx="21.5" cy="10.5" r="10.5" fill="#c3271d" stroke="#fff" stroke-width="1"/>' +
    `<text x="21.5" y="${10.5 + size * 0.36}" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="${size}" fill="#fff">${text}</text></svg>`;
  return count === 0 ? '/favicon.svg' : `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Shows on the tab, and on the icon of the installed application, how much waits. */
export function showBadge(count: number): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (link) link.href = faviconOf(count);
  // The installed application alone has a badge; elsewhere browsers refuse.
  navigator.setAppBadge?.(count).catch(() => undefined);
}
