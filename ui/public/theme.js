// Runs before the first paint, so that a dark screen never flashes white. A file of its own because of the CSP.
(() => {
  let choice = 'system';
  try {
    choice = localStorage.getItem('theme') ?? 'system';
  } catch {
    // Storage may be forbidden; the system's theme then holds.
  }
  const dark = choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  // The bars of the system around the page follow the choice as well.
  for (const meta of document.querySelectorAll('meta[name=theme-color]')) meta.content = dark ? '#181b22' : '#ffffff';
})();
