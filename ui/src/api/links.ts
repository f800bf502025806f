/** Pages that a link with a secret opens for people who have no account yet. */
const OPENING_PAGES: Readonly<Record<string, 'SETUP' | 'INVITATION'>> = {
  '/setup': 'SETUP',
  '/invitation': 'INVITATION',
};

export const openingPage = (): 'SETUP' | 'INVITATION' | undefined => OPENING_PAGES[location.pathname];

/** The secret of a link like `http://host/#token=…`. Browsers do not send it to the server. */
export const tokenInAddress = (): string | undefined =>
  new URLSearchParams(location.hash.slice(1)).get('token')?.trim();

/** The same, and it leaves the address bar and the browser's history. */
export function takeTokenFromAddress(): string | undefined {
  const token = tokenInAddress();
  if (token !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
